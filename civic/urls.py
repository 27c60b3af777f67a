"""The portal's addresses; each also under a language prefix, without prefix = English."""

from django.contrib import admin
from django.urls import path

from civic import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", health.statusz, name="statusz"),
    path("admin/", admin.site.urls),
]
