"""Pick-ups: what somebody asks to have fetched, the times the office offers, and the runs that drive there."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models import Occasion, Seats, SeatsQuerySet
from donations.models.drives import Drive
from donations.models.locations import DropOffLocation
from donations.models.pledges import Pledge
from donations.triggers import LeadStops, RenewLink, count_stops
from intake.history import tracked, tracked_links
from mailing.models import AccessLink, new_nonce
from people.models import Person
from places.models import Neighborhood

_RETENTION = "12 months after the drive"


@tracked(without=["nonce"])
class PickUpRun(models.Model):
    """One driver's way on one day; its windows say when it is in which neighborhoods."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ON_THE_WAY = "on_the_way", _("on the way")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("called off")

    personal_fields = {"notes": _RETENTION}
    plain_fields = ("id", "drive", "name", "day", "driver", "to", "state", "nonce", "made_by", "started_at", "created_at", "changed_at")

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("Such as “East Boston, morning”."))
    day = models.DateField(_("day"))
    driver = models.ForeignKey(Person, verbose_name=_("driver"), null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    to = models.ForeignKey(DropOffLocation, verbose_name=_("brings everything to"), null=True, blank=True, on_delete=models.PROTECT, related_name="runs")
    notes = models.TextField(_("notes for the driver"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(_("left"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["day", "id"]
        verbose_name = _("pick-up run")
        verbose_name_plural = _("pick-up runs")
        indexes = [models.Index(fields=["day"], name="run_day")]
        triggers = [RenewLink(name="renew_link"), LeadStops(name="lead_stops")]

    def __str__(self):
        return f"{self.day} {self.name}".strip()

    @property
    def language(self):
        """The language of the driver’s page and letters."""
        return self.driver.language if self.driver_id else "en"

    @property
    def opens(self):
        """Midnight at the place: from then on the driver’s link is good."""
        return datetime.combine(self.day, time(), tzinfo=self.drive.zone)

    @property
    def closes(self):
        """The next midnight at the place: from then on the link opens nothing, in no browser."""
        return datetime.combine(self.day + timedelta(days=1), time(), tzinfo=self.drive.zone)

    def is_over(self, now):
        """Nobody drives it, it was called off, or its day is past."""
        return self.driver_id is None or self.state == self.State.CANCELLED or self.closes <= now

    def is_open(self, now):
        """The driver’s link is good at this moment: on the day of the run only."""
        return not self.is_over(now) and self.opens <= now


@tracked()
class PickUpWindow(Occasion, Seats):
    """A time in which a run can fetch so many things in some neighborhoods; `capacity` counts stops."""

    venue = waitlist = None
    personal_fields = {}
    plain_fields = ("id", "run", "neighborhoods", "starts", "ends", "time_zone", "capacity", "taken", "reserved")

    run = models.ForeignKey(PickUpRun, on_delete=models.PROTECT, related_name="windows")
    neighborhoods = models.ManyToManyField(
        Neighborhood, verbose_name=_("neighborhoods"), blank=True, related_name="pick_up_windows", help_text=_("None chosen: the whole city.")
    )

    objects = SeatsQuerySet.as_manager()

    class Meta(Seats.Meta):
        ordering = ["starts", "id"]
        verbose_name = _("pick-up window")
        verbose_name_plural = _("pick-up windows")
        constraints = [*Seats.Meta.constraints, models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="pick_up_window_ends_after_it_starts")]

    def __str__(self):
        return f"{self.local_starts:%Y-%m-%d %H:%M}–{self.local_ends:%H:%M}"


@tracked_links("WindowNeighborhoodChange")
class WindowNeighborhood(PickUpWindow.neighborhoods.through):
    """Where a window is offered."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


class PickUpRequestQuerySet(models.QuerySet):
    """Requests, as the office speaks of them."""

    def open(self):
        """Still to be fetched, or to be decided."""
        return self.filter(state__in=PickUpRequest.OPEN)

    def waiting(self):
        """Asked for by a proved address, or missed: the office has to find a time, and has proposed none."""
        return self.filter(state__in=[PickUpRequest.State.REQUESTED, PickUpRequest.State.MISSED])

    def instead_of_bringing(self):
        """What was promised is to be fetched, or was fetched and has not been counted: nobody brings it."""
        states = PickUpRequest.State
        to_come = [states.REQUESTED, states.PROPOSED, states.SCHEDULED, states.ASSIGNED, states.MISSED]
        return self.filter(Q(state__in=to_come) | Q(state=states.COLLECTED, donations=None), pledge__isnull=False)

    def untimed(self):
        """Held without a deadline: the letter with the code has not left yet."""
        return self.filter(state=PickUpRequest.State.HELD, until=None)

    def lapsed(self, now):
        """Held past the deadline."""
        return self.filter(state=PickUpRequest.State.HELD, until__lte=now)


@tracked(without=["link", "until"])
class PickUpRequest(models.Model):
    """Somebody asks to have things fetched at an address; one stop of its window in every state but the last ones."""

    class State(models.TextChoices):
        HELD = "held", _("not confirmed yet")
        REQUESTED = "requested", _("requested")
        PROPOSED = "proposed", _("another time proposed")
        SCHEDULED = "scheduled", _("scheduled")
        ASSIGNED = "assigned", _("assigned to a driver")
        COLLECTED = "collected", _("collected")
        PARTLY = "partly", _("partly collected")
        MISSED = "missed", _("missed")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("not confirmed in time")

    OPEN = (State.HELD, State.REQUESTED, State.PROPOSED, State.SCHEDULED, State.ASSIGNED)

    TO_DECIDE = (State.REQUESTED, State.PROPOSED, State.MISSED)  # the office has to find a time

    class Size(models.TextChoices):
        BAGS = "bags", _("a few bags")
        BOXES = "boxes", _("some boxes")
        CAR = "car", _("a car full")
        VAN = "van", _("a van full")

    class Stairs(models.TextChoices):
        NONE = "none", _("no stairs")
        FEW = "few", _("a few steps")
        FLOORS = "floors", _("one floor or more, no elevator")
        ELEVATOR = "elevator", _("elevator")

    personal_fields = {
        "organization": _RETENTION, "address": _RETENTION, "zip": _RETENTION, "lat": _RETENTION, "lng": _RETENTION, "what": _RETENTION, "notes": _RETENTION,
        "reason": _RETENTION,
    }  # fmt: skip
    plain_fields = (
        "id", "drive", "person", "pledge", "neighborhood", "size", "stairs", "leave_outside", "window", "state", "order", "told_on_the_way_at", "after", "language", "link",
        "until", "entered_by", "created_at", "changed_at",
    )  # fmt: skip

    drive = models.ForeignKey(Drive, verbose_name=_("drive"), on_delete=models.PROTECT, related_name="pick_ups")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="pick_ups")
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.SET_NULL, related_name="pick_ups")
    organization = models.CharField(_("organization"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=200)
    zip = models.CharField(_("ZIP"), max_length=5)
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="pick_ups")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    what = models.TextField(_("what it is"))
    size = models.CharField(_("how much"), max_length=10, choices=Size)
    stairs = models.CharField(_("stairs"), max_length=10, choices=Stairs)
    leave_outside = models.BooleanField(_("stands outside"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    window = models.ForeignKey(PickUpWindow, verbose_name=_("time"), null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("stop"), null=True, blank=True)
    told_on_the_way_at = models.DateTimeField(_("told that we are on the way"), null=True, blank=True, editable=False)
    after = models.ForeignKey("self", verbose_name=_("the rest of"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="rests")
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="pick_ups")
    until = models.DateTimeField(_("kept until"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PickUpRequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("pick-up")
        verbose_name_plural = _("pick-ups")
        indexes = [
            models.Index(fields=["drive", "state"], name="pick_up_of_drive"),
            models.Index(fields=["until"], name="pick_up_until", condition=Q(state="held")),
        ]
        triggers = [count_stops(name="count_stops")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("donations:pick_up_detail", args=[self.pk])

    @property
    def ref(self):
        """The request's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
