from django.apps import AppConfig
from django.utils.module_loading import import_string

# Told to the floors below when the portal starts; named, because models cannot be imported before then.
REGISTRATIONS = ["volunteers.keeping.register", "volunteers.leads.register", "volunteers.renderings.register"]


class VolunteersConfig(AppConfig):
    name = "volunteers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for name in REGISTRATIONS:
            import_string(name)()
