"""Goods: what arrived, what stands at a location, what was given on. The database keeps every sum."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models.drives import Drive, Need
from donations.models.locations import DropOffLocation, LocationLink
from donations.models.pick_ups import PickUpRequest
from donations.models.pledges import Pledge, PledgeLine
from donations.triggers import FixLocation, ShieldStock, count_correction, count_donated, count_handed_over
from intake.history import tracked
from people.models import PartnerOrganization, Person

_RETENTION = "12 months after the drive"


class Stock(models.Model):
    """How many of one need stand at one location: kept by the database, never below zero."""

    personal_fields = {}
    plain_fields = ("id", "location", "need", "quantity")

    location = models.ForeignKey(DropOffLocation, on_delete=models.CASCADE, related_name="stock")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="stock")
    quantity = models.IntegerField(_("in stock"), default=0, editable=False)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["location", "need"], name="one_stock_per_location_and_need"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_never_below_zero"),
        ]
        triggers = [ShieldStock(name="shield_stock")]

    def __str__(self):
        return str(self.quantity)


@tracked()
class Donation(models.Model):
    """Goods that arrived at a location, at once; its lines say what. The location is fixed: goods that move are corrected."""

    class Source(models.TextChoices):
        PLEDGE = "pledge", _("promised")
        WALK_IN = "walk_in", _("walked in")
        ORGANIZATION = "organization", _("organization")
        PICK_UP = "pick_up", _("fetched")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        SORTED = "sorted", _("sorted")
        HANDED_OVER = "handed_over", _("handed over")

    personal_fields = {"organization": _RETENTION}
    plain_fields = (
        "id", "drive", "location", "source", "pledge", "pick_up", "person", "thanks_agreed_at", "state", "received_at", "received_by", "link", "created_at", "changed_at",
    )  # fmt: skip

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="donations")
    location = models.ForeignKey(DropOffLocation, verbose_name=_("where"), on_delete=models.PROTECT, related_name="donations")
    source = models.CharField(_("from"), max_length=15, choices=Source)
    pledge = models.ForeignKey(Pledge, verbose_name=_("pledge"), null=True, blank=True, on_delete=models.PROTECT, related_name="donations")
    pick_up = models.ForeignKey(PickUpRequest, verbose_name=_("pick-up"), null=True, blank=True, on_delete=models.PROTECT, related_name="donations")
    person = models.ForeignKey(Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="donations")
    organization = models.CharField(_("organization"), max_length=150, blank=True)
    thanks_agreed_at = models.DateTimeField(_("may be thanked in public since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(LocationLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="donations")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        indexes = [models.Index(fields=["drive", "-received_at"], name="donation_of_drive")]
        triggers = [FixLocation(name="fix_location")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def ref(self):
        """The donation's name in letters: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


@tracked()
class DonationLine(models.Model):
    """So many of one item that came; those unfit for use count as received and never as stock."""

    class Condition(models.TextChoices):
        NEW = "new", _("new")
        GOOD = "good", _("good")
        MIXED = "mixed", _("mixed")

    personal_fields = {}
    plain_fields = ("id", "donation", "need", "pledge_line", "quantity", "unusable", "condition")

    donation = models.ForeignKey(Donation, on_delete=models.CASCADE, related_name="lines")
    need = models.ForeignKey(Need, verbose_name=_("item"), on_delete=models.PROTECT, related_name="donation_lines")
    pledge_line = models.ForeignKey(PledgeLine, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="donation_lines")
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    unusable = models.PositiveIntegerField(_("of these unfit for use"), default=0)
    condition = models.CharField(_("condition"), max_length=10, choices=Condition, default=Condition.GOOD)

    class Meta:
        ordering = ["id"]
        verbose_name = _("donated item")
        verbose_name_plural = _("donated items")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="donation_line_of_one_or_more"),
            models.CheckConstraint(condition=Q(unusable__lte=F("quantity")), name="no_more_unusable_than_came"),
        ]
        triggers = [count_donated(name="count_donated")]

    def __str__(self):
        return f"{self.quantity} × {self.need_id}"


@tracked()
class HandOver(models.Model):
    """Goods given on to a partner from one location, with a receipt."""

    personal_fields = {"received_by_name": _RETENTION}
    plain_fields = ("id", "drive", "partner", "location", "at", "by", "created_at")

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="hand_overs")
    partner = models.ForeignKey(PartnerOrganization, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="hand_overs")
    location = models.ForeignKey(DropOffLocation, verbose_name=_("from where"), on_delete=models.PROTECT, related_name="hand_overs")
    received_by_name = models.CharField(_("received by"), max_length=120, blank=True, help_text=_("Who took it, for the partner."))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        triggers = [FixLocation(name="fix_location")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


@tracked()
class HandOverLine(models.Model):
    """So many of one item that were given on."""

    personal_fields = {}
    plain_fields = ("id", "hand_over", "need", "quantity")

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="lines")
    need = models.ForeignKey(Need, verbose_name=_("item"), on_delete=models.PROTECT, related_name="hand_over_lines")
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["id"]
        verbose_name = _("item given on")
        verbose_name_plural = _("items given on")
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="hand_over_line_of_one_or_more")]
        triggers = [count_handed_over(name="count_handed_over")]

    def __str__(self):
        return f"{self.quantity} × {self.need_id}"


@tracked()
class Correction(models.Model):
    """A number put right, with a reason: counted wrong (what was received changes too), or lost, spoiled or moved (only the stock)."""

    class Kind(models.TextChoices):
        MISCOUNT = "miscount", _("counted wrong")
        LOST = "lost", _("lost or spoiled")
        MOVED = "moved", _("moved to or from another location")

    personal_fields = {}
    plain_fields = ("id", "location", "need", "kind", "change", "reason", "at", "by")

    location = models.ForeignKey(DropOffLocation, verbose_name=_("where"), on_delete=models.PROTECT, related_name="corrections")
    need = models.ForeignKey(Need, verbose_name=_("item"), on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    change = models.IntegerField(_("more (+) or fewer (−)"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(condition=~Q(change=0), name="correction_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]
        triggers = [count_correction(name="count_correction")]

    def __str__(self):
        return f"{self.change:+} × {self.need_id}"
