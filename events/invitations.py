"""The links by which whoever is invited registers, or says that they cannot come; stored nowhere."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from events.models import Event, Invitation
from intake import spoken_tokens

_SALT = "events.invitations"


def token(invitation: Invitation) -> str:
    """Return the text behind the link."""
    return spoken_tokens.token(invitation, salt=_SALT)


def url(invitation: Invitation) -> str:
    """Return the absolute address at which whoever is invited registers."""
    return f"{settings.SITE_URL}{reverse('events:register', args=[invitation.event.slug])}?{urlencode({'for': token(invitation)})}"


def decline_url(invitation: Invitation) -> str:
    """Return the absolute address at which somebody says that they cannot come."""
    return f"{settings.SITE_URL}{reverse('events:invitation', args=[invitation.event.slug])}?{urlencode({'for': token(invitation)})}"


def behind(text: str, *, event: Event) -> Invitation | None:
    """Return the invitation to this event whose link this is, or None: wrong, unknown and taken back look the same."""
    standing = Invitation.objects.filter(event=event, revoked_at=None).select_related("partner")
    return spoken_tokens.behind(text, rows=standing, salt=_SALT) if text else None
