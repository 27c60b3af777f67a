"""The staff site: Django admin with our theme, home page and doors."""

from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    """The admin, as staff meet it."""
