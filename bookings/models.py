"""Seats and the people on them: an abstract kernel whose count is kept by the database itself."""

import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.triggers import KeepReserved, ShieldCounters, ShieldUsed, count_seats
from mailing.models import AccessLink
from people.models import Person
from places.models import Venue


class State(models.TextChoices):
    """Where a booking stands; the first seven hold a seat."""

    HELD = "held", _("not confirmed yet")
    REQUESTED = "requested", _("waiting for approval")
    OFFERED = "offered", _("offered")
    CONFIRMED = "confirmed", _("confirmed")
    ATTENDED = "attended", _("attended")
    NO_SHOW = "no_show", _("did not come")
    EXCUSED = "excused", _("excused")
    WAITLISTED = "waitlisted", _("on the waitlist")
    CANCELLED = "cancelled", _("cancelled")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WALK_IN = "walk_in", _("walked in")


State.SEAT_HOLDING = [State.HELD, State.REQUESTED, State.OFFERED, State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED]
State.LIVE = [*State.SEAT_HOLDING, State.WAITLISTED]
State.TIMED = [State.HELD, State.REQUESTED, State.OFFERED]
State.OPEN = [State.HELD, State.REQUESTED, State.OFFERED, State.CONFIRMED, State.WAITLISTED]


class Answer(models.TextChoices):
    """What somebody answers to the reminder."""

    NONE = "", _("no answer")
    COMING = "coming", _("coming")


class AgeBand(models.TextChoices):
    """How old somebody says they are; never a date of birth."""

    NOT_ASKED = "", _("not asked")
    ADULT = "adult", _("18 or older")
    MINOR = "minor", _("under 18")


class Occasion(models.Model):
    """A time and a place, in the zone where it happens."""

    venue = models.ForeignKey(Venue, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("to"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="America/New_York")

    class Meta:
        abstract = True

    @property
    def zone(self):
        """The time zone at the place."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_starts(self):
        """The start on the clock at the place."""
        return timezone.localtime(self.starts, self.zone)

    @property
    def local_ends(self):
        """The end on the clock at the place."""
        return timezone.localtime(self.ends, self.zone)


class SeatsQuerySet(models.QuerySet):
    """Seats, as the office speaks of them."""

    def with_room(self):
        """At least one free place."""
        return self.filter(Q(capacity=None) | Q(capacity__gt=F("taken") + F("reserved")))


class Seats(models.Model):
    """Some places, or as many as come when capacity is empty; `taken` and `reserved` belong to the database and cannot be written."""

    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Leave empty when any number may come."))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    reserved = models.PositiveIntegerField(_("kept for partners"), default=0, editable=False)
    waitlist = models.BooleanField(_("keep a waitlist"), default=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=F("taken") + F("reserved")), name="%(app_label)s_%(class)s_seats_fit"),
        ]
        triggers = [ShieldCounters(name="shield_counters")]

    @property
    def places_left(self):
        """Free places, or None when any number may come."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.reserved)

    @property
    def is_full(self):
        """No place is free."""
        return self.places_left == 0


class HeldPlaces(models.Model):
    """Places kept on some seats until they are released; the concrete model names the foreign key to the seats. `used` belongs to the database."""

    places = models.PositiveIntegerField(_("places kept"))
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    release_at = models.DateTimeField(_("kept until"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(places__gte=1), name="%(app_label)s_%(class)s_keeps_a_place")]
        triggers = [ShieldUsed(name="shield_used"), KeepReserved(name="keep_reserved")]

    @property
    def left(self):
        """How many are still kept and not used."""
        return 0 if self.released_at else max(0, self.places - self.used)


class BookingQuerySet(models.QuerySet):
    """Bookings, as the office speaks of them."""

    def live(self):
        """Holding a seat, or waiting for one."""
        return self.filter(state__in=State.LIVE)

    def open(self):
        """Still to come: confirmed, waiting, or on the way there."""
        return self.filter(state__in=State.OPEN)

    def confirmed(self):
        """Expected to come."""
        return self.filter(state=State.CONFIRMED)

    def waiting(self):
        """On the waitlist with a proved address, first come first."""
        return self.filter(state=State.WAITLISTED, link=None).order_by("waits_since", "id")

    def untimed(self):
        """Held without a deadline: the letter with the code has not left yet."""
        return self.filter(state=State.HELD, until=None)

    def lapsed(self, now):
        """Held, requested or offered past the deadline."""
        return self.filter(state__in=State.TIMED, until__lte=now)


class Booking(models.Model):
    """A person, with so many in all, on some seats; the concrete model names the foreign key in `seats_field`."""

    seats_field = ""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="%(class)ss")
    party_size = models.PositiveSmallIntegerField(_("how many"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.HELD)
    until = models.DateTimeField(_("kept until"), null=True, blank=True, help_text="End of a hold or an offer; empty while the letter is on its way.")
    late = models.BooleanField(_("cancelled late"), default=False)
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(
        AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="%(class)ss", help_text="The proof of address it waits for."
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    waits_since = models.DateTimeField(editable=False, help_text="The place in line; kept when a hold expires.")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(party_size__gte=1), name="%(app_label)s_%(class)s_party_of_one_or_more")]
        triggers = [count_seats(name="count_seats")]
        indexes = [
            models.Index(fields=["until"], name="%(class)s_until", condition=Q(state__in=["held", "requested", "offered"])),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def seats(self):
        """The seats this booking is on."""
        return getattr(self, self.seats_field)

    @property
    def ref(self):
        """The booking's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
