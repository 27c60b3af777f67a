from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the registries of this floor when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = ["people.own_records.register_movers"]


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People and offices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
