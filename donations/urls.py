"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import browse, printed

app_name = "donations"

urlpatterns = [
    path("", browse.drive_list, name="list"),
    path("<slug:slug>/", browse.drive, name="drive"),
    path("<slug:slug>/flyer/", printed.flyer, name="flyer"),
    path("<slug:slug>/sign/<int:pk>/", printed.sign, name="sign"),
]
