"""Registrations: people at events; helpers with a link at the door, and people who are only counted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings import revisions
from bookings.models import AgeBand, Answer, Booking, BookingQuerySet, State
from events.models.edits import EventEdit
from events.models.events import Event
from events.models.invitations import Invitation
from events.models.signs import DoorSign
from intake.history import tracked
from mailing.links.named import NamedLink
from people.models import GuardianConsent

AROUND = timedelta(hours=12)  # before the start and after the end of an event its links are good
_RETENTION = "12 months after the event; 30 days after a sensitive one"


class RegistrationQuerySet(BookingQuerySet):
    """Registrations, as the office speaks of them."""

    def with_revisions(self):
        """Each with how often its reader has cancelled for the event, and everybody was told of what else has changed (`times_told`).

        An event is one entry in the calendar of a person, or of a family with one address.
        """
        changes = Registration.pgh_event_model.objects.filter(pgh_obj__event=OuterRef("event"))
        of_person = revisions.times_cancelled(changes.filter(pgh_obj__person=OuterRef("person")))
        of_address = revisions.times_cancelled(changes.filter(pgh_obj__person__email=OuterRef("person__email")).exclude(pgh_obj__person__email=""))
        told = EventEdit.objects.filter(event=OuterRef("event"), people__gt=0).order_by().values("event")
        return self.annotate(
            times_cancelled=Case(When(person__email="", then=of_person), default=of_address),
            times_told=Coalesce(Subquery(told.annotate(n=Count("pk")).values("n")), 0),
        )


@tracked(without=["link", "until", "waits_since", "answered_at", "invitation"])
class Registration(Booking):
    """A person at an event, with so many in all: at most one live registration per person and event."""

    seats_field = "event"

    class Attends(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online or by phone")

    Answer, AgeBand = Answer, AgeBand

    personal_fields = {"organization": _RETENTION}
    plain_fields = (
        "id", "person", "event", "party_size", "state", "until", "late", "entered_by", "link", "language", "attends", "answer", "answered_at", "waits_since",
        "age_band", "children", "consent", "invitation", "checked_in_at", "created_at", "changed_at",
    )  # fmt: skip

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="registrations")
    organization = models.CharField(_("school or organization"), max_length=150, blank=True, help_text=_("For a group that registers by headcount."))
    attends = models.CharField(_("takes part"), max_length=9, choices=Attends, default=Attends.IN_PERSON)
    answer = models.CharField(_("answer to the reminder"), max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    age_band = models.CharField(_("age band"), max_length=5, choices=AgeBand, default=AgeBand.NOT_ASKED, blank=True)
    children = models.PositiveSmallIntegerField(_("children who come along"), default=0, help_text=_("They take no place."))
    consent = models.ForeignKey(GuardianConsent, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="registrations")
    invitation = models.ForeignKey(Invitation, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="registrations")
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta(Booking.Meta):
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            *Booking.Meta.constraints,
            models.UniqueConstraint(fields=["person", "event"], condition=Q(state__in=State.LIVE), name="one_live_registration_per_person_and_event"),
        ]
        indexes = [
            *Booking.Meta.indexes,
            models.Index(fields=["event", "waits_since", "id"], name="registration_line", condition=Q(state=State.WAITLISTED, link=None)),
        ]

    @property
    def comes_online(self) -> bool:
        """They take part from home: where there is one way only all do, else whoever chose so. What was chosen (`attends`) stays while it is held otherwise."""
        mode = self.event.mode
        return mode == Event.Mode.ONLINE or (mode == Event.Mode.HYBRID and self.attends == self.Attends.ONLINE)

    def others_of_the_person(self):
        """The person's other live registration for this event; one at most."""
        return Registration.objects.live().filter(person=self.person_id, event=self.event_id).exclude(pk=self.pk)

    def get_absolute_url(self):
        return reverse("events:registration_detail", args=[self.pk])


class DoorLinkQuerySet(models.QuerySet):
    """Links to the check-in, as the office speaks of them."""

    def listed(self, now):
        """Not taken back and not over; some open later."""
        return self.filter(revoked_at=None, event__ends__gt=now - AROUND)


@tracked(without=["nonce"])
class DoorLink(NamedLink):
    """The way of one named helper to the check-in page of one event, on its day, without an account."""

    personal_fields = dict.fromkeys(("name", "email", "phone"), "30 days after the event")
    plain_fields = ("id", "event", "language", "nonce", "made_by", "made_at", "revoked_by", "revoked_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="door_links")

    objects = DoorLinkQuerySet.as_manager()

    class Meta(NamedLink.Meta):
        verbose_name = _("link to the check-in")
        verbose_name_plural = _("links to the check-in")

    @property
    def opens(self) -> datetime:
        """From when on the link is good (UTC)."""
        return self.event.starts - AROUND

    @property
    def closes(self) -> datetime:
        """Until when the link is good (UTC)."""
        return self.event.ends + AROUND

    def is_open(self, now: datetime) -> bool:
        """It is good at this moment."""
        return not self.is_over(now) and self.opens <= now


@tracked()
class DoorCount(models.Model):
    """People who came without a registration and without a name: counted, and nobody is made up for them."""

    personal_fields = {}
    plain_fields = ("id", "event", "people", "noted_by", "door_link", "sign", "noted_at")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="door_counts")
    people = models.PositiveSmallIntegerField(_("how many"), default=1)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    door_link = models.ForeignKey(DoorLink, null=True, on_delete=models.SET_NULL, related_name="door_counts")
    sign = models.ForeignKey(DoorSign, null=True, on_delete=models.SET_NULL, related_name="door_counts")
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("people without a name")
        verbose_name_plural = _("people without a name")
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="door_count_of_one_or_more")]

    def __str__(self):
        return str(self.people)
