"""Filled by the yardstick that runs."""

urlpatterns = []
