"""The doors of outreach; the addresses are public and stay."""

from django.urls import URLPattern, URLResolver, path

from outreach.views import archive

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("newsletter/", archive.all_letters, name="archive"),
    path("newsletter/<int:pk>/", archive.campaign, name="archived_campaign"),
]
