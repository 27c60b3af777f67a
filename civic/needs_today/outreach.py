"""Campaigns that wait for a second person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.needs_today.drawers import Drawer, Row
from outreach.models import Campaign
from people.access import scope


def campaigns_in_review(user, permission, now):
    """Campaigns that somebody else handed in, the longest waiting first."""
    waiting = Campaign.objects.filter(state=Campaign.State.IN_REVIEW).exclude(asked_by=user).exclude(made_by=user)
    found = scope(waiting, user, permission).order_by("asked_at", "pk")

    def row(campaign):
        return Row(campaign.name, reverse("admin:campaign", args=[campaign.pk]), campaign.subject)

    return Drawer(_("Campaigns that need your yes"), _("No campaign waits for a second person."), found, row)
