from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import import_string

from civic import checks  # noqa: F401  registers the system checks

# Told to the registries below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = ["civic.letters_to_others.register", "civic.needs_today.register"]


class CivicConfig(AppConfig):
    name = "civic"
    default = True

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()


class StaffSiteConfig(admin_apps.AdminConfig):
    default = False
    default_site = "civic.staff.PortalAdminSite"
