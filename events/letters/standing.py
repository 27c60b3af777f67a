"""How an event stands: the letters when it is moved, postponed, cancelled, or when something else of it has changed; as it is when they leave."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.models import State
from events import calendar_entries, facts, words
from events.actions import attending
from events.actions.telling import CANCELLED, CHANGED, MOVED, POSTPONED
from events.letters import about
from events.models import AccommodationRequest, Event, Registration
from intake.phones import spoken_number
from languages import formats
from languages.content import read_together, translated
from languages.names import language_names
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from people.models import User
from places.models import Venue
from sharing.calendar import shift_calendar

COMING, WAITING, ASKED = "coming", "waiting", "asked"
_OF_STATE = {MOVED: Event.State.PUBLISHED, POSTPONED: Event.State.POSTPONED, CANCELLED: Event.State.CANCELLED, CHANGED: Event.State.PUBLISHED}
_LINK_BEFORE = timedelta(hours=24)


def register() -> None:
    """Make the letters known; called once when the portal starts."""
    kind_names.add(
        **{
            MOVED: gettext_lazy("Event: another time or place"), POSTPONED: gettext_lazy("Event: postponed"), CANCELLED: gettext_lazy("Event: cancelled"),
            CHANGED: gettext_lazy("Event: something has changed"),
        }
    )  # fmt: skip
    answers = {"on_yes": said_yes, "on_no": said_no, "question": asks}
    for kind in _OF_STATE:
        letters.register(
            kind, template=f"events/email/{kind}", lane=Message.Lane.NORMAL, load=load, context=context, wanted=is_wanted, calendar=calendar_file,
            reply_to=about.reply_to, sample=sample_of(kind), **(answers if kind == MOVED else {}),
        )  # fmt: skip


def asks(message: Message, record: Any) -> bool:
    """Only who has a place is asked whether they can still come; who waits, or only asked for something, is told."""
    return role_of(record) == COMING and record.state == State.CONFIRMED


def said_yes(message: Message, record: Any, by: User, now: datetime) -> None:
    """They are still coming, they said on the phone."""
    attending.answer_coming(registration=record, by=by, now=now)


def said_no(message: Message, record: Any, by: User, now: datetime) -> None:
    """They cannot come, they said on the phone: as if they had pressed the button."""
    attending.cancel(registration=record, by=by, now=now, said_so=True)


# --- Still wanted? ----------------------------------------------------------------------------------------------------------


def is_open(message: Message, record: Any, now: datetime) -> bool:
    """They are still on the list, or still wait for what they asked for."""
    return record.state in State.OPEN if isinstance(record, Registration) else record.state not in {"withdrawn", "cannot"}


def is_wanted(message: Message, record: Any, now: datetime) -> bool:
    """They are still concerned, the event still stands as the letter says, and otherwise than they were told."""
    event = record.event
    if not is_open(message, record, now) or event.state != _OF_STATE[message.kind]:
        return False
    if message.kind == CHANGED:
        return event.starts > now
    is_to_come = message.kind != MOVED or event.ends > now
    if message.state == Message.State.HELD and asks(message, record) and record.answer != Registration.Answer.NONE:
        return False  # they have answered: nobody needs to call
    return is_to_come and bool(differing(message, event))


def differing(message: Message, event: Event) -> dict[str, Any]:
    """Return what was otherwise before, as far as it still is otherwise."""
    return facts.between(message.values.get("was") or {}, facts.time_and_place(event))


def calendar_file(message: Message, record: Any) -> bytes | None:
    """Who has a place gets the calendar file that changes the entry, or takes it out; who waits has nothing in a calendar."""
    if getattr(record, "state", "") != State.CONFIRMED:
        return None
    said, sequence = record.event.said, calendar_entries.number(record)
    key = ("calendar", get_language(), sequence)
    if key not in said:
        said[key] = shift_calendar(**{**calendar_entries.entry(record.event), "sequence": sequence})
    return said[key]


# --- Words ------------------------------------------------------------------------------------------------------------------


def load(messages: Iterable[Message]) -> dict[int, Any]:
    """Return the registrations and requests of these letters by message id, one object for each event; constant queries."""
    found: dict[int, Any] = {}
    for concerned in (Registration.objects.with_revisions(), AccommodationRequest.objects.all()):
        own = [message for message in messages if message.about.partition(":")[0] == concerned.model._meta.label_lower]
        if own:
            found |= linked.load(own, fetch=lambda ids, all=concerned: all.filter(pk__in=ids).select_related("person"), owner=lambda one: one.person)
    known = Event.objects.select_related("office", "venue").in_bulk({record.event_id for record in found.values()})
    places = {(message.values.get("was") or {}).get("venue") for message in messages} - {None}
    venues = Venue.objects.in_bulk(places)
    for event in read_together(known.values()):
        event.earlier_venues, event.said = venues, {}
    for record in found.values():
        record.event = known[record.event_id]
    return found


def context(message: Message, record: Any) -> letters.Letter:
    """Return the facts as they stand, and line by line what was and what is: put together once for all who are told the same in one language."""
    event, now, as_what = record.event, timezone.now(), role_of(record)
    was = differing(message, event)
    named = message.values.get("facts") or []
    is_asked = asks(message, record)
    key = (message.kind, event.pk, event.sequence, json.dumps(was, sort_keys=True), tuple(named), as_what, is_asked)
    in_words = (get_language(), key)
    if in_words not in event.said:
        event.said[in_words] = {
            **facts_of(event, now), "changes": _lines(was, event), "as_what": as_what, "asks": is_asked, "is_again": was.get("state") == Event.State.CANCELLED,
            "is_new_date": was.get("state") == Event.State.POSTPONED, "planned": _planned(was, event), "facts": _named(named, event, now),
        }  # fmt: skip
    return letters.Letter(
        shared_key=key, shared=event.said[in_words], personal={"name": record.person.name, "url": proof.url(record.manage_link)}, secret={"url"}
    )


def role_of(record: Any) -> str:
    """Return as what somebody is concerned: has a place, waits for one, or only asked for support."""
    if isinstance(record, AccommodationRequest):
        return ASKED
    return WAITING if record.state in {State.WAITLISTED, State.OFFERED} else COMING  # who is only asked has no place that could be kept


def facts_of(event: Event, now: datetime) -> dict[str, Any]:
    """Return what these letters say of an event besides what changed, in the active language."""
    return {**about.facts(event), "join": how_to_join(event, now), "reason": str(event.words.reason)}


def how_to_join(event: Event, now: datetime) -> str:
    """Return how one takes part from home. Of a public meeting everybody may know; other links come to the registered a day before, and in no other letter."""
    if not event.is_online:
        return ""
    if event.is_public_meeting:
        dial = _("by phone: %(number)s") % {"number": spoken_number(event.dial_in)} if event.dial_in else ""
        return "\n".join(part for part in (event.online_link, " ".join([dial, event.dial_in_code]).strip()) if part)
    if event.starts - now > _LINK_BEFORE:
        return _("The link and the number to call come to you 24 hours before it starts.")
    return _("The link and the number to call come to you in a letter of their own. If you do not get it, call us.")


def _lines(was, event):
    """Return what changed in words, as dicts of label, was and now; what reads the same as before is left out."""
    found = []
    if {"starts", "ends", "zone"} & set(was):
        found.append((_("When"), _planned(was, event), formats.plain(words.when(event))))
    if {"venue", "mode"} & set(was):
        old = Event(mode=was.get("mode", event.mode), venue=event.earlier_venues.get(was["venue"]) if "venue" in was else event.venue)
        found.append((_("Where"), words.where(old), words.where(event)))
    return [{"label": label, "was": before, "now": now} for label, before, now in found if before != now]


def _planned(was, event):
    """When it was to be before."""
    moments = {name: datetime.fromisoformat(was[name]) if name in was else getattr(event, name) for name in ("starts", "ends")}
    return formats.plain(formats.when(Event(time_zone=was.get("zone", event.time_zone), venue_id=event.venue_id, **moments)))


def _named(names, event, now):
    """Return the facts that staff chose to tell, as they are now."""
    values = {
        "title": lambda: str(event.words.title), "bring": lambda: str(event.words.bring), "contact": lambda: _contact(event), "join": lambda: how_to_join(event, now),
        "officers": event.get_officers_display, "recorded": lambda: _("It is recorded.") if event.is_recorded else _("It is not recorded."),
        "age": lambda: _age(event), "languages": lambda: _languages(event), "supports": lambda: _supports(event),
    }  # fmt: skip
    return [{"label": str(facts.ASKED[name]), "now": str(values[name]()) or _("nothing")} for name in names if name in values]


def _contact(event):
    return ", ".join(part for part in (event.contact_name, spoken_number(event.contact_phone or event.office.phone)) if part)


def _age(event):
    if event.minimum_age is None:
        return _("Everybody can come.")
    with_adult = _("Who is younger comes with an adult.") if event.with_adult else ""
    return " ".join(part for part in (_("From %(age)s years on.") % {"age": event.minimum_age}, with_adult) if part)


def _languages(event):
    names = language_names()
    return ", ".join(names.get(code, code) for code in event.languages)


def _supports(event):
    names = language_names()
    found = translated(event.supports.all(), event.words_language)
    return ", ".join(
        " ".join(part for part in (str(one.get_kind_display()), names.get(one.language, ""), f"({one.words.note})" if one.words.note else "") if part)
        for one in found
    )


def sample_of(kind: str):
    """Return the function that invents words of one kind of letter for previews."""

    def sample() -> letters.Letter:
        shared = {
            **about.sample_facts(), "join": "", "reason": _("The hall is not free that day."), "as_what": COMING, "asks": True, "is_again": False, "is_new_date": False,
            "planned": "Saturday, October 3, 2 p.m. to 4 p.m.", "facts": [{"label": _("Please bring"), "now": _("A sweater")}],
            "changes": [{"label": _("When"), "was": "Saturday, October 3, 2 p.m. to 4 p.m.", "now": "Saturday, October 10, 2 p.m. to 4 p.m."}],
        }  # fmt: skip
        return letters.Letter(shared_key=kind, shared=shared, personal={"name": "Vera", "url": "https://example.org/link"}, secret={"url"})

    return sample
