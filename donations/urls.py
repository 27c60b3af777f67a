"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import receipts

app_name = "donations"

urlpatterns = [
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
]
