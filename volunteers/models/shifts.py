"""Shifts and their roles: a time and place of an opportunity, and what one can do there."""

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.models import Occasion, Seats, SeatsQuerySet
from donations.models import PickUpRun
from intake.history import tracked
from people.models import Office, Requirement
from volunteers.models.opportunities import Opportunity
from volunteers.models.series import Series
from volunteers.triggers import FollowShift, LeadRun


class ShiftQuerySet(models.QuerySet):
    """Shifts, as the office speaks of them."""

    def upcoming(self, now):
        """Not over, and not called off."""
        return self.filter(ends__gt=now, cancelled_at=None)


@tracked()
class Shift(Occasion):
    """A time and place of an opportunity; places belong to its roles."""

    personal_fields = {"contact_name": "as long as the shift", "contact_phone": "as long as the shift", "contact_email": "as long as the shift"}
    plain_fields = (
        "id", "opportunity", "series", "is_detached", "venue", "starts", "ends", "time_zone", "notes", "sign_up_opens", "sign_up_closes", "late_hours",
        "cancelled_at", "reason", "sequence", "created_at", "changed_at",
    )  # fmt: skip

    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.PROTECT, related_name="shifts")
    series = models.ForeignKey(Series, verbose_name=_("series"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="shifts")
    is_detached = models.BooleanField(
        _("changed by itself"), default=False, db_default=False, editable=False, help_text=_("What is changed for the whole series leaves this shift as it is.")
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("contact phone"), blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    notes = models.CharField(_("notes"), max_length=300, blank=True)
    sign_up_opens = models.DateTimeField(_("sign-up opens"), null=True, blank=True, help_text=_("Empty: at once. Staff can sign people up before."))
    sign_up_closes = models.DateTimeField(_("sign-up closes"), null=True, blank=True, help_text=_("Empty: when the shift begins."))
    late_hours = models.PositiveSmallIntegerField(
        _("late cancelling from"), default=24, db_default=24, validators=[MaxValueValidator(24 * 14)],
        help_text=_("Hours before the start. Who cancels later than that still can, and the contact of the shift is told at once."),
    )  # fmt: skip
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason for calling it off"), max_length=300, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False, help_text="RFC 5545 SEQUENCE of the calendar entry.")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(sign_up_opens=None) | Q(sign_up_closes=None) | Q(sign_up_closes__gt=F("sign_up_opens")),
                name="shift_sign_up_closes_after_it_opens",
                violation_error_message=_("Sign-up has to close after it opens."),
            ),
        ]
        indexes = [models.Index(fields=["opportunity", "starts"], name="shift_of_opportunity"), models.Index(fields=["starts"], name="shift_starts")]

    def __str__(self):
        return f"{self.opportunity}, {self.local_starts:%Y-%m-%d %H:%M}"

    @property
    def late_from(self):
        """From when on a cancellation is late (UTC)."""
        return self.starts - timedelta(hours=self.late_hours)


# One statement written by hand: in a rush, building this query from models costs more than running it. The columns of each
# model stand in the order of its fields, as Model.from_db reads them.
_FOR_SIGN_UP = """
SELECT role.id, role.capacity, role.taken, role.reserved, role.waitlist, role.opportunity_id, role.shift_id,
    opportunity.id, opportunity.office_id, opportunity.slug, opportunity.state, opportunity.minimum_age, opportunity.with_adult, opportunity.guardian_consent,
    opportunity.approval, opportunity.waiver_id, office.id, office.places_per_address, office.places_per_group, office.closes,
    shift.id, shift.starts, shift.ends, shift.time_zone, shift.sign_up_opens, shift.sign_up_closes, shift.cancelled_at,
    (SELECT min(party_size) FROM volunteers_signup line WHERE line.shift_role_id = role.id AND line.state = 'waitlisted' AND line.link_id IS NULL)
FROM volunteers_shiftrole role
JOIN volunteers_opportunity opportunity ON opportunity.id = role.opportunity_id
JOIN people_office office ON office.id = opportunity.office_id
LEFT JOIN volunteers_shift shift ON shift.id = role.shift_id
WHERE role.id = %s AND opportunity.state <> 'draft'
"""

_OF_OPPORTUNITY = ["id", "office_id", "slug", "state", "minimum_age", "with_adult", "guardian_consent", "approval", "waiver_id"]


class ShiftRoleQuerySet(SeatsQuerySet):
    """Roles, as the office speaks of them."""

    def for_sign_up(self, pk):
        """Return a role with just what signing up asks of it, and the smallest party in line as `smallest_waiting`; None for an unknown one."""
        with connection.cursor() as cursor:
            cursor.execute(_FOR_SIGN_UP, [pk])
            row = cursor.fetchone()
        if row is None:
            return None
        role = ShiftRole.from_db(self.db, ["id", "capacity", "taken", "reserved", "waitlist", "opportunity_id", "shift_id"], row[:7])
        role.opportunity = Opportunity.from_db(self.db, _OF_OPPORTUNITY, row[7:16])
        role.opportunity.office = Office.from_db(self.db, ["id", "places_per_address", "places_per_group", "closes"], row[16:20])
        role.shift = (
            Shift.from_db(self.db, ["id", "starts", "ends", "time_zone", "sign_up_opens", "sign_up_closes", "cancelled_at"], row[20:27]) if row[20] else None
        )
        role.smallest_waiting = row[27]
        return role


@tracked()
class ShiftRole(Seats):
    """What one can do in a shift, with its own number of places; open-ended and remote work has one role without a shift."""

    translated_fields = ("name",)
    personal_fields = {}
    plain_fields = ("id", "opportunity", "shift", "name", "capacity", "taken", "reserved", "waitlist", "order", "requirement", "run")

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="roles")
    shift = models.ForeignKey(Shift, null=True, blank=True, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("role"), max_length=100, blank=True, help_text=_("Leave empty when there is only one thing to do."))
    order = models.PositiveSmallIntegerField(default=0)
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("requirement"), null=True, blank=True, on_delete=models.PROTECT, related_name="roles",
        limit_choices_to=~models.Q(kind="waiver"),
    )  # fmt: skip
    run = models.ForeignKey(
        PickUpRun, verbose_name=_("drives the run"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="roles",
        help_text="Who is confirmed in this role is the run's driver: kept by the database.",
    )  # fmt: skip

    objects = ShiftRoleQuerySet.as_manager()

    class Meta(Seats.Meta):
        ordering = ["order", "id"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        triggers = [*Seats.Meta.triggers, FollowShift(name="follow_shift"), LeadRun(name="lead_run")]

    def __str__(self):
        return self.name or str(self.opportunity)

    @property
    def occasion(self):
        """The time and place of these seats, or None for open-ended work."""
        return self.shift

    @property
    def zone(self):
        """The time zone of the shift, or of the city for open-ended work."""
        return self.shift.zone if self.shift else timezone.get_default_timezone()

    @property
    def is_cancelled(self):
        """The shift is called off, or the opportunity where there is no shift: those that were over when it was called off took place."""
        return self.shift.cancelled_at is not None if self.shift else self.opportunity.state == Opportunity.State.CANCELLED
