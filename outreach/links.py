"""The links at the end of each letter to many: computed from a person's nonce, stored nowhere."""

from django.conf import settings
from django.urls.resolvers import LocalePrefixPattern
from django.utils.crypto import salted_hmac

from mailing.models import new_nonce
from outreach.models import Preferences


def preferences_of(person_ids) -> dict[int, Preferences]:
    """Return {person id: Preferences}; missing ones are made. Three queries at most."""
    ids = set(person_ids)
    found = {one.person_id: one for one in Preferences.objects.filter(person__in=ids)}
    if missing := sorted(ids - found.keys()):
        Preferences.objects.bulk_create([Preferences(person_id=one, nonce=new_nonce()) for one in missing], ignore_conflicts=True)
        found |= {one.person_id: one for one in Preferences.objects.filter(person__in=missing)}
    return found


def token(preferences: Preferences) -> str:
    """Return what stands in the links of one person."""
    return f"{preferences.pk}-{salted_hmac('outreach.links', f'{preferences.pk}|{preferences.nonce}', algorithm='sha256').hexdigest()[:32]}"


def unsubscribe_url(preferences: Preferences) -> str:
    """Return the full address of the page that ends the letters, in the active language."""
    return f"{settings.SITE_URL}/{_prefix()}unsubscribe/{token(preferences)}/"


def preferences_url(preferences: Preferences) -> str:
    """Return the full address of the page with everything one can choose, in the active language."""
    return f"{settings.SITE_URL}/{_prefix()}preferences/{token(preferences)}/"


def one_click_url(preferences: Preferences) -> str:
    """Return the full address that ends the letters with one POST (RFC 8058)."""
    return f"{settings.SITE_URL}/unsubscribe/{token(preferences)}/one-click/"


def _prefix():
    return LocalePrefixPattern(prefix_default_language=False).language_prefix
