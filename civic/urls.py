"""The portal's addresses; each also under a language prefix, without prefix = English."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
