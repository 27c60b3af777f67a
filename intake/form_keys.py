"""The form key, inserted first in a verb's transaction: a double click, refresh or retry creates nothing new."""

import json
import secrets
from dataclasses import dataclass

from django import forms
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from intake.models import FormKey
from intake.refusal import Refused


@dataclass(frozen=True)
class Sending:
    """One sending of a form: the key it is stored under, and the result (a dict) of the first sending, None when this is the first."""

    key: str
    first: dict | None = None


def new_key():
    """Return a fresh key for a form that is about to be shown; nothing is stored until the form is sent."""
    return secrets.token_urlsafe(24)


_TOO_OLD = gettext_lazy("This form is too old. Please send it again.")


class KeyField(forms.CharField):
    """The hidden field of a form that carries its key."""

    default_error_messages = dict.fromkeys(["max_length", "null_characters_not_allowed"], _TOO_OLD)
    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 43, "initial": new_key, **kwargs})


def browser_of(request):
    """Return a keyed hash of the browser's form cookie, so that a key is good in the browser that got it."""
    return salted_hmac("intake.form_keys", request.META.get("CSRF_COOKIE", "")).hexdigest()[:32]


def use(*, key, browser, content, now):
    """Insert the key with a keyed hash of the cleaned `content` and return the Sending; a replay waits for the first one's result.

    The same key with other content is a new sending: somebody went back, typed another name and sent the form again.
    Must run inside the verb's transaction. Raises Refused when the key belongs to another browser or is malformed.
    """
    if not 16 <= len(key) <= 43 or not (key.isascii() and key.isprintable()):
        raise too_old()
    content = salted_hmac("intake.form_keys.content", json.dumps(content, default=str, sort_keys=True)).hexdigest()[:32]
    first = _insert(key, browser, content, now)
    if first is not None and first.content not in ("", content):  # empty: stored by the release before
        key = derived(key, content)
        first = _insert(key, browser, content, now)
    return Sending(key, None if first is None else first.result)


def derived(key: str, more: str) -> str:
    """Return the key of something else that belongs to a sending, such as the goods of a stop: the same for the same sending."""
    return salted_hmac("intake.form_keys.again", f"{key}|{more}").hexdigest()[:43]


def _insert(key, browser, content, now):
    """Insert a key and return None, or the row that stands there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_formkey (key, browser, content, result, created_at) VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (key) DO NOTHING",
            [key, browser, content, now],
        )
        if cursor.rowcount:
            return None
    first = FormKey.objects.get(key=key)
    if first.browser != browser:
        raise too_old()
    return first


def too_old():
    """Return the refusal of a key that leads nowhere."""
    return Refused(str(_TOO_OLD), code="form_key")


def remember(sending, *, result):
    """Keep what the first sending led to, for its replays."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_formkey SET result = %s::jsonb WHERE key = %s", [json.dumps(result), sending.key])
