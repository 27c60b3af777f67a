"""Imports: tables that staff bring along, on their way into the portal."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Office

LEASE = timedelta(minutes=2)  # without a sign of life another worker takes over
KEPT = timedelta(days=1)  # a file that nobody imports
_RETENTION = "until it is imported or put away, one day at most"


class ImportQuerySet(models.QuerySet):
    """Imports, as the worker asks for them."""

    def waiting(self, now):
        """To be looked at or imported, and in nobody's hands."""
        return self.filter(Q(beat_at=None) | Q(beat_at__lt=now - LEASE), state__in=Import.TO_DO)


class Import(models.Model):
    """A file with a table; the worker says what it would do, somebody presses the button, and all of it is done or none."""

    class Kind(models.TextChoices):
        OPPORTUNITIES = "opportunities", _("opportunities with their shifts")
        SHIFTS = "shifts", _("shifts")
        PEOPLE = "people", _("people")
        NEEDS = "needs", _("what drives need")
        LOCATIONS = "locations", _("drop-off locations of drives")

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("being looked at")
        CHECKED = "checked", _("looked at, nothing imported yet")
        TO_RUN = "to_run", _("being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("could not be read")
        PUT_AWAY = "put_away", _("put away, nothing imported")

    TO_DO = (State.TO_CHECK, State.TO_RUN)
    HELD = (*TO_DO, State.CHECKED)

    personal_fields = {"content": _RETENTION, "found": _RETENTION}
    plain_fields = (
        "id", "office", "kind", "file_name", "state", "problem", "rows", "seen", "made", "changed", "same", "wrong", "by", "language", "created_at", "beat_at", "finished_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    file_name = models.CharField(_("file"), max_length=150)
    content = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TO_CHECK)
    problem = models.TextField(_("problem"), blank=True, help_text="A sentence, in the language of whoever brought the file.")
    found = models.JSONField(default=dict, help_text="What stands in which row: errors, examples, unused columns.")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    seen = models.PositiveIntegerField(default=0, help_text="Rows done so far; a figure for the page, written while the rest is not yet.")
    made = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("unchanged"), default=0)
    wrong = models.PositiveIntegerField(_("errors"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("brought by"), null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=12, default="en")
    created_at = models.DateTimeField(_("brought"))
    beat_at = models.DateTimeField(null=True, help_text="Last sign of life of the worker that has it in hand.")
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="import_held", condition=Q(state__in=["to_check", "to_run", "checked"]))]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("admin:import", args=[self.pk])

    @property
    def is_to_do(self):
        """The worker has it, or will in some seconds."""
        return self.state in self.TO_DO

    @property
    def may_run(self):
        """It was looked at, nothing is wrong, and something would be done."""
        return self.state == self.State.CHECKED and not self.wrong and self.made + self.changed > 0
