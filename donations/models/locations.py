"""Drop-off locations: where goods are brought, when, what they take there, and how it looks just now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.models import Booking, BookingQuerySet, Occasion, Seats, SeatsQuerySet
from donations.models.drives import Drive, Need
from intake.history import tracked, tracked_links
from mailing.links.named import NamedLink
from people.models import Person
from places.models import Venue

_RETENTION = "12 months after the drive"


@tracked(without=["checked_at"])
class DropOffLocation(models.Model):
    """A place where a drive takes goods. Its state is what somebody said last; whether it is open now follows from its hours too."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        FULL = "full", _("full")
        CLOSED = "closed", _("closed")

    translated_fields = ("instructions", "loading_door")
    personal_fields = {"contact_name": _RETENTION, "contact_phone": _RETENTION, "contact_email": _RETENTION}
    plain_fields = (
        "id", "drive", "venue", "instructions", "accepts", "state", "checked_at", "wants_appointments", "loading_door", "storage_limit", "order", "created_at", "changed_at",
    )  # fmt: skip

    drive = models.ForeignKey(Drive, on_delete=models.PROTECT, related_name="locations")
    venue = models.ForeignKey(Venue, verbose_name=_("place"), on_delete=models.PROTECT, related_name="drop_off_locations")
    instructions = models.TextField(_("instructions"), blank=True, help_text=_("Which door, whom to ask, what to do with boxes."))
    accepts = models.ManyToManyField(
        Need, verbose_name=_("accepted items"), blank=True, related_name="locations", help_text=_("None chosen: everything the drive needs.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    wants_appointments = models.BooleanField(_("only with an appointment"), default=False)
    loading_door = models.CharField(_("loading door"), max_length=200, blank=True, help_text=_("For what comes by truck."))
    storage_limit = models.CharField(_("storage limit"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("contact phone"), blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("drop-off location")
        verbose_name_plural = _("drop-off locations")
        constraints = [models.UniqueConstraint(fields=["drive", "venue"], name="one_location_per_drive_and_venue")]

    def __str__(self):
        return str(self.venue)


@tracked_links("LocationItemChange")
class LocationItem(DropOffLocation.accepts.through):
    """Which needs a location takes."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


@tracked()
class LocationHours(models.Model):
    """When a location receives goods on one day of the week, on the clock of the place."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    personal_fields = {}
    plain_fields = ("id", "location", "weekday", "opens", "closes")

    location = models.ForeignKey(DropOffLocation, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="hours_close_after_they_open", violation_error_message=_("These hours have to end after they begin.")
            ),
            models.UniqueConstraint(fields=["location", "weekday", "opens"], name="one_row_per_location_day_and_start"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


@tracked()
class LocationClosure(models.Model):
    """A day on which a location takes nothing, whatever its hours say."""

    translated_fields = ("reason",)
    personal_fields = {}
    plain_fields = ("id", "location", "day", "reason")

    location = models.ForeignKey(DropOffLocation, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        constraints = [models.UniqueConstraint(fields=["location", "day"], name="one_closure_per_location_and_day")]

    def __str__(self):
        return str(self.day)


class LocationLinkQuerySet(models.QuerySet):
    """Links for the people at a location, as the office speaks of them."""

    def listed(self, now):
        """Neither taken back nor over."""
        return self.filter(revoked_at=None, closes__gt=now)


@tracked(without=["nonce"])
class LocationLink(NamedLink):
    """The way of one named person to the page of one location, without an account; the link itself is stored nowhere."""

    personal_fields = {"name": _RETENTION, "email": _RETENTION, "phone": _RETENTION}
    plain_fields = ("id", "location", "language", "nonce", "closes", "made_by", "made_at", "revoked_by", "revoked_at")

    location = models.ForeignKey(DropOffLocation, verbose_name=_("location"), on_delete=models.CASCADE, related_name="links")
    closes = models.DateTimeField(_("good until"))

    objects = LocationLinkQuerySet.as_manager()

    class Meta(NamedLink.Meta):
        verbose_name = _("link for a location")
        verbose_name_plural = _("links for locations")


class LocationCheck(models.Model):
    """Somebody looked: how a location was at a moment. A log of its own, never changed."""

    personal_fields = {}
    plain_fields = ("id", "location", "state", "at", "by", "link")

    location = models.ForeignKey(DropOffLocation, on_delete=models.CASCADE, related_name="checks")
    state = models.CharField(_("state"), max_length=10, choices=DropOffLocation.State)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(LocationLink, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        indexes = [models.Index(fields=["location", "-at"], name="check_of_location")]

    def __str__(self):
        return f"{self.state} {self.at:%Y-%m-%d %H:%M}"


@tracked()
class TurnedAway(models.Model):
    """Somebody came with goods and was turned away: why, and what it was; nobody's name."""

    class Reason(models.TextChoices):
        NOT_ACCEPTED = "not_accepted", _("we do not take this")
        FULL = "full", _("no room")
        CLOSED = "closed", _("we were closed")
        CONDITION = "condition", _("not fit for use")
        OTHER = "other", _("another reason")

    personal_fields = {}
    plain_fields = ("id", "location", "reason", "what", "at", "by", "link")

    location = models.ForeignKey(DropOffLocation, on_delete=models.CASCADE, related_name="turned_away")
    reason = models.CharField(_("why"), max_length=15, choices=Reason)
    what = models.CharField(_("what"), max_length=100, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(LocationLink, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("turned away")
        verbose_name_plural = _("turned away")
        indexes = [models.Index(fields=["location", "at"], name="turned_away_at_location")]

    def __str__(self):
        return self.get_reason_display()


@tracked()
class DropOffWindow(Occasion, Seats):
    """A time in which so many donors can come to a location with an appointment."""

    venue = waitlist = None
    personal_fields = {}
    plain_fields = ("id", "location", "starts", "ends", "time_zone", "capacity", "taken", "reserved")

    location = models.ForeignKey(DropOffLocation, on_delete=models.PROTECT, related_name="windows")

    objects = SeatsQuerySet.as_manager()

    class Meta(Seats.Meta):
        ordering = ["starts", "id"]
        verbose_name = _("drop-off window")
        verbose_name_plural = _("drop-off windows")
        constraints = [
            *Seats.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="window_ends_after_it_starts"),
            models.UniqueConstraint(fields=["location", "starts"], name="one_window_per_location_and_start"),
        ]

    def __str__(self):
        return f"{self.location}, {self.local_starts:%Y-%m-%d %H:%M}"


@tracked(without=["link", "until", "waits_since"])
class Appointment(Booking):
    """Somebody who comes with goods at a time."""

    seats_field = "window"
    personal_fields = {}
    plain_fields = (
        "id", "person", "window", "pledge", "party_size", "state", "until", "late", "entered_by", "link", "language", "waits_since", "created_at", "changed_at",
    )  # fmt: skip

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="drop_off_appointments")
    window = models.ForeignKey(DropOffWindow, verbose_name=_("window"), on_delete=models.PROTECT, related_name="appointments")
    pledge = models.ForeignKey("donations.Pledge", null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments")

    objects = BookingQuerySet.as_manager()

    class Meta(Booking.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            *Booking.Meta.constraints,
            models.UniqueConstraint(
                fields=["pledge", "window"],
                condition=Q(state__in=["held", "requested", "offered", "confirmed"]),
                name="one_live_appointment_per_pledge_and_window",
            ),
        ]
