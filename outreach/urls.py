"""The doors of outreach; the addresses are public and stay."""

from django.urls import URLPattern, URLResolver, re_path

from outreach.views import pictures

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^cards/(?P<kind>volunteer|donate|events)/(?P<slug>[-\w]+)/(?P<shape>wide|square)\.png$", pictures.card, name="card"),
]
