"""Short addresses, under /s/."""

from django.urls import path

from sharing import views

urlpatterns = [path("<str:code>/", views.follow, name="follow")]
