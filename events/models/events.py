"""Events: what happens when and where, for whom, and how one takes part."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.models import Occasion, Seats, SeatsQuerySet
from events.models.boards import Board
from events.models.series import EventSeries
from intake.history import tracked, tracked_links
from people.models import Office, PartnerOrganization, Requirement
from places.models import Neighborhood

_RETENTION = "as long as the event"
SEARCHED = SearchVector("title", "purpose", "text", config="english")  # as the index `event_words` keeps it


class EventQuerySet(SeatsQuerySet):
    """Events, as the office speaks of them."""

    def public(self):
        """Listed for everybody: announced once, and not for invited people only; cancelled ones say so instead of vanishing."""
        return self.announced().filter(invited_only=False)

    def announced(self):
        """Reachable by whoever knows the address, invited people included; a draft that was given up was never announced."""
        return self.filter(state__in=Event.ANNOUNCED, published_at__isnull=False)

    def upcoming(self, now):
        """Not over, and still to happen."""
        return self.filter(state=Event.State.PUBLISHED, ends__gt=now)

    def past(self, now):
        """Over, whether it is reported or not; never what was called off."""
        return self.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD, Event.State.REPORTED], ends__lte=now)


@tracked()
class Event(Occasion, Seats):
    """A town hall, a clean-up, a workshop: one time, one place or a link, and the people who come."""

    class Kind(models.TextChoices):
        TOWN_HALL = "town_hall", _("town hall")
        FORUM = "forum", _("forum")
        LISTENING = "listening", _("listening session")
        BOARD = "board", _("board meeting")
        CLEAN_UP = "clean_up", _("clean-up")
        WORKSHOP = "workshop", _("workshop")
        TRAINING = "training", _("training")
        SCHOOL_VISIT = "school_visit", _("school visit")
        OTHER = "other", _("other event")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        POSTPONED = "postponed", _("postponed, new date to come")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")
        REPORTED = "reported", _("reported")

    class Officers(models.TextChoices):
        UNSAID = "", _("not said")
        NO = "no", _("no police officers will be there")
        YES = "yes", _("police officers will be there")
        OUT_OF_UNIFORM = "plain", _("police officers will be there, out of uniform")

    ANNOUNCED = (State.PUBLISHED, State.POSTPONED, State.CANCELLED, State.HELD, State.REPORTED)

    NOT_EVENTS = ("archive", "invite", "propose")  # addresses under /events/ that are other pages

    translated_fields = ("title", "purpose", "text", "decision", "bring", "reason", "result")
    personal_fields = {"contact_name": _RETENTION, "contact_phone": _RETENTION, "contact_email": _RETENTION}
    plain_fields = (
        "id", "office", "series", "is_detached", "board", "title", "slug", "kind", "mode", "state", "purpose", "text", "decision", "bring", "neighborhood",
        "venue", "starts", "ends", "time_zone", "capacity", "taken", "reserved", "waitlist", "languages", "is_public_meeting", "is_sensitive", "invited_only",
        "online_link", "dial_in", "dial_in_code", "test_link", "stream_link", "overflow_room", "officers", "is_recorded", "asks_id", "minimum_age", "with_adult",
        "guardian_consent", "takes_groups", "minutes_each", "request_deadline", "gaps_accepted", "meets", "co_hosts", "leads", "reason", "result", "sequence",
        "late_hours", "feedback_code", "copied_from", "published_at", "postponed_from", "held_at", "reported_at", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="events")
    series = models.ForeignKey(EventSeries, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="events")
    is_detached = models.BooleanField(default=False, editable=False, help_text="Changed by itself: what is changed for the whole series leaves it as it is.")
    board = models.ForeignKey(Board, verbose_name=_("meeting of the board"), null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=170, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    mode = models.CharField(_("how"), max_length=9, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    purpose = models.CharField(_("what it is about, in one sentence"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    decision = models.TextField(_("the decision that is still open"), blank=True, help_text=_("What people can still change by coming."))
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages spoken there"), default=list, blank=True)
    is_public_meeting = models.BooleanField(
        _("public meeting"), default=False, help_text=_("Nobody has to give a name or register; link and dial-in number stand in the notice.")
    )
    is_sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Any name will do; only its own staff see who comes; names are forgotten 30 days after.")
    )
    invited_only = models.BooleanField(_("for invited partners only"), default=False)
    online_link = models.URLField(_("online link"), max_length=500, blank=True)
    dial_in = PhoneNumberField(_("dial-in number"), blank=True)
    dial_in_code = models.CharField(_("dial-in code"), max_length=30, blank=True)
    test_link = models.URLField(_("link to test the connection"), max_length=500, blank=True)
    stream_link = models.URLField(_("stream for everybody"), max_length=500, blank=True)
    overflow_room = models.CharField(_("overflow room"), max_length=120, blank=True)
    officers = models.CharField(_("police officers"), max_length=5, choices=Officers, default=Officers.UNSAID, blank=True)
    is_recorded = models.BooleanField(_("it is recorded"), null=True, blank=True)
    asks_id = models.BooleanField(_("an ID is asked for"), default=False)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    with_adult = models.BooleanField(_("younger people may come with an adult"), default=False)
    guardian_consent = models.BooleanField(_("under 18 only with a guardian’s consent"), default=True)
    takes_groups = models.BooleanField(_("school groups may register by headcount"), default=False)
    minutes_each = models.PositiveSmallIntegerField(
        _("speakers’ list: minutes each"), null=True, blank=True, validators=[MaxValueValidator(60)], help_text=_("Empty: no speakers’ list is kept.")
    )
    request_deadline = models.DateTimeField(
        _("ask for support until"), null=True, blank=True, help_text=_("Empty: computed from the lead times of the office.")
    )
    gaps_accepted = models.CharField(_("published although something is missing, because"), max_length=300, blank=True, editable=False)
    meets = models.ForeignKey(
        Requirement, verbose_name=_("attended, it meets the requirement"), null=True, blank=True, on_delete=models.PROTECT, related_name="events",
        limit_choices_to=~models.Q(kind="waiver"),
    )  # fmt: skip
    co_hosts = models.ManyToManyField(PartnerOrganization, verbose_name=_("co-hosts"), blank=True, related_name="hosted_events")
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("leads"), blank=True, related_name="led_events")
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("contact phone"), blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Why it was postponed, moved or cancelled: for everybody to read."))
    result = models.TextField(_("what came of it"), blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False, help_text="RFC 5545 SEQUENCE of the calendar entry.")
    late_hours = models.PositiveSmallIntegerField(_("late cancelling from (hours before)"), default=24, validators=[MaxValueValidator(24 * 14)])
    feedback_code = models.CharField(max_length=12, unique=True, null=True, editable=False, help_text="The short address of the feedback page on paper.")
    copied_from = models.ForeignKey("self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="copies")
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    postponed_from = models.DateTimeField(_("postponed from"), null=True, editable=False)
    held_at = models.DateTimeField(_("held"), null=True, editable=False)
    reported_at = models.DateTimeField(_("reported"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta(Seats.Meta):
        ordering = ["starts", "id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *Seats.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="event_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["starts", "id"], name="event_upcoming", condition=Q(state__in=["published", "postponed", "cancelled"], invited_only=False)),
            models.Index(fields=["-starts", "-id"], name="event_past", condition=Q(state__in=["published", "held", "reported"], invited_only=False)),
            models.Index(fields=["office", "starts"], name="event_of_office"),
            models.Index(fields=["starts", "id"], name="event_postponed", condition=Q(state="postponed", invited_only=False)),
            models.Index(
                fields=["neighborhood", "starts", "id"], name="event_in_neighborhood",
                condition=Q(state__in=["published", "postponed", "cancelled"], invited_only=False),
            ),
            GinIndex(fields=["languages"], name="event_languages", condition=Q(invited_only=False)),
            GinIndex(SEARCHED, name="event_words"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event", args=[self.slug])

    @property
    def occasion(self):
        """The time and place of these seats: the event itself."""
        return self

    @property
    def is_announced(self):
        """Whoever knows its address can read it; a draft that was given up was never announced."""
        return self.state in self.ANNOUNCED and self.published_at is not None

    @property
    def is_cancelled(self):
        """Nothing is offered: it is off, or has no date."""
        return self.state in {self.State.CANCELLED, self.State.POSTPONED}

    @property
    def is_online(self):
        """Somebody can take part from home."""
        return self.mode != self.Mode.IN_PERSON

    @property
    def ref(self):
        """The event's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def apart(self):
        """What the records of its people are for only, where it is sensitive; empty where they are known like everybody."""
        return self.ref if self.is_sensitive else ""

    @property
    def late_from(self):
        """From when on a cancellation is late (UTC)."""
        return self.starts - timedelta(hours=self.late_hours)


@tracked_links("EventLeadChange")
class EventLead(Event.leads.through):
    """Who leads which event: they see only their own."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_links("EventCoHostChange")
class EventCoHost(Event.co_hosts.through):
    """Which organizations host an event with us."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()
