from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from civic import checks  # noqa: F401  registers the system checks


class CivicConfig(AppConfig):
    name = "civic"
    default = True


class StaffSiteConfig(admin_apps.AdminConfig):
    default = False
    default_site = "civic.staff.PortalAdminSite"
