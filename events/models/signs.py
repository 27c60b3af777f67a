"""The sign at an event's door with its QR code, and what was typed and counted there."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.check_in import DoorTries
from events.models.events import Event
from intake.history import tracked
from mailing.links.named import OpenLink

STILL_SAYS = timedelta(days=7)  # after the event a sign that was left hanging says that it is over


@tracked(without=["nonce"])
class DoorSign(OpenLink):
    """A sheet with a QR code at the door of one event: people check themselves in on their own phones; its link is stored nowhere."""

    personal_fields = {}
    plain_fields = ("id", "event", "takes_walk_ins", "language", "printed", "nonce", "made_by", "made_at", "revoked_by", "revoked_at")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="door_signs")
    takes_walk_ins = models.BooleanField(_("people who have not registered may count themselves"), default=True)
    printed = models.JSONField(default=dict, editable=False, help_text="The time and place that stand on the sheet, as events.facts keeps them.")

    class Meta(OpenLink.Meta):
        verbose_name = _("sign at the door")
        verbose_name_plural = _("signs at the door")
        constraints = [models.UniqueConstraint(fields=["event"], condition=Q(revoked_at=None), name="one_sign_at_the_door_of_an_event")]

    def __str__(self):
        return f"{self.event_id} {self.pk}"

    @property
    def closes(self) -> datetime:
        """Until when its page says how the event stands (UTC)."""
        return self.event.ends + STILL_SAYS


class DoorTry(DoorTries):
    """Something typed at a sign that found nobody, or people who counted themselves there (`counted`): so many are taken, then it pauses."""

    personal_fields = {}
    plain_fields = ("id", "sign", "browser", "counted", "tried_at")

    sign = models.ForeignKey(DoorSign, on_delete=models.CASCADE, related_name="tries")
    counted = models.PositiveSmallIntegerField(default=0, help_text="How many people were counted from this phone, so that a second scan asks.")

    class Meta:
        indexes = [models.Index(fields=["sign", "tried_at"], name="event_door_tries")]

    def __str__(self):
        return f"{self.sign_id} {self.tried_at}"
