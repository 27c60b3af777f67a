"""Sign-ups: people on shifts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models import AgeBand, Answer, Booking, BookingQuerySet, State
from intake.history import tracked
from people.models import GuardianConsent, WaiverText
from volunteers.models.holds import Hold
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.triggers import DriveRun, FollowRole


@tracked(without=["link", "until", "waits_since", "answered_at", "replied_at"])
class SignUp(Booking):
    """A person on a shift in one role: at most one live sign-up per person and shift."""

    seats_field = "shift_role"

    Answer, AgeBand = Answer, AgeBand

    personal_fields = {"notes": "12 months after the shift", "reply": "12 months after the shift"}
    plain_fields = (
        "id", "person", "shift_role", "shift", "party_size", "state", "until", "late", "entered_by", "link", "language", "answer", "answered_at",
        "waits_since", "attended_minutes", "age_band", "children", "consent", "waiver_text", "hold", "replied_by", "replied_at", "created_at", "changed_at",
    )  # fmt: skip

    shift_role = models.ForeignKey(ShiftRole, verbose_name=_("role"), on_delete=models.PROTECT, related_name="sign_ups")
    shift = models.ForeignKey(
        Shift, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="sign_ups", help_text="Kept by the database from the role."
    )
    notes = models.TextField(_("what would help you take part"), blank=True)
    answer = models.CharField(_("answer to the reminder"), max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    age_band = models.CharField(_("age band"), max_length=5, choices=AgeBand, default=AgeBand.NOT_ASKED, db_default="", blank=True)
    children = models.PositiveSmallIntegerField(_("children who come along"), default=0, db_default=0, help_text=_("They take no place."))
    consent = models.ForeignKey(GuardianConsent, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="sign_ups")
    waiver_text = models.ForeignKey(
        WaiverText, verbose_name=_("agreed to"), null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+",
        help_text="What was agreed to on the form; it counts as signed when the address is proved.",
    )  # fmt: skip
    hold = models.ForeignKey(
        Hold, verbose_name=_("on places kept for"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="sign_ups"
    )
    reply = models.TextField(_("the office’s answer"), blank=True, default="", db_default="")
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    replied_at = models.DateTimeField(_("answered"), null=True, editable=False)
    attended_minutes = models.PositiveIntegerField(_("minutes attended"), null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta(Booking.Meta):
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = [
            *Booking.Meta.constraints,
            models.UniqueConstraint(fields=["person", "shift"], condition=Q(state__in=State.LIVE), name="one_live_sign_up_per_person_and_shift"),
            models.UniqueConstraint(fields=["person", "shift_role"], condition=Q(state__in=State.LIVE), name="one_live_sign_up_per_person_and_role"),
        ]
        indexes = [
            *Booking.Meta.indexes,
            models.Index(fields=["shift_role", "waits_since", "id"], name="signup_line", condition=Q(state=State.WAITLISTED, link=None)),
        ]
        triggers = [*Booking.Meta.triggers, FollowRole(name="follow_role"), DriveRun(name="drive_run")]

    def others_of_the_person(self):
        """The person's other live sign-up on this shift, in any of its roles; one at most."""
        role = self.shift_role
        same = SignUp.objects.live().filter(person=self.person_id).exclude(pk=self.pk)
        return same.filter(shift=role.shift_id) if role.shift_id else same.filter(shift_role=role)

    def get_absolute_url(self):
        return reverse("volunteers:sign_up_detail", args=[self.id])
