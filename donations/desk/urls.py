"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from donations.desk import drives, sharing

urlpatterns = [
    path("drives/<int:pk>/open/", drives.open_drive, name="open_drive"),
    path("drives/<int:pk>/stop/", drives.stop, name="stop_drive"),
    path("drives/<int:pk>/close/", drives.close, name="close_drive"),
    path("drives/<int:pk>/take-again/", drives.take_again, name="take_goods_again"),
    path("drives/<int:pk>/report/", drives.report, name="report_drive"),
    path("drives/<int:pk>/copy/", drives.copy, name="copy_drive"),
    path("drives/<int:pk>/share/", sharing.share, name="share_drive"),
]
