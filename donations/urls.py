"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import own_pledge, pledge

app_name = "donations"

urlpatterns: list = [
    path("pledges/<int:pk>/", own_pledge.detail, name="pledge_detail"),
    path("pledges/<int:pk>/change/", own_pledge.change, name="change_pledge"),
    path("pledges/<int:pk>/withdraw/", own_pledge.withdraw, name="withdraw_pledge"),
    path("<slug:slug>/pledge/", pledge.pledge, name="pledge"),
]
