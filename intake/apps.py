from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intake import far_moments


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        far_moments.install()
