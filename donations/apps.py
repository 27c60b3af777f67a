from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = [
    "donations.keeping.merging.register_movers",
    "donations.keeping.leading.register_owned",
    "donations.keeping.goods.register",
    "donations.letters.goods.register",
    "donations.letters.site.register",
    "donations.keeping.pledges.register",
    "donations.keeping.arrangements.register",
    "donations.letters.pledges.register",
    "donations.letters.arrangements.register",
    "donations.letters.rerouting.register",
    "donations.keeping.pick_ups.register",
    "donations.letters.pick_ups.register",
    "donations.letters.runs.register",
]


class DonationsConfig(AppConfig):
    name = "donations"
    verbose_name = _("Donation drives")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
