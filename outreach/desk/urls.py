"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import URLPattern, URLResolver, path

from outreach.desk import toolkit

urlpatterns: list[URLPattern | URLResolver] = [
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/", toolkit.page, name="toolkit"),
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/usual/", toolkit.usual_links, name="toolkit_usual_links"),
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/all.zip", toolkit.bundle, name="toolkit_bundle"),
]
