"""Links of one reader's own in letters to many: computed from the nonce of their preferences, stored nowhere."""

import hmac
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

from outreach.models import Preferences


def token(preferences: Preferences) -> str:
    """Return "<id>-<HMAC of the nonce>"."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"outreach.preferences|{preferences.pk}|{preferences.nonce}".encode(), "sha256").hex()
    return f"{preferences.pk}-{digest[:40]}"


def unsubscribe_url(preferences: Preferences) -> str:
    """Return the full address that ends these letters, in the active language; opening it changes nothing."""
    return f"{settings.SITE_URL}{_prefix()}/unsubscribe/{token(preferences)}/"


def preferences_url(preferences: Preferences) -> str:
    """Return the full address of the reader's choices, in the active language."""
    return f"{settings.SITE_URL}{_prefix()}/preferences/?link={token(preferences)}"


def preferences_of(person_ids: Iterable[int]) -> dict[int, Preferences]:
    """Return the preferences of these people by person id, made where they are missing. Constant queries."""
    ids = set(person_ids)
    found = {one.person_id: one for one in Preferences.objects.filter(person__in=ids)}
    if missing := ids - found.keys():
        Preferences.objects.bulk_create([Preferences(person_id=one) for one in sorted(missing)], ignore_conflicts=True)
        found.update((one.person_id, one) for one in Preferences.objects.filter(person__in=missing))
    return found


def _prefix():
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"
