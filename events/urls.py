"""The doors of events, under /events/."""

from django.urls import URLPattern, path

from events.views import own_registration, register

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("registrations/<int:pk>/", own_registration.detail, name="registration_detail"),
    path("registrations/<int:pk>/coming/", own_registration.coming, name="registration_coming"),
    path("registrations/<int:pk>/cancel/", own_registration.cancel, name="cancel_registration"),
    path("registrations/<int:pk>/change/", own_registration.change, name="change_registration"),
    path("registrations/<int:pk>/offer/accept/", own_registration.accept, name="accept_place"),
    path("registrations/<int:pk>/offer/decline/", own_registration.decline, name="decline_place"),
    path("registrations/<int:pk>.ics", own_registration.calendar, name="registration_calendar"),
    path("<slug:slug>/register/", register.register, name="register"),
]
