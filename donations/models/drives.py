"""Drives: what is collected for whom until when; items and needs."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.models import Seats, SeatsQuerySet
from donations.triggers import KeepNeed
from intake.history import tracked, tracked_links
from people.models import Office, PartnerOrganization

_RETENTION = "as long as the drive"


class DriveQuerySet(models.QuerySet):
    """Drives, as the office speaks of them."""

    def public(self):
        """Reachable by a visitor, closed ones included: their page says what came of it."""
        return self.exclude(state=Drive.State.DRAFT)

    def open(self, now):
        """Taking pledges at this moment."""
        return self.filter(state=Drive.State.OPEN, opens__lte=now, closes__gt=now)

    def taking_goods(self):
        """Goods are received: until somebody says that the drive is closed."""
        return self.filter(state__in=[Drive.State.OPEN, Drive.State.CLOSING])

    def past_closing_time(self, now):
        """Still open, though the closing time at the place has passed."""
        return self.filter(state=Drive.State.OPEN, closes__lte=now)


@tracked()
class Drive(models.Model):
    """Collecting goods: the story, for whom it is, until when, and in the end what came of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSING = "closing", _("closing: no more pledges, goods still come in")
        CLOSED = "closed", _("closed")
        REPORTED = "reported", _("reported")

    translated_fields = ("title", "story", "for_whom", "not_accepted", "help_text", "result")
    personal_fields = {"contact_name": _RETENTION, "contact_phone": _RETENTION, "contact_email": _RETENTION}
    plain_fields = (
        "id", "office", "partner", "title", "slug", "story", "for_whom", "not_accepted", "help_text", "state", "opens", "closes", "time_zone", "arrange_from",
        "reply_days", "remind_days", "offers_pick_up", "offers_leave_outside", "leads", "copied_from", "result", "people_helped", "reported_at", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="drives")
    partner = models.ForeignKey(
        PartnerOrganization, verbose_name=_("receiving partner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="drives"
    )
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=170, unique=True)
    story = models.TextField(_("story"), help_text=_("Why we collect, and what happens with it."))
    for_whom = models.CharField(_("for whom it is"), max_length=300)
    not_accepted = models.TextField(_("what is not accepted"), blank=True, help_text=_("And where it can go instead."))
    help_text = models.TextField(
        _("“Need help yourself?”"), blank=True, help_text=_("Where and when the goods are given out. It has to stand here before a drive opens.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    opens = models.DateTimeField(_("opens"))
    closes = models.DateTimeField(
        _("closes"), help_text=_("The last moment for promises, on the clock of the place. Goods come in until somebody closes the drive.")
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="America/New_York")
    arrange_from = models.PositiveIntegerField(
        _("arrange from"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("From this number of one item on we arrange it with the donor. Empty: never."),
    )  # fmt: skip
    reply_days = models.PositiveSmallIntegerField(_("we reply within (days)"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)])
    remind_days = models.PositiveSmallIntegerField(_("reminder before the last day (days)"), default=3, validators=[MaxValueValidator(30)])
    offers_pick_up = models.BooleanField(_("we fetch goods"), default=False)
    offers_leave_outside = models.BooleanField(_("goods may be left outside to be fetched"), default=False)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("contact phone"), blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("leads"), blank=True, related_name="led_drives")
    copied_from = models.ForeignKey("self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="copies")
    result = models.TextField(_("what came of it"), blank=True, help_text=_("What came, where it went, thanks: for everybody to read."))
    people_helped = models.PositiveIntegerField(_("people helped"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = DriveQuerySet.as_manager()

    class Meta:
        ordering = ["-closes", "title"]
        verbose_name = _("drive")
        verbose_name_plural = _("drives")
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="drive_closes_after_it_opens")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("donations:drive", args=[self.slug])

    def clean(self):
        """Whoever needs help is told where to find it for as long as the drive is public."""
        if self.state != self.State.DRAFT and not self.help_text.strip():
            raise ValidationError({"help_text": _("Say under “Need help yourself?” where and when the goods are given out, as long as the drive is public.")})

    @property
    def zone(self):
        """The time zone at the place."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_closes(self):
        """The closing time on the clock at the place."""
        return timezone.localtime(self.closes, self.zone)

    def takes_pledges(self, now):
        """Promises are taken at this moment: open, and the closing time at the place has not come."""
        return self.state == self.State.OPEN and self.opens <= now < self.closes

    @property
    def takes_goods(self):
        """Goods are received, whatever the clock says, until somebody closes the drive."""
        return self.state in {self.State.OPEN, self.State.CLOSING}


@tracked_links("DriveLeadChange")
class DriveLead(Drive.leads.through):
    """Who leads which drive: they see only their own."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


@tracked()
class Item(models.Model):
    """A thing that is collected, in drive after drive, and how it is counted."""

    translated_fields = ("name", "unit")
    personal_fields = {}
    plain_fields = ("id", "office", "name", "unit")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="items")
    name = models.CharField(_("name"), max_length=100)
    unit = models.CharField(_("counted in"), max_length=40, blank=True, help_text=_("Such as packs or pairs; empty: pieces."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_item_per_office_and_name")]

    def __str__(self):
        return self.name


@tracked(without=["received"])
class Need(Seats):
    """An item wanted in a drive, with a number. The database keeps `taken` (promised and not brought yet) and `received`.

    Where the office caps promises, `capacity` is the target and `reserved` what has come already, as far as it fits beside what is
    promised: promises and goods together never pass the target, though more may be brought than was ever promised.
    """

    class Priority(models.IntegerChoices):
        URGENT = 1, _("needed most")
        NORMAL = 2, _("needed")
        EXTRA = 3, _("nice to have")

    waitlist = None
    translated_fields = ("note",)
    personal_fields = {}
    plain_fields = ("id", "drive", "item", "target", "is_capped", "capacity", "taken", "reserved", "received", "priority", "note", "order")

    drive = models.ForeignKey(Drive, on_delete=models.PROTECT, related_name="needs")
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="needs")
    target = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1), MaxValueValidator(1_000_000)])
    is_capped = models.BooleanField(_("take no more promises than that"), default=False)
    capacity = models.PositiveIntegerField(null=True, editable=False, help_text="Kept by the database: the target where promises are capped.")
    received = models.PositiveIntegerField(_("received"), default=0, editable=False)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    note = models.CharField(_("note"), max_length=120, blank=True, help_text=_("Such as “new only” or “sizes 4 to 8”."))
    order = models.PositiveSmallIntegerField(default=0)

    objects = SeatsQuerySet.as_manager()

    class Meta(Seats.Meta):
        ordering = ["priority", "order", "id"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            *Seats.Meta.constraints,
            models.UniqueConstraint(fields=["drive", "item"], name="one_need_per_drive_and_item"),
            models.CheckConstraint(condition=Q(target__gte=1), name="need_of_one_or_more"),
        ]
        triggers = [KeepNeed(name="keep_need")]

    def __str__(self):
        return str(self.item)

    @property
    def missing(self):
        """How many are still missing: neither received nor promised."""
        return max(0, self.target - self.received - self.taken)
