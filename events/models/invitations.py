"""Invitations to events for invited people only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked
from mailing.models import new_nonce
from people.models import PartnerOrganization

_RETENTION = "30 days after the event"


@tracked()
class Invitation(models.Model):
    """A partner, or whoever an address belongs to, may come to an event for invited people only; its link is stored nowhere."""

    personal_fields = dict.fromkeys(("name", "email", "words"), _RETENTION)
    plain_fields = ("id", "event", "partner", "language", "nonce", "letters", "sent_at", "declined_at", "revoked_at", "made_by", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    partner = models.ForeignKey(
        PartnerOrganization, verbose_name=_("partner"), null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, blank=True, db_default="")
    email = models.EmailField(_("email"), blank=True, db_default="", help_text=_("Empty: the link is passed on by staff."))
    language = models.CharField(_("language"), max_length=12, default="en", db_default="en")
    words = models.TextField(_("words of our own"), blank=True, db_default="")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    letters = models.PositiveSmallIntegerField(_("letters"), default=0, db_default=0, editable=False)
    sent_at = models.DateTimeField(_("last letter"), null=True, editable=False)
    declined_at = models.DateTimeField(_("said that they cannot come"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["event", "partner"], name="one_invitation_per_event_and_partner"),
            models.UniqueConstraint(fields=["event", "email"], condition=~Q(email=""), name="one_invitation_per_event_and_address"),
        ]

    def __str__(self):
        return f"{self.event}: {self.who}"

    @property
    def who(self):
        """Whom it is for, as staff read it."""
        return (self.partner.name if self.partner_id else "") or self.name or self.email or str(self.pk)

    @property
    def ref(self):
        """The invitation's name in letters: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
