"""The letters about a place that waits for a guardian: what is owed, to whom, until when. What they say stands in `guardian_kinds` and the templates."""

from datetime import datetime

from django.db.models import QuerySet

from bookings.consents import letters as guardian_letters
from bookings.consents import reminders
from events.letters import asked as common
from events.models import Registration
from mailing import letters

ASKED, REMINDED = "event_guardian", "event_guardian_reminder"


def asked(registration: Registration, *, now: datetime) -> None:
    """“May your child come?”, to the guardian."""
    guardian_letters.send(ASKED, registration, now=now)


def reminded(registrations: list[Registration], *, now: datetime) -> None:
    """“Please answer”, once, to the guardians of all of these whose time is nearly over."""
    reminders.remind(registrations, kind=REMINDED, asked=ASKED, now=now)


def asked_again(registrations: QuerySet[Registration], *, period: str, due: datetime, now: datetime) -> None:
    """“May your child come?”, to the guardians of all of these, in two statements; what has not left yet is overtaken."""
    reached = [one for one in registrations if one.consent.guardian.email or one.consent.guardian.phone]
    letters.cancel(about=[one.consent for one in reached], kinds=[ASKED, REMINDED], now=now)
    owed = [letters.Owed(one.consent.guardian, one.consent, period=period, due=due, expires=one.until, language=one.consent.language) for one in reached]
    letters.send_many(ASKED, owed, now=now)


def requested(registration: Registration, *, now: datetime) -> None:
    """“A place is kept for you”, with who has to agree and until when."""
    _send("event_requested", registration, now=now, expires=registration.until)


def expired(registration: Registration, *, now: datetime) -> None:
    """“We could not keep your place any longer.”"""
    _send("event_request_expired", registration, now=now)


def said_no(registration: Registration, *, now: datetime) -> None:
    """“Your guardian did not agree”, so the place was given back."""
    _send("event_guardian_said_no", registration, now=now)


def _send(kind, registration, *, now, expires=None):
    letters.send(
        kind, to=registration.person, about=registration, now=now, period=f"{now:%Y%m%d%H%M%S}", expires=expires or common.until(registration.event),
        language=registration.language,
    )  # fmt: skip
