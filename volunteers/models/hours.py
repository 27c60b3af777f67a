"""Hours: what people did that no roster shows, and what is counted in work from home."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Person
from volunteers.models.opportunities import Opportunity
from volunteers.models.sign_ups import SignUp
from volunteers.triggers import DayHas24Hours

A_DAY = 24 * 60
MOST_PEOPLE = 10_000
MOST_THINGS = 100_000


@tracked()
class Tally(models.Model):
    """What is counted in an opportunity: the things made, and the material given out for them."""

    translated_fields = ("made", "material")
    personal_fields = {}
    plain_fields = ("id", "opportunity", "made", "material")

    opportunity = models.OneToOneField(Opportunity, on_delete=models.CASCADE, related_name="tally")
    made = models.CharField(_("what is made"), max_length=40, help_text=_("In the plural, such as masks."))
    material = models.CharField(
        _("material given out"), max_length=40, blank=True, help_text=_("In the plural, such as pieces of fabric. Leave empty when nothing is given out.")
    )

    class Meta:
        verbose_name = _("what is counted")
        verbose_name_plural = _("what is counted")

    def __str__(self):
        return self.made


class HoursQuerySet(models.QuerySet):
    """Hours, as the office speaks of them."""

    def waiting(self):
        """Somebody wrote them down, and the office has not said yes or no yet."""
        return self.filter(state=HoursEntry.State.CLAIMED)

    def live(self):
        """Counted, or waiting to be."""
        return self.filter(state__in=HoursEntry.LIVE)

    def own(self):
        """What its owner still reads: all but what they took back."""
        return self.exclude(state=HoursEntry.State.WITHDRAWN)


@tracked()
class HoursEntry(models.Model):
    """Hours of one person, or of a number of people without names, on one day of one opportunity.

    One source of truth, so that nothing counts twice: who was ticked on a roster has their minutes on the sign-up
    (`SignUp.attended_minutes`). An entry holds what no roster shows: work without a shift, a shift nobody ticked, people the
    office knows only as a number. With `sign_up` it stands in for that shift: once approved, its minutes count and the
    roster's do not, whichever came first. Minutes are each person's own; those of a headcount are multiplied by it.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", _("waiting for approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("not counted")
        WITHDRAWN = "withdrawn", _("taken back")

    LIVE = (State.CLAIMED, State.APPROVED)

    personal_fields = {"note": "12 months after the day", "reason": "12 months after the day"}
    plain_fields = (
        "id", "person", "headcount", "opportunity", "sign_up", "day", "minutes", "made", "material", "recorded", "state", "entered_by", "decided_by", "decided_at",
        "created_at", "changed_at",
    )  # fmt: skip

    person = models.ForeignKey(Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="hours")
    headcount = models.PositiveIntegerField(_("number of people"), null=True, blank=True, help_text=_("People without names."))
    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.PROTECT, related_name="hours")
    sign_up = models.ForeignKey(
        SignUp,
        verbose_name=_("sign-up"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hours",
        help_text="On a shift: the entry stands in for it.",
    )
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"), default=0, help_text=_("Of each person."))
    made = models.PositiveIntegerField(_("things made"), null=True, blank=True)
    material = models.PositiveIntegerField(_("material given out"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    recorded = models.BooleanField(_("written down by the office"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CLAIMED, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of hours")
        verbose_name_plural = _("hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, headcount__isnull=False) | Q(person__isnull=False, headcount=None), name="hours_of_a_person_or_a_number"
            ),
            models.CheckConstraint(condition=Q(headcount=None) | Q(headcount__range=(1, MOST_PEOPLE)), name="hours_of_at_least_one"),
            models.CheckConstraint(condition=Q(minutes__lte=A_DAY), name="hours_within_a_day"),
            models.CheckConstraint(
                # a CHECK passes what is NULL, so that nothing is said must come out as no
                condition=Q(minutes__gt=0) | Q(made__isnull=False, made__gt=0) | Q(material__isnull=False, material__gt=0),
                name="hours_say_something",
            ),
            models.CheckConstraint(condition=Q(made=None) | Q(made__lte=MOST_THINGS), name="hours_made_a_believable_number"),
            models.CheckConstraint(condition=Q(material=None) | Q(material__lte=MOST_THINGS), name="hours_gave_out_a_believable_number"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="hours_declined_with_a_reason"),
            models.CheckConstraint(condition=Q(recorded=True) | Q(person__isnull=False), name="hours_of_a_number_are_recorded"),
            models.CheckConstraint(condition=Q(recorded=False) | ~Q(state="claimed"), name="hours_recorded_do_not_wait"),
            models.CheckConstraint(condition=Q(sign_up=None) | Q(person__isnull=False), name="hours_for_a_sign_up_have_a_person"),
            models.UniqueConstraint(
                fields=["person", "opportunity", "day", "sign_up"],
                condition=Q(person__isnull=False, state__in=["claimed", "approved"]) & (Q(minutes__gt=0) | Q(made__gt=0)),
                nulls_distinct=False,
                name="hours_of_a_day_once",
            ),
        ]
        indexes = [
            models.Index(fields=["opportunity", "day"], name="hours_of_opportunity"),
            models.Index(fields=["id"], name="hours_waiting", condition=Q(state="claimed")),
        ]
        triggers = [DayHas24Hours(name="day_has_24_hours")]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}: {self.minutes} min"

    @property
    def people(self):
        """How many people the minutes are of."""
        return self.headcount or 1
