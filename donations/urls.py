"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import arrange, own_pledge, pledge

app_name = "donations"

urlpatterns: list = [
    path("pledges/<int:pk>/", own_pledge.detail, name="pledge_detail"),
    path("pledges/<int:pk>/change/", own_pledge.change, name="change_pledge"),
    path("pledges/<int:pk>/withdraw/", own_pledge.withdraw, name="withdraw_pledge"),
    path("arrangements/<int:pk>/", arrange.detail, name="arrangement"),
    path("arrangements/<int:pk>/withdraw/", arrange.withdraw, name="withdraw_arrangement"),
    path("<slug:slug>/arrange/", arrange.arrange, name="arrange"),
    path("<slug:slug>/pledge/", pledge.pledge, name="pledge"),
]
