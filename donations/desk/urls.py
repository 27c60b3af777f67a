"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from donations.desk import pledges

urlpatterns: list = [
    path("drives/<int:pk>/pledge/", pledges.enter, name="enter_pledge"),
    path("pledges/<int:pk>/withdraw/", pledges.withdraw, name="withdraw_pledge"),
]
