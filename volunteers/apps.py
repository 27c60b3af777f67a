from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = [
    "volunteers.keeping.register",
    "volunteers.stand_in_keeping.register",
    "volunteers.posted.register",
    "volunteers.asked.register",
    "volunteers.news_letters.register",
    "volunteers.leads.register",
    "volunteers.renderings.register",
]


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Volunteering")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
