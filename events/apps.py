from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS: list[str] = [
    "events.keeping.registrations.register",
    "events.keeping.merging.register_registrations",
    "events.letters.registration_kinds.register",
    "events.letters.guardian_kinds.register",
    "events.keeping.guardians.register",
    "events.letters.door.register",
    "events.keeping.leading.register_owned",
    "events.letters.standing.register",
    "events.letters.notes.register",
    "events.keeping.followers.register",
    "events.keeping.proposals.register",
    "events.letters.followers.register",
    "events.letters.proposals.register",
    "events.letters.records.register",
    "events.keeping.accommodations.register",
    "events.letters.accommodation_kinds.register",
    "events.keeping.questions.register",
    "events.letters.questions.register",
    "events.letters.invitations.register",
    "events.keeping.speakers.register",
]


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events and public meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
