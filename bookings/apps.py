from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = ["bookings.consents.keeping.register"]


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = _("Places and sign-ups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
