"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
