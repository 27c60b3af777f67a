"""The letter to a guardian: who wants to take part in what, and the page with the buttons; the same for whatever was booked, in the words of each app."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from bookings.consents import about, answers
from bookings.models import State
from bookings.seats import zone_of
from bookings.words import deadline
from languages import formats
from mailing import letters, linked, proof
from mailing.models import Message
from people.models import GuardianConsent


def register(kind: str, *, template: str, facts: Callable[[Any], dict[str, Any]], reply_to: Callable[..., Any], sample: Callable[[], letters.Letter]) -> None:
    """Make an app's letter to guardians known. `facts` says what every letter of the app says of a booking's seats, `reply_to` is that of its bookings."""

    def context(message, consent):
        booking = consent.booking
        until = formats.before_a_stop(formats.plain(deadline(booking.until, zone_of(booking.seats)))) if booking.until else ""
        personal = {"name": consent.guardian.name, "child": consent.person.name, "url": proof.url(consent.manage_link), "until": until}
        return letters.Letter(shared_key=(booking.seats.pk, message.pk), shared=facts(booking.seats), personal=personal, secret={"url"})

    def invented():
        personal = {"name": "Vera", "child": "Mia", "url": settings.SITE_URL + "/my/link/…/", "until": formats.weekday_date(timezone.localdate())}
        return letters.Letter(shared=sample().shared, personal=personal, secret={"url"})

    letters.register(
        kind, template=template, lane=Message.Lane.URGENT, load=load, context=context, wanted=is_still_asked, on_yes=said_yes, on_no=said_no,
        reply_to=lambda message, consent: reply_to(message, consent.booking), sample=invented,
    )  # fmt: skip


def send(kind: str, booking: Any, *, now: datetime, period: str = "") -> None:
    """“May your child take part?”, to the guardian, where there is a way to reach them; of no use once the place is not kept any more."""
    consent = booking.consent
    if consent.guardian.email or consent.guardian.phone:
        letters.send(kind, to=consent.guardian, about=consent, now=now, period=period, expires=booking.until, language=consent.language)


def is_still_asked(message: Any, consent: GuardianConsent, now: datetime) -> bool:
    """Nobody has answered, and there is something to agree to."""
    return consent.state == GuardianConsent.State.ASKED and consent.booking.state in State.OPEN and consent.of.is_to_come(consent.booking, now)


def said_yes(message: Any, consent: GuardianConsent, by: Any, now: datetime) -> None:
    """The guardian agreed on the phone."""
    answers.answer(consent=consent, says_yes=True, how=GuardianConsent.How.PHONE, by=by, now=now)


def said_no(message: Any, consent: GuardianConsent, by: Any, now: datetime) -> None:
    """The guardian did not agree, on the phone."""
    answers.answer(consent=consent, says_yes=False, how=GuardianConsent.How.PHONE, by=by, now=now)


def load(messages: Any) -> dict[int, GuardianConsent]:
    """Return the consents of these letters by message id, each with its booking and the link to its page; constant queries."""
    return linked.load(messages, fetch=about.fetch, owner=lambda one: one.guardian)
