"""The links in letters to many: to one's preferences, and out of it all. Computed from a nonce, stored nowhere, good until the person is forgotten."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from mailing.browser import OPENED_COOKIE, OPENED_SECONDS
from mailing.writing.sender import written_language
from outreach.models import Preferences
from people.models import Person

TOKEN_BYTES = 16  # 128 bits
_COOKIE = f"{OPENED_COOKIE}_preferences"
_NOBODY = "0-nobody"


def preferences_of(person_ids: Iterable[int], people: Mapping[int, Person] | None = None) -> dict[int, Preferences]:
    """Return the preferences of people by their ids, each with its `person`; missing ones are made. One query, four where some were missing.

    Whoever has read the `people` already hands them over by their ids, and they are not read again.
    """
    wanted = set(person_ids)
    found = _known(wanted, people)
    missing = wanted - found.keys()
    if missing:
        Preferences.objects.bulk_create(
            [Preferences(person_id=pk) for pk in Person.objects.filter(pk__in=missing).values_list("pk", flat=True)], ignore_conflicts=True
        )
        found |= _known(missing, people)
    return found


def _known(ids, people):
    if people is None:
        return {one.person_id: one for one in Preferences.objects.filter(person__in=ids).select_related("person")}
    found = {one.person_id: one for one in Preferences.objects.filter(person__in=ids)}
    for pk, one in found.items():
        one.person = people[pk]
    return found


def token(preferences: Preferences) -> str:
    """Return the text behind a link: the row's number and an HMAC of its nonce, safe in a URL (RFC 4648, base64url)."""
    return _token(preferences.pk, preferences.nonce, settings.SECRET_KEY)


@lru_cache(maxsize=1024)
def _token(pk, nonce, secret_key):
    """A letter names it three times."""
    secret = hmac.digest(_key(secret_key), f"{pk}|{nonce}".encode(), "sha256")[:TOKEN_BYTES]
    return f"{pk}-{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"


@cache
def _key(secret_key):
    """The key of these links alone, derived as `django.utils.crypto.salted_hmac` does."""
    return hashlib.sha256(f"outreach.links{secret_key}".encode()).digest()


def behind(text: str) -> Preferences | None:
    """Return the preferences whose token this is, or None: wrong, unknown and forgotten look the same."""
    found = _of_token(text)
    return found if found and found.person.forgotten_at is None else None


def way_out(text: str) -> Preferences | None:
    """Return whose letters this token ends, or None: of somebody who was merged into another one, that one's."""
    found = _of_token(text)
    while found and found.person.merged_into_id:
        found = Preferences.objects.select_related("person__office").filter(person=found.person.merged_into_id).first()
    return found if found and found.person.forgotten_at is None else None


def _of_token(text):
    number, _dash, _rest = text.partition("-")
    if not (0 < len(number) <= 15 and number.isascii() and number.isdecimal()):
        return None
    found = Preferences.objects.select_related("person__office").filter(pk=int(number)).first()
    if found is None or not hmac.compare_digest(token(found).encode(), text.encode(errors="replace")):
        return None
    return found


def unsubscribe_url(preferences: Preferences) -> str:
    """Return the full address of the page that ends all letters to many, in the reader's language; it takes the POST of RFC 8058 as well."""
    return _url("outreach:unsubscribe", preferences)


def one_click_url(preferences: Preferences) -> str:
    """Return the full address for the header List-Unsubscribe (RFC 8058): one POST without a cookie ends all letters to many."""
    return _url("outreach:one_click", preferences)


def preferences_url(preferences: Preferences) -> str:
    """Return the full address that opens a person's preferences, in the reader's language."""
    return _url("outreach:open_preferences", preferences)


def _url(name, preferences):
    before, after = _around(name, preferences.person.language, settings.SITE_URL)
    return before + token(preferences) + after


@lru_cache(maxsize=256)
def _around(name, language, site_url):
    """What stands before and after the token in an address for a reader of a language: working addresses out is most of what a letter to many costs."""
    with translation.override(written_language(language)):
        before, _token_of_nobody, after = reverse(name, args=[_NOBODY]).partition(_NOBODY)
    return site_url + before, after


# --- Opened in a browser ------------------------------------------------------------------------------------------------


def set_opened(response: HttpResponse, preferences: Preferences) -> None:
    """Let this browser see these preferences for an hour; nothing is written."""
    value = signing.dumps(token(preferences), salt=_COOKIE)
    response.set_cookie(_COOKIE, value, max_age=OPENED_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS)


def opened(request: HttpRequest) -> Preferences | None:
    """Return the preferences this browser has opened within the hour, or None."""
    try:
        text = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_COOKIE, max_age=OPENED_SECONDS)
    except signing.BadSignature:
        return None
    return behind(str(text))


# --- Who reads one address ----------------------------------------------------------------------------------------------


def readers(person: Person) -> list[int]:
    """Return the ids of everyone the office writes to at this person's address: they get one letter, and its link ends it for all of them."""
    if not person.email:
        return [person.pk]
    same = Person.objects.behind(person.email).filter(office=person.office_id, apart="")
    return sorted({person.pk, *same.values_list("pk", flat=True)})
