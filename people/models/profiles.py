"""Standing profiles: what a person likes to do, speaks, and when they are free."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.availability import SLOTS
from people.models.offices import Office
from people.models.persons import Person
from people.triggers import FollowPerson
from places.models import Neighborhood

_RETENTION = "until forgotten, else 24 months after the last activity"
_MAY_BE_ASKED = Q(agreed_to_asks_at__isnull=False)


@tracked(without=["asked_at", "office", "neighborhood"])
class Profile(models.Model):
    """What a person keeps about themselves: interests, languages spoken, free times, and whether and how often we may ask them."""

    class Audience(models.TextChoices):
        RESIDENT = "resident", _("resident")
        CITY_EMPLOYEE = "city_employee", _("city employee")
        PARTNER_STAFF = "partner_staff", _("partner staff")

    MOST_ASKS = 7  # a week

    personal_fields = {"interests": _RETENTION, "languages": _RETENTION, "availability": _RETENTION, "department": _RETENTION}
    plain_fields = ("id", "person", "office", "neighborhood", "audience", "asks_a_week", "agreed_to_asks_at", "asked_at", "created_at", "changed_at")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    # Both are copied from the person, whose keys are checked already.
    office = models.ForeignKey(Office, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    neighborhood = models.ForeignKey(Neighborhood, null=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False, db_constraint=False)
    interests = ArrayField(models.BigIntegerField(), verbose_name=_("interests"), default=list, blank=True, help_text="Ids of interests.")
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages spoken"), default=list, blank=True)
    availability = ArrayField(models.SmallIntegerField(), verbose_name=_("free times"), default=list, blank=True, help_text="See `people.availability`.")
    audience = models.CharField(_("audience"), max_length=15, choices=Audience, default=Audience.RESIDENT)
    department = models.CharField(_("department"), max_length=120, blank=True)
    asks_a_week = models.PositiveSmallIntegerField(_("asked at most so many times a week"), default=1)
    agreed_to_asks_at = models.DateTimeField(_("agreed to be asked"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(condition=Q(asks_a_week__gte=1, asks_a_week__lte=7), name="asked_once_to_seven_times_a_week"),
            models.CheckConstraint(condition=Q(availability__contained_by=list(SLOTS)), name="free_in_the_parts_of_a_week"),
        ]
        indexes = [
            # Whom to ask, least recently asked first: near a place, or anywhere in the city.
            models.Index(F("office"), F("neighborhood"), F("asked_at").asc(nulls_first=True), F("person"), name="profile_asks_near", condition=_MAY_BE_ASKED),
            models.Index(F("office"), F("asked_at").asc(nulls_first=True), F("person"), name="profile_asks", condition=_MAY_BE_ASKED),
            GinIndex(fields=["interests", "languages"], name="profile_skills", condition=_MAY_BE_ASKED),
        ]
        triggers = [FollowPerson(name="follow_person")]

    def __str__(self):
        return str(self.person)
