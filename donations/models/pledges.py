"""Pledges: what somebody promises to bring; and what is so much that it is arranged with the donor."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from donations.models.drives import Drive, Need
from donations.models.locations import DropOffLocation
from donations.triggers import LeadLines, ShieldLine, count_promises
from intake.history import tracked
from mailing.models import AccessLink
from people.models import Person

_RETENTION = "12 months after the drive"


class PledgeQuerySet(models.QuerySet):
    """Pledges, as the office speaks of them."""

    def live(self):
        """Something is still to come, or is held until the address is proved."""
        return self.filter(state__in=Pledge.LIVE)

    def standing(self):
        """Promised by a proved address, and something is still to come."""
        return self.filter(state__in=[Pledge.State.PROMISED, Pledge.State.PARTLY])

    def untimed(self):
        """Held without a deadline: the letter with the code has not left yet."""
        return self.filter(state=Pledge.State.HELD, until=None)

    def lapsed(self, now):
        """Held past the deadline."""
        return self.filter(state=Pledge.State.HELD, until__lte=now)


@tracked(without=["link", "until"])
class Pledge(models.Model):
    """Somebody's promise to bring things, or to have them fetched; its lines say what."""

    class State(models.TextChoices):
        HELD = "held", _("not confirmed yet")
        PROMISED = "promised", _("promised")
        PARTLY = "partly", _("partly brought")
        BROUGHT = "brought", _("brought")
        WITHDRAWN = "withdrawn", _("withdrawn")
        IN_PART = "in_part", _("brought in part")
        LAPSED = "lapsed", _("not brought")
        EXPIRED = "expired", _("not confirmed in time")

    LIVE = (State.HELD, State.PROMISED, State.PARTLY)
    CAME = (State.BROUGHT, State.IN_PART)  # over, and something came

    personal_fields = {"organization": _RETENTION, "notes": _RETENTION}
    plain_fields = (
        "id", "drive", "person", "state", "location", "expected_day", "thanks_agreed_at", "language", "link", "until", "entered_by", "created_at", "changed_at",
    )  # fmt: skip

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="pledges")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="pledges")
    organization = models.CharField(_("organization"), max_length=150, blank=True, help_text=_("The receipt is in its name."))
    thanks_agreed_at = models.DateTimeField(_("may be thanked in public since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    location = models.ForeignKey(DropOffLocation, verbose_name=_("where"), null=True, blank=True, on_delete=models.PROTECT, related_name="pledges")
    expected_day = models.DateField(_("expected on"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(
        AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="pledges", help_text="The proof of address it waits for."
    )
    until = models.DateTimeField(_("kept until"), null=True, blank=True, help_text="End of a hold; empty while the letter is on its way.")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        indexes = [
            models.Index(fields=["drive", "state"], name="pledge_of_drive"),
            models.Index(fields=["location", "expected_day"], name="pledge_at_location"),
            models.Index(fields=["until"], name="pledge_until", condition=Q(state="held")),
        ]
        triggers = [LeadLines(name="lead_lines")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("donations:pledge_detail", args=[self.pk])

    @property
    def ref(self):
        """The pledge's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


@tracked(without=["brought", "state"])
class PledgeLine(models.Model):
    """So many of one item. `state` follows the pledge and `brought` the goods that arrived, both kept by the database."""

    personal_fields = {}
    plain_fields = ("id", "pledge", "need", "quantity", "brought", "state")

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="lines")
    need = models.ForeignKey(Need, verbose_name=_("item"), on_delete=models.PROTECT, related_name="pledge_lines")
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    brought = models.PositiveIntegerField(_("brought"), default=0, editable=False)
    state = models.CharField(max_length=10, choices=Pledge.State, default=Pledge.State.HELD, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("promised item")
        verbose_name_plural = _("promised items")
        constraints = [
            models.UniqueConstraint(fields=["pledge", "need"], name="one_line_per_pledge_and_need"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="pledge_line_of_one_or_more"),
        ]
        triggers = [ShieldLine(name="shield_line"), count_promises(name="count_promises")]

    def __str__(self):
        return f"{self.quantity} × {self.need_id}"

    @property
    def left(self):
        """How many are still to come."""
        return max(0, self.quantity - self.brought)


@tracked(without=["link", "until"])
class Arrangement(models.Model):
    """What is arranged with the donor: a large gift, or an organization's collection box."""

    class Kind(models.TextChoices):
        LARGE_GIFT = "large_gift", _("large gift")
        BOX = "box", _("collection box")

    class State(models.TextChoices):
        HELD = "held", _("not confirmed yet")
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("not confirmed in time")

    OPEN = (State.HELD, State.ASKED, State.AGREED)

    personal_fields = {"organization": _RETENTION, "address": _RETENTION, "what": _RETENTION, "reply": _RETENTION}
    plain_fields = (
        "id", "drive", "kind", "person", "need", "quantity", "location", "owner", "reply_by", "replied_at", "state", "thanks_agreed_at", "language", "link", "until",
        "created_at", "changed_at",
    )  # fmt: skip

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="arrangements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="arrangements")
    organization = models.CharField(_("organization"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    what = models.TextField(_("what"), blank=True)
    need = models.ForeignKey(Need, verbose_name=_("item"), null=True, blank=True, on_delete=models.SET_NULL, related_name="arrangements")
    quantity = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    location = models.ForeignKey(DropOffLocation, verbose_name=_("where"), null=True, blank=True, on_delete=models.SET_NULL, related_name="arrangements")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("in whose hands"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reply_by = models.DateField(_("reply by"))
    reply = models.TextField(_("the office’s answer"), blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    thanks_agreed_at = models.DateTimeField(_("may be thanked in public since"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="arrangements")
    until = models.DateTimeField(_("kept until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["reply_by", "id"]
        verbose_name = _("arrangement")
        verbose_name_plural = _("arrangements")
        indexes = [models.Index(fields=["until"], name="arrangement_until", condition=Q(state="held"))]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("donations:arrangement", args=[self.pk])

    @property
    def ref(self):
        """The arrangement's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
