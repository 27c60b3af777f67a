from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Letters of this floor, made known when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = ["mailing.emails.register", "mailing.plain_letters.register", "mailing.corrected.register", "mailing.links.merging.register_movers"]


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = _("Letters and calls")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
