"""The form key, inserted first in a verb's transaction: a double click, refresh or retry creates nothing new."""

import secrets

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from intake.models import FormKey
from intake.refusal import Refused


def new_key():
    """Return a fresh key for a form that is about to be shown; nothing is stored until the form is sent."""
    return secrets.token_urlsafe(24)


def browser_of(request):
    """Return a keyed hash of the browser's form cookie, so that a key is good in the browser that got it."""
    return salted_hmac("intake.form_keys", request.META.get("CSRF_COOKIE", "")).hexdigest()[:32]


def use(*, key, browser, now):
    """Insert the key and return None; for a replay wait for the first sending and return its result (a dict).

    Must run inside the verb's transaction. Raises Refused when the key belongs to another browser or is malformed.
    """
    if not 16 <= len(key) <= 43 or not key.isascii():
        raise too_old()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_formkey (key, browser, result, created_at) VALUES (%s, %s, '{}', %s) ON CONFLICT (key) DO NOTHING",
            [key, browser, now],
        )
        if cursor.rowcount:
            return None
    first = FormKey.objects.get(key=key)
    if first.browser != browser:
        raise too_old()
    return first.result


def too_old():
    """Return the refusal of a key that leads nowhere."""
    return Refused(_("This form is too old. Please send it again."), code="form_key")


def remember(*, key, result):
    """Keep what the first sending led to, for its replays."""
    FormKey.objects.filter(key=key).update(result=result)
