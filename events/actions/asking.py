"""What is asked about an event and waits for a proof of the address: taken once per form key, settled, or put on another address.

One way for requests for support and for questions; what follows from the proof is handed in.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from events import asking_rules as rules
from events.models import Event, Registration
from intake import form_keys
from mailing import proof
from mailing.models import AccessLink
from mailing.outcomes import Outcome, as_before
from people.models import Person, User


@dataclass(frozen=True)
class Asker:
    """Who asks, as typed and cleaned: one of email and phone is there."""

    name: str
    email: str
    phone: str
    language: str


def take(
    *, event: Event, asker: Asker, content: list, proved: set[str], key: str, browser: str, make: Callable[[Person, AccessLink | None], Any], now: datetime
) -> Outcome:  # fmt: skip
    """Take a form once per key and what was typed: `make(person, link)` makes the record, at once where the browser has proved the address (no link).

    Runs in the caller's transaction. Raises Refused.
    """
    sending = form_keys.use(key=key, browser=browser, content=[event.pk, asdict(asker), *content], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    rules.check_takes(event, now)
    person, link = rules.person_who_asks(event=event, **asdict(asker)), None
    if asker.email and asker.email in proved:
        _prove(person, asker.language, now)
    else:
        link = proof.start(email=asker.email, person=person, office=event.office, language=asker.language, now=now)
    made = make(person, link)
    outcome = Outcome(ref=made.ref, link_id=link and link.pk, address=(asker.email or asker.phone) if link else "")
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def settle(waiting: QuerySet, *, by: User | None, now: datetime, then: Callable[..., None]) -> None:
    """The address is proved: `then(record, by=, now=)` for each that waited for it."""
    for one in _locked(waiting):
        language, one.link = one.link.language, None
        one.save(update_fields=["link", "changed_at"])
        if one.person.forgotten_at is None:
            _prove(one.person, language, now)
            then(one, by=by, now=now)


def readdress(waiting: QuerySet, *, typed: dict, email: str, phone: str, now: datetime):
    """Put what waits on another address or number; returns the new link, None where nothing was left to move, and no new refs. Raises Refused."""
    link = None
    for one in _locked(waiting):
        name = typed[one.ref]["name"]
        reached = {"email": email, "phone": typed[one.ref]["phone"]} if email else {"email": "", "phone": phone}
        person = rules.person_who_asks(event=one.event, name=name, language=one.link.language, **reached)
        link = link or proof.start(email=email, person=person, office=one.event.office, language=one.link.language, now=now)
        move(type(one), [one.pk], person=person, link=link)
    return link, {}


def move(model: type[Model], ids: Iterable[int], *, person: Person, link: AccessLink) -> None:
    """Let these records belong to another person, and wait for another proof."""
    model._default_manager.filter(pk__in=list(ids)).update(person=person, link=link)


def asked_with(model: type[Model], registration: Registration) -> QuerySet:
    """Return what this person asked about the event, on the form of the registration or a later one, and waits for the proof of the same address."""
    return model._default_manager.filter(event=registration.event_id, person=registration.person_id).exclude(link=None)


def asked_alone(model: type[Model]) -> QuerySet:
    """Return what was not asked on the form of a registration that waits for the same proof: that one is proved, and shown, with the registration."""
    same = {name: OuterRef(name) for name in ("link", "person", "event")}
    return model._default_manager.filter(~Exists(Registration.objects.filter(**same)))


def _prove(person, language, now):
    confirmed = {"email_confirmed_at": now} if person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=person.pk).update(active_at=now, language=language, **confirmed)
    person.language = language


def _locked(waiting):
    """Events by id first, as wherever a registration is settled with what was asked on its form."""
    events = Event.objects.filter(pk__in=waiting.exclude(link=None).values("event"))
    list(events.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
    found = waiting.exclude(link=None).select_related("person__office", "event__office", "event__venue", "link")
    return found.select_for_update(of=("self",)).order_by("pk")
