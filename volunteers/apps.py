from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = [
    "volunteers.keeping.sign_ups.register",
    "volunteers.keeping.stand_ins.register",
    "volunteers.keeping.consents.register",
    "volunteers.keeping.keep_posted.register",
    "volunteers.keeping.asks.register",
    "volunteers.keeping.merging.register_movers",
    "volunteers.letters.news.register",
    "volunteers.leads.register",
    "volunteers.leading.register_owned",
    "volunteers.letters.sign_ups.register",
    "volunteers.letters.requests.register",
    "volunteers.letters.consents.register",
    "volunteers.letters.changes.register",
    "volunteers.letters.evening.register",
    "volunteers.letters.hours.register",
    "volunteers.letters.notes.register",
    "volunteers.letters.site.register",
]


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Volunteering")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
