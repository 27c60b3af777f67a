"""Addresses of what bookings of all kinds share."""

from django.urls import path

from bookings.consents import pages

app_name = "bookings"

urlpatterns = [
    path("<int:pk>/", pages.detail, name="consent"),
    path("<int:pk>/answer/", pages.answer, name="answer_consent"),
]
