"""The address a partner passes on to its people, and the kept places behind it."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from intake import spoken_tokens
from volunteers.models import Hold

_SALT = "volunteers.holds"


def token(hold):
    """Return the text behind the link."""
    return spoken_tokens.token(hold, salt=_SALT)


def url(hold):
    """Return the absolute address at which the partner's people sign up."""
    return f"{settings.SITE_URL}{reverse('volunteers:sign_up', args=[hold.shift_role_id])}?{urlencode({'for': token(hold)})}"


def behind(text, *, role_id):
    """Return the places kept on this role whose link this is, or None where there are none (any more): then the form is everybody's."""
    if not text:
        return None
    standing = Hold.objects.standing().filter(shift_role=role_id).select_related("partner")
    return spoken_tokens.behind(text, rows=standing, salt=_SALT)
