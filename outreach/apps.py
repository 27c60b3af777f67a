from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS: list[str] = [
    "outreach.keeping.subscriptions.register",
    "outreach.budget.register",
    "outreach.letters.subscribed.register",
    "outreach.letters.campaigns.register",
    "outreach.letters.digests.register",
    "outreach.letters.evening.register",
]


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("Outreach")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
