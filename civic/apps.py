from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CivicConfig(AppConfig):
    name = "civic"
    default = True


class StaffSiteConfig(admin_apps.AdminConfig):
    default = False
    default_site = "civic.staff.PortalAdminSite"
