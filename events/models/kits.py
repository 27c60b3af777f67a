"""Tools and kits that the office lends for clean-ups."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.triggers import KeepKits, KeepOwned
from intake.history import tracked
from people.models import Office


@tracked()
class KitType(models.Model):
    """Something that is lent, and how many of it the office owns. The database never lets more be out than that."""

    translated_fields = ("name",)
    personal_fields = {}
    plain_fields = ("id", "office", "name", "contents", "owned", "kept_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="kit_types")
    name = models.CharField(_("name"), max_length=100)
    contents = models.CharField(_("what is in it"), max_length=300, blank=True)
    owned = models.PositiveIntegerField(_("how many we own"))
    kept_at = models.CharField(_("where it is kept"), max_length=150, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("kit")
        verbose_name_plural = _("kits and tools")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_kit_per_office_and_name")]
        triggers = [KeepOwned(name="keep_owned")]

    def __str__(self):
        return self.name


@tracked()
class KitLoan(models.Model):
    """So many of one kit, kept for an event from one day to another, both included."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("reserved")
        OUT = "out", _("out")
        RETURNED = "returned", _("returned")
        CANCELLED = "cancelled", _("cancelled")

    HOLDING = (State.RESERVED, State.OUT)

    personal_fields = {}
    plain_fields = ("id", "kit", "event", "quantity", "since", "until", "state", "returned", "missing", "note", "by", "created_at", "changed_at")

    kit = models.ForeignKey(KitType, verbose_name=_("kit"), on_delete=models.PROTECT, related_name="loans")
    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="loans")
    quantity = models.PositiveIntegerField(_("how many"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RESERVED)
    returned = models.PositiveIntegerField(_("came back"), null=True, blank=True)
    missing = models.CharField(_("what is missing or broken"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["since", "id"]
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="loan_of_one_or_more"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="loan_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["kit", "since", "until"], name="loan_days", condition=Q(state__in=["reserved", "out"]))]
        triggers = [KeepKits(name="keep_kits")]

    def __str__(self):
        return f"{self.quantity} × {self.kit}"
