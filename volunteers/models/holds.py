"""Places of a role that are kept for a partner."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models import HeldPlaces
from intake.history import tracked
from mailing.models import new_nonce
from people.models import PartnerOrganization
from volunteers.models.shifts import ShiftRole


class HoldQuerySet(models.QuerySet):
    """Kept places, as the office speaks of them."""

    def standing(self):
        """Not released."""
        return self.filter(released_at=None)

    def due(self, now):
        """Standing, though their time is over or the shift has begun."""
        return self.standing().filter(models.Q(release_at__lte=now) | models.Q(shift_role__shift__starts__lte=now))


@tracked(without=["nonce", "used"])
class Hold(HeldPlaces):
    """So many places of a role for a partner's people, who come in by a link; what is not used by then is everybody's again."""

    personal_fields = {}
    plain_fields = ("id", "shift_role", "partner", "places", "used", "release_at", "released_at", "nonce", "made_by", "made_at")

    shift_role = models.ForeignKey(ShiftRole, verbose_name=_("role"), on_delete=models.CASCADE, related_name="holds")
    partner = models.ForeignKey(PartnerOrganization, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="holds")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta(HeldPlaces.Meta):
        ordering = ["release_at", "id"]
        verbose_name = _("places kept for a partner")
        verbose_name_plural = _("places kept for partners")

    def __str__(self):
        return f"{self.partner}: {self.places}"
