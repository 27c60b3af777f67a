"""What guardians agree to: told by the apps that take bookings of young people. The registry knows no names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.models import Booking, State
from people.models import GuardianConsent
from people.things import Thing

OF_USE = [State.REQUESTED, State.OFFERED, State.CONFIRMED, State.WAITLISTED]


def nothing_more(consent: GuardianConsent) -> list[Any]:
    """Nothing else rests on a consent than the bookings it was asked for."""
    return []


@dataclass(frozen=True)
class About:
    """How one app answers for its bookings that need a guardian's consent; `consent` is their foreign key to it."""

    model: type[Booking]
    fetch: Callable[[Iterable[int]], list[Any]]  # ids → bookings with all that their words need, constant queries
    words: Callable[[Any], Thing]  # a fetched booking, in the active language
    locked: Callable[[Any], Any]  # a booking → the same, fresh and locked after its seats
    is_to_come: Callable[[Any, datetime], bool]  # it is neither over nor called off
    agreed: Callable[..., None]  # booking=, consent=, now=: the guardian said yes
    refused: Callable[..., None]  # booking=, now=: the guardian said no
    page: Callable[[Any], dict[str, Any]]  # a consent → what its page says of the booking, see `bookings.consents.pages`
    let_in: Callable[[Any], Iterable[Any]] = nothing_more  # a consent → bookings of other dates that stand on its yes alone


_abouts: list[About] = []


def register(about: About) -> None:
    """Add what an app asks guardians about; called once from the app's `ready`."""
    _abouts.append(about)


def locked(booking: Booking) -> Any:
    """Return a booking fresh and locked, its seats first: the order in which every verb takes them."""
    return next(one for one in _abouts if isinstance(booking, one.model)).locked(booking)


def asked_of(persons: Iterable[int]) -> list[int]:
    """Return the ids of what these persons are asked, or have agreed to, as guardians; nothing before the young person's address is proved."""
    persons = list(persons)
    found = [one.model.objects.filter(consent__guardian__in=persons, link=None, state__in=OF_USE) for one in _abouts]
    return sorted({pk for asked in found for pk in asked.values_list("consent", flat=True)})


def fetch(ids: Iterable[int]) -> list[GuardianConsent]:
    """Return these consents, each with its `booking` and what answers for it (`of`); constant queries. What is about nothing is left out."""
    consents = list(GuardianConsent.objects.filter(pk__in=ids).select_related("person__office", "guardian__office").order_by("pk"))
    for one in _abouts if consents else []:
        about = dict(one.model.objects.filter(consent__in=consents).order_by("pk").values_list("consent", "pk"))
        bookings = {booking.pk: booking for booking in one.fetch(about.values())} if about else {}
        for consent in consents:
            if about.get(consent.pk) in bookings:
                consent.booking, consent.of = bookings[about[consent.pk]], one
    return [consent for consent in consents if hasattr(consent, "booking")]


def waiting(consent: GuardianConsent) -> list[tuple[About, Any]]:
    """Return the open bookings that hang on a consent, with what answers for each, in the order in which they are locked."""
    return [(one, booking) for one in _abouts for booking in one.model.objects.open().filter(consent=consent).order_by(f"{one.model.seats_field}_id", "pk")]


def refused_with(consent: GuardianConsent) -> list[tuple[About, Any]]:
    """Return what a no is about: what hangs on a consent, and what its yes has let in on other dates; in the order in which they are locked."""
    found = [*waiting(consent), *((one, booking) for one in _abouts for booking in one.let_in(consent))]
    return sorted(found, key=lambda pair: (_abouts.index(pair[0]), getattr(pair[1], f"{pair[0].model.seats_field}_id"), pair[1].pk))
