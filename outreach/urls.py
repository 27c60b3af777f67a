"""The doors of outreach; the addresses are public and stay."""

from django.urls import URLPattern, URLResolver

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = []
