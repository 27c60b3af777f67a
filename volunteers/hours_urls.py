"""Addresses of one's own hours and the letter of service, and of the page where anyone checks one."""

from django.urls import path

from volunteers.views import hours, service_letters

app_name = "hours"

urlpatterns = [
    path("my/hours/", hours.mine, name="mine"),
    path("my/hours/<int:pk>/", hours.change, name="change"),
    path("my/hours/<int:pk>/take-back/", hours.withdraw, name="withdraw"),
    path("my/letter-of-service/", service_letters.ask, name="ask_letter"),
    path("my/letter-of-service/<int:pk>/", service_letters.own, name="letter"),
    path("verify/", service_letters.verify, name="verify"),
]
