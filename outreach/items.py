"""An opportunity, a drive or an event as it is told of elsewhere, in the active language: on cards, in posts, on the radio."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from donations.actions.drives import path_of as path_of_drive
from donations.browsing import drive_page
from donations.models import Drive
from events import words as event_words
from events.browsing import event_page
from events.models import Event
from intake.phones import spoken_text
from languages import formats
from languages.content import translated
from volunteers import words as work_words
from volunteers.browsing import opportunity_page
from volunteers.models import Opportunity

MOST_NEEDS = 6  # named in a post
VOLUNTEER, DONATE, EVENTS = "volunteer", "donate", "events"  # the kinds, by the first part of their addresses


@dataclass(frozen=True, slots=True)
class Item:
    """What can be said of one thing; a text that has nothing to say is empty. `places` are where it happens, one line each."""

    kind: str
    label: str  # what kind of thing it is, or that it is called off
    title: str
    when: str
    where: str
    who: str
    bring: str
    text: str
    phone: str  # as people here write it
    office: str
    places: tuple[str, ...] = ()
    is_off: bool = False
    is_open: bool = True  # one can still come, sign up or give


@dataclass(frozen=True)
class Kind:
    """How the records of one kind are found, and how one is told of."""

    model: Any
    public: Callable[[], QuerySet]
    path: Callable[[Any], str]  # its address without the language: what counted links lead to
    build: Callable[[Any, str, datetime], Item]


def kind_of(record) -> str:
    """Return the kind of a record of ours."""
    return next(name for name, kind in KINDS.items() if isinstance(record, kind.model))


def path_of(record) -> str:
    """Return the address of a record without its language."""
    return KINDS[kind_of(record)].path(record)


def public(kind: str, slug: str):
    """Return what everybody may see under this address, or None: drafts and what is for invited people only are nobody's."""
    found = KINDS[kind].public().filter(slug=slug).first() if kind in KINDS else None
    return found if found is not None and is_told(found) else None


def is_told(record) -> bool:
    """Tell whether a record may be told of: sensitive events and those for invited people only are not."""
    return not isinstance(record, Event) or not (record.is_sensitive or record.invited_only)


def is_public(record) -> bool:
    """Tell whether everybody can open the page of a record."""
    return KINDS[kind_of(record)].public().filter(pk=record.pk).exists()


def build(record, *, now: datetime) -> Item:
    """Return a record in the words of the active language. A constant number of queries."""
    language = get_language()
    translated([record.office], language, ["name"])
    return KINDS[kind_of(record)].build(record, language, now)


def _of_opportunity(opportunity, language, now):
    page = opportunity_page.build(opportunity, language=language, now=now)
    return Item(
        kind=VOLUNTEER, label=_("Called off") if page.is_called_off else _("Closed for sign-up") if page.is_closed else _("Volunteer"),
        title=str(opportunity.words.title), when=_next_of(page), where=_where_of(page, opportunity), who=page.who, bring=str(opportunity.words.bring),
        text=str(opportunity.words.summary), phone=spoken_text(page.phone), office=str(opportunity.office.words.name),
        is_off=page.is_called_off, is_open=opportunity.state == Opportunity.State.PUBLISHED,
    )  # fmt: skip


def _next_of(page):
    coming = [date for date in page.dates if not date.called_off]
    if not coming or not page.next_date:
        return ""
    when = formats.plain(page.next_date)
    return _("%(when)s, and more dates") % {"when": when} if len(coming) > 1 or page.more else when


def _where_of(page, opportunity):
    if page.place:
        return ", ".join(part for part in (page.place.name, page.place.address) if part)
    if page.several_places:
        return _("At several places")
    if opportunity.neighborhood and opportunity.kind != Opportunity.Kind.REMOTE:
        return opportunity.neighborhood.name
    return work_words.place(None, opportunity)


def _of_drive(drive, language, now):
    page = drive_page.build(drive, {}, language=language, now=now)
    places = tuple(", ".join(part for part in (line.name, line.address) if part) for line in page.places.taking)
    many = ngettext("%(number)s place to bring things", "%(number)s places to bring things", len(places)) % {"number": formats.whole_number(len(places))}
    when = {
        drive_page.COMING: _("From %(first)s to %(last)s") % {"first": page.first_day, "last": page.last_day},
        drive_page.OPEN: _("Until %(day)s") % {"day": page.last_day},
    }  # fmt: skip
    return Item(
        kind=DONATE, label=_("This drive is over") if page.is_over else _("Donate goods"), title=str(drive.words.title),
        when=formats.plain(when.get(page.phase, "")), where=many if len(places) > 1 else "".join(places), who=str(drive.words.for_whom), bring=_wanted(page),
        text=str(drive.words.story), phone=spoken_text(page.phone), office=str(drive.office.words.name), places=places,
        is_open=page.phase in {drive_page.COMING, drive_page.OPEN},
    )  # fmt: skip


def _wanted(page):
    missing = [str(need.name) for need in page.needs if not need.is_complete]
    comma = "، " if get_language() == "ar" else ", "
    return comma.join(missing[:MOST_NEEDS])


def _of_event(event, language, now):
    page = event_page.build(event, language=language, now=now)
    state = {event_page.CANCELLED: _("Called off"), event_page.POSTPONED: _("Postponed"), event_page.OVER: _("This event is over")}
    return Item(
        kind=EVENTS, label=str(state.get(page.phase, page.kind)), title=str(event.words.title), when=formats.plain(event_words.when(event)),
        where=event_words.where(event), who=page.who, bring=str(event.words.bring), text="\n\n".join(filter(None, [str(event.words.purpose), str(event.words.text)])),
        phone=spoken_text(page.phone), office=str(event.office.words.name), is_off=page.phase in {event_page.CANCELLED, event_page.POSTPONED}, is_open=page.is_open,
    )  # fmt: skip


def _public_work():
    return Opportunity.objects.public().select_related("office", "neighborhood", "event").defer("neighborhood__outline").prefetch_related("interests")


def _public_drives():
    return Drive.objects.public().select_related("office", "partner")


def _public_events():
    found = Event.objects.public().select_related("office", "board", "neighborhood", "venue__neighborhood")
    return found.defer("neighborhood__outline", "venue__neighborhood__outline")


KINDS = {
    VOLUNTEER: Kind(Opportunity, _public_work, work_words.path_of, _of_opportunity),
    DONATE: Kind(Drive, _public_drives, path_of_drive, _of_drive),
    EVENTS: Kind(Event, _public_events, event_words.path_of, _of_event),
}
