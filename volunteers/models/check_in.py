"""Checking oneself in: signs at the door with a QR code, kiosks, and what was typed there in vain."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.check_in import DoorTries
from intake.history import tracked
from mailing.links.named import OpenLink
from volunteers.models.shifts import Shift
from volunteers.models.site import AROUND, SiteLink


class CheckInPointQuerySet(models.QuerySet):
    """Places to check in, as the office speaks of them."""

    def listed(self, now):
        """Not taken back, and not over for long."""
        return self.filter(revoked_at=None, shift__ends__gt=now - AROUND)


@tracked(without=["nonce"])
class CheckInPoint(OpenLink):
    """Where people check themselves in: a sign at the door for their own phones, or a kiosk; its link is stored nowhere."""

    class Kind(models.TextChoices):
        SIGN = "sign", _("sign with a QR code")
        KIOSK = "kiosk", _("kiosk")

    personal_fields = {}
    plain_fields = (
        "id", "kind", "shift", "whole_day", "takes_walk_ins", "language", "nonce", "made_by", "made_through", "made_at", "revoked_by", "revoked_at",
    )  # fmt: skip

    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    shift = models.ForeignKey(Shift, verbose_name=_("shift"), on_delete=models.CASCADE, related_name="check_in_points")
    whole_day = models.BooleanField(_("for all shifts of the place on that day"), default=False)
    takes_walk_ins = models.BooleanField(_("people without a sign-up may write down their names"), default=False)
    made_through = models.ForeignKey(SiteLink, verbose_name=_("made through the link of"), null=True, on_delete=models.SET_NULL, related_name="check_in_points")

    objects = CheckInPointQuerySet.as_manager()

    class Meta(OpenLink.Meta):
        verbose_name = _("check-in point")
        verbose_name_plural = _("check-in points")
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(kind="sign", revoked_at=None), name="one_sign_at_the_door_of_a_shift"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def closes(self):
        """Until when what was typed here is taken: late enough for a kiosk that was without a connection (UTC)."""
        end = self.shift.ends
        if self.whole_day:
            start = self.shift.local_starts
            midnight = datetime.combine(start.date() + timedelta(days=1), datetime.min.time(), tzinfo=self.shift.zone)
            end = max(end, midnight)
        return end + AROUND


class CheckInTry(DoorTries):
    """Something typed at a check-in point that found nobody, or a name written down there: so many are taken, then it pauses."""

    personal_fields = {}
    plain_fields = ("id", "point", "browser", "tried_at")

    point = models.ForeignKey(CheckInPoint, on_delete=models.CASCADE, related_name="tries")

    class Meta:
        indexes = [models.Index(fields=["point", "tried_at"], name="check_in_tries")]

    def __str__(self):
        return f"{self.point_id} {self.tried_at}"
