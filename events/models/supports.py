"""Supports that are promised to everybody, and what one person asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.registrations import Registration
from intake.history import tracked
from mailing.models import AccessLink
from people.models import Office, Person

_RETENTION = "12 months after the event; 30 days after a sensitive one"


class SupportKind(models.TextChoices):
    """What helps people take part."""

    INTERPRETER = "interpreter", _("interpreter")
    SIGN_LANGUAGE = "asl", _("American Sign Language")
    CAPTIONS = "cart", _("live captions (CART)")
    CHILDCARE = "childcare", _("childcare")
    FOOD = "food", _("food")
    TRANSPORT = "transport", _("help with getting there")
    STEP_FREE = "step_free", _("step-free access")
    HEARING = "hearing", _("hearing loop or headset")
    PRINT = "print", _("large print or braille")
    QUIET = "quiet", _("a quiet place")
    OTHER = "other", _("something else")


@tracked()
class LeadTime(models.Model):
    """How many working days ahead an office has to know of one kind of support; whatever is not listed needs the office's usual time."""

    personal_fields = {}
    plain_fields = ("id", "office", "kind", "working_days")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="lead_times")
    kind = models.CharField(_("kind of support"), max_length=12, choices=SupportKind)
    working_days = models.PositiveSmallIntegerField(_("working days ahead"), default=10, help_text=_("Weekends and holidays are not counted."))

    class Meta:
        ordering = ["office", "kind"]
        verbose_name = _("lead time")
        verbose_name_plural = _("lead times")
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="one_lead_time_per_office_and_kind")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.working_days}"


@tracked()
class Support(models.Model):
    """What an event provides for everybody, and how many used it."""

    translated_fields = ("note",)
    personal_fields = {}
    plain_fields = ("id", "event", "kind", "language", "note", "used")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(_("kind"), max_length=12, choices=SupportKind)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("Of an interpreter."))
    note = models.CharField(_("note"), max_length=150, blank=True, help_text=_("Such as “vegetarian too” or “ages 3 to 10”."))
    used = models.PositiveIntegerField(_("used by (people)"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "language"], name="one_support_per_event_kind_and_language"),
            models.CheckConstraint(condition=Q(language="") | Q(kind="interpreter"), name="only_interpreters_have_a_language"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.language}".strip()


class AccommodationQuerySet(models.QuerySet):
    """Requests, as the office speaks of them."""

    def proved(self):
        """From a proved address, or entered by staff: what the office works on."""
        return self.filter(link=None)

    def to_come(self, now):
        """Of an event that is still to come, or has no date yet; what was called off needs nothing."""
        return self.filter(Q(event__ends__gt=now) | Q(event__state=Event.State.POSTPONED)).exclude(event__state=Event.State.CANCELLED)

    def waiting(self):
        """Somebody has to do something about it."""
        return self.proved().filter(state__in=AccommodationRequest.WAITING)


@tracked(without=["link"])
class AccommodationRequest(models.Model):
    """What would help one person take part, from the question to “did it work?”."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for")
        ARRANGING = "arranging", _("being arranged")
        CONFIRMED = "confirmed", _("confirmed")
        CANNOT = "cannot", _("cannot be provided")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Worked(models.TextChoices):
        UNSAID = "", _("no answer")
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    WAITING = (State.REQUESTED, State.ARRANGING)

    personal_fields = {"text": _RETENTION, "reply": _RETENTION, "worked_note": _RETENTION}
    plain_fields = (
        "id", "event", "person", "registration", "kind", "language", "state", "owner", "due", "replied_at", "worked", "worked_at", "link", "entered_by", "created_at",
        "changed_at",
    )  # fmt: skip

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="accommodation_requests")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="accommodation_requests")
    registration = models.ForeignKey(Registration, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="accommodation_requests")
    kind = models.CharField(_("kind"), max_length=12, choices=SupportKind, default=SupportKind.OTHER)
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = models.TextField(_("what would help you take part"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("in whose hands"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(_("answer due"), null=True, blank=True)
    reply = models.TextField(_("the office’s answer"), blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, editable=False)
    worked = models.CharField(_("did it work?"), max_length=6, choices=Worked, default=Worked.UNSAID, blank=True)
    worked_note = models.TextField(_("what was missing"), blank=True)
    worked_at = models.DateTimeField(null=True, editable=False)
    link = models.ForeignKey(
        AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="accommodation_requests",
        help_text="The proof of address it waits for.",
    )  # fmt: skip
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("accommodation request")
        verbose_name_plural = _("accommodation requests")
        indexes = [models.Index(fields=["event", "state"], name="accommodation_of_event")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("events:accommodation", args=[self.pk])

    @property
    def ref(self):
        """The request's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
