"""A person's own hours in words, in the active language: for `/my/hours/`."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language

from bookings.models import State
from languages import formats
from languages.content import translated
from people.models import Person
from volunteers import amounts, eligibility, totals, words
from volunteers.actions.hours import OWN_TO_CHANGE
from volunteers.models import HoursEntry, Opportunity, SignUp

SHOWN = 50
STATE_COLORS = {HoursEntry.State.APPROVED: "good", HoursEntry.State.CLAIMED: "wait", HoursEntry.State.DECLINED: "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, or one day of a roster."""

    day: str
    title: str
    amount: str
    state: str = ""
    color: str = ""
    reason: str = ""
    note: str = ""
    change: int | None = None  # the id of an entry that its owner may still change


@dataclass(frozen=True, slots=True)
class Way:
    """A sign-up for which hours can be written down."""

    title: str
    when: str
    url: str


@dataclass(slots=True)
class Sheet:
    """One person's hours."""

    person: Person
    counted: str = ""
    has_counted: bool = False
    waiting: str = ""
    made: list = field(default_factory=list)
    ways: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    rosters: list = field(default_factory=list)
    are_more: bool = False


def sheets(persons, *, now):
    """Return a sheet for each of these persons; a constant number of queries."""
    ids = [person.pk for person in persons]
    lines = totals.lines(ids)
    entries = _by_person(HoursEntry.objects.own().filter(person__in=ids).order_by("-day", "-pk"))
    works = {line.opportunity for line in lines} | {entry.opportunity_id for found in entries.values() for entry in found}
    known = {work.pk: work for work in translated(Opportunity.objects.filter(pk__in=works), get_language(), ["title"])}
    tallies, ways = amounts.tallies(works), _ways(ids, now)
    return [_sheet(person, [line for line in lines if line.person == person.pk], entries[person.pk], ways[person.pk], known, tallies) for person in persons]


def _by_person(entries):
    found = defaultdict(list)
    for entry in entries:
        found[entry.person_id].append(entry)
    return found


def _sheet(person, lines, entries, ways, works, tallies):
    rosters = [line for line in reversed(lines) if line.entry is None]
    waiting = [entry for entry in entries if entry.state == HoursEntry.State.CLAIMED]
    return Sheet(
        person=person,
        counted=amounts.duration(sum(line.minutes for line in lines)),
        has_counted=bool(lines),
        waiting=_sum(waiting, tallies),
        made=_made(lines, tallies),
        ways=ways,
        entries=[_entry_row(entry, works, tallies) for entry in entries[:SHOWN]],
        rosters=[Row(formats.weekday_date(line.day), _title(works[line.opportunity]), amounts.duration(line.minutes)) for line in rosters[:SHOWN]],
        are_more=len(entries) > SHOWN or len(rosters) > SHOWN,
    )


def _sum(entries, tallies):
    """Return minutes and things of several entries in words, empty for none."""
    minutes = sum(entry.minutes for entry in entries)
    return ", ".join(([amounts.duration(minutes)] if minutes else []) + _made(entries, tallies, key="opportunity_id"))


def _made(rows, tallies, *, key="opportunity"):
    made = defaultdict(int)
    for row in rows:
        if row.made and getattr(row, key) in tallies:
            made[str(tallies[getattr(row, key)].words.made)] += row.made
    return [amounts.things(number, unit) for unit, number in sorted(made.items())]


def _entry_row(entry, works, tallies):
    return Row(
        day=formats.weekday_date(entry.day),
        title=_title(works[entry.opportunity_id]),
        amount=amounts.amount(entry.minutes, entry.made, entry.material, tallies.get(entry.opportunity_id)),
        state=capfirst(HoursEntry.State(entry.state).label),
        color=STATE_COLORS[entry.state],
        reason=entry.reason if entry.state == HoursEntry.State.DECLINED else "",
        note=entry.note,
        change=None if entry.recorded or entry.state not in OWN_TO_CHANGE else entry.pk,
    )


def _title(work):
    return work.words.title


def _ways(persons, now):
    """Return, by person, what hours can be written down for: work without a shift, and shifts of the last 60 days that nobody ticked."""
    since = now - timedelta(days=eligibility.OWN_DAYS + 1)
    recent = Q(shift__starts__range=(since, now), state=State.CONFIRMED)
    found = SignUp.objects.filter(Q(shift=None, state__in=eligibility.CAME) | recent, person__in=persons, link=None)
    found = words.fetch(found.exclude(hours__state__in=HoursEntry.LIVE).values_list("pk", flat=True))
    words.put_titles([sign_up.shift_role for sign_up in found])
    ways = defaultdict(list)
    for sign_up in found:
        if eligibility.takes_hours(sign_up, now):
            url = reverse("volunteers:write_hours", args=[sign_up.pk])
            ways[sign_up.person_id].append(Way(words.title_of(sign_up), words.when(sign_up.shift_role.shift), url))
    return ways
