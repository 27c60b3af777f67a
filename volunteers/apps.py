from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = [
    "volunteers.keeping.register",
    "volunteers.leads.register",
    "volunteers.note_letters.register",
    "volunteers.renderings.register",
    "volunteers.site_letters.register",
    "volunteers.stand_in_keeping.register",
]


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Volunteering")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
