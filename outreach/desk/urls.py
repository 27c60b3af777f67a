"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from outreach.desk import ledger, subscriptions

urlpatterns = [
    path("subscriptions/enter/", subscriptions.enter, name="enter_subscription"),
    path("subscriptions/<int:pk>/end/", subscriptions.end, name="end_subscription"),
    path("people/<int:pk>/letters/", ledger.of_person, name="ledger"),
]
