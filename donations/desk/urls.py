"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path, re_path

from donations.desk import boards, tables

urlpatterns: list = [
    path("drives/<int:pk>/", boards.of_drive, name="drive_board"),
    path("drives/<int:pk>/donors/", tables.last_years_donors, name="last_years_donors"),
    re_path(r"^drives/(?P<pk>[0-9]{1,18})/tables/(?P<kind>[a-z-]+)\.(?P<ending>csv|xlsx)$", tables.of_drive, name="drive_table"),
    path("drives/<int:pk>/donors/<int:of>.<slug:ending>", tables.donors_table, name="donors_table"),
]
