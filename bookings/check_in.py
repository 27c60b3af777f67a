"""Where people check themselves in, and what was typed there in vain: what the door of a shift and that of an event have in common."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from intake import short_codes
from intake.fields import PhoneField
from intake.refusal import Refused
from intake.text import comparison_key

OPENS_BEFORE = timedelta(hours=1)
CLOSES_AFTER = timedelta(hours=1)
TRY_WINDOW = timedelta(minutes=10)
TRIES_OF_A_BROWSER, TRIES_AT_A_SIGN, TRIES_AT_A_KIOSK = 12, 300, 60  # in vain, within the window
TRIES_KEPT = timedelta(days=1)
_phone = PhoneField(required=False)


class DoorTries(models.Model):
    """Something typed at a door that found nobody, or somebody counted there: so many are taken, then it pauses. The concrete model says where."""

    browser = models.CharField(max_length=32, help_text="A keyed hash of the browser's form cookie; kept for a day.")
    tried_at = models.DateTimeField()

    class Meta:
        abstract = True


# --- When? -----------------------------------------------------------------------------------------------------------------


def has_day_come(thing: Any, now: datetime) -> bool:
    """Tell whether who came can be noted: the day of a shift or an event (its `starts` in its `zone`) has begun, or, just before midnight, its doors are open.

    Work without a date (None) is always now.
    """
    return thing is None or now >= thing.starts - OPENS_BEFORE or thing.starts.astimezone(thing.zone).date() <= now.astimezone(thing.zone).date()


# --- Guessing --------------------------------------------------------------------------------------------------------------


def check_tries(tries: QuerySet, *, browser: str, most: int, of_one: int | None, said: str, now: datetime) -> None:
    """Whoever guesses comes to an end soon; a whole library of people who mistype does not. The caller holds the door. Raises Refused.

    `tries` are those of the door; `most` are taken within ten minutes, `of_one` from one browser (None: it is everybody's).
    """
    recent = tries.filter(tried_at__gt=now - TRY_WINDOW)
    is_spent = of_one is not None and recent.filter(browser=browser).count() >= of_one
    if is_spent or recent.count() >= most:
        raise Refused(said, code="too_many")


# --- Who is it? ------------------------------------------------------------------------------------------------------------


def with_code(expected: QuerySet, typed: str, *, among: Callable[[Any, str], list[int]]) -> Any:
    """Return the booking that has the code (`among` finds the ids that have one); None where nobody has it, or two have."""
    code = short_codes.read(typed)
    ids = among(expected.values_list("pk", flat=True), code) if code else []
    return expected.filter(pk=ids[0]).first() if len(ids) == 1 else None


def reached_at(expected: QuerySet, typed: str) -> list[Any]:
    """Return the bookings whose owners gave this email address or phone number."""
    address = address_in(typed)
    return list(expected.filter(**address)) if address else []


def address_in(typed: str) -> dict[str, Any]:
    """Return the filter for whom an email address or phone number reaches; nothing where neither was typed."""
    if "@" in typed:
        return {"person__email": typed.strip().lower()}
    try:
        number = _phone.clean(typed)
    except forms.ValidationError:
        return {}
    return {"person__phone": number} if number else {}


def named(bookings: list[Any], first_name: str, *, said: str) -> list[Any]:
    """Keep those of one person: by the first name where several share an address or number. Raises Refused, with `said` where no name helps."""
    if len({one.person.name_key for one in bookings}) <= 1:
        return bookings
    wanted = comparison_key(first_name)
    if not wanted:
        raise Refused(_("Several people use this. Please type your first name too."), field="first_name", code="several")
    bookings = [one for one in bookings if comparison_key(first_name_of(one.person)) == wanted or one.person.name_key == wanted]
    if len({one.person.name_key for one in bookings}) != 1:
        raise Refused(said, field="first_name", code="several")
    return bookings


def first_name_of(person: Any) -> str:
    """Return what a person is greeted with where others can read it."""
    return person.name.split()[0] if person.name.split() else person.name
