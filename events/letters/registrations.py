"""The letters about registrations: what is owed, to whom, until when. What they say stands in `registration_kinds` and the templates."""

from datetime import datetime

from django.conf import settings

from bookings.models import State
from events.letters import asked as common
from events.models import DoorLink, Registration
from mailing import letters
from people import absences


def _send(kind, registration, *, now, period="", values=None, expires=None):
    letters.send(
        kind, to=registration.person, about=registration, now=now, period=period, expires=expires or common.until(registration.event), values=values or {},
        language=registration.language,
    )  # fmt: skip


def placed(registration: Registration, *, now: datetime) -> None:
    """“You are registered”, or “you are on the waitlist”: whichever is true."""
    kind = "event_waitlisted" if registration.state == State.WAITLISTED else "registered"
    _send(kind, registration, now=now, period=f"{now:%Y%m%d%H%M%S}")


def changed(registration: Registration, *, now: datetime) -> None:
    """“You changed how many come.”"""
    _send("registration_changed", registration, now=now, period=f"{now:%Y%m%d%H%M%S.%f}")


def cancelled(registration: Registration, *, by_office: bool, now: datetime) -> None:
    """“Your registration is cancelled”, by yourself or by the office."""
    _send("registration_cancelled", registration, now=now, period=f"{now:%Y%m%d%H%M%S}", values={"by_office": by_office})


def offered(registration: Registration, *, now: datetime) -> None:
    """“A place is free for you until …”"""
    _send("event_offer", registration, now=now, period=f"{registration.until:%Y%m%d%H%M%S}", expires=registration.until)


def cancelled_late(registration: Registration, *, now: datetime) -> None:
    """“Somebody cannot come after all”: to the contact of the event, else those who lead it, else the office; a colleague who is away has a stand-in."""
    event = registration.event
    for address in absences.addresses_of_contact(event.contact_email, event.leads, now=now) or [event.office.email]:
        letters.send_to_address(
            "registration_late", address=address, office=event.office, language=settings.LANGUAGE_CODE, about=registration, now=now,
            period=f"{now:%Y%m%d%H%M%S}", expires=event.ends,
        )  # fmt: skip


def door_link(link: DoorLink, *, now: datetime) -> None:
    """“Here is your link for the check-in”, to a helper who need not be known otherwise."""
    letters.send_to_address(
        "door_link", address=link.email, office=link.event.office_id, language=link.language, about=link, now=now, expires=link.closes
    )  # fmt: skip


def no_door_link(link: DoorLink, *, now: datetime) -> None:
    """A link that was taken back before its letter left is not sent."""
    letters.cancel(about=[link], kinds=["door_link"], now=now)
