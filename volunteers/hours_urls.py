"""Addresses of one's own hours and the letter of service."""

from django.urls import path

from volunteers.views import hours

app_name = "hours"

urlpatterns = [
    path("my/hours/", hours.mine, name="mine"),
    path("my/hours/<int:pk>/", hours.change, name="change"),
    path("my/hours/<int:pk>/take-back/", hours.withdraw, name="withdraw"),
]
