"""A letter of service in words, in the active language: what the printed page shows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from languages import formats
from languages.content import translated
from mailing.writing.sender import city_words, office_words
from volunteers import amounts, totals
from volunteers.models import Opportunity, ServiceLetter


@dataclass(slots=True)
class Work:
    """What was done at one opportunity."""

    title: str
    amount: str
    days: list = field(default_factory=list)  # (day, how much)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the letter."""

    letter: ServiceLetter
    office: dict
    city: str
    total: str
    first: str
    last: str
    issued: str
    works: list
    verify_url: str


def page(letter):
    """Return the letter as it is printed; a constant number of queries."""
    lines = [totals.Line(letter.person_id, work, date.fromisoformat(day), minutes, made) for work, day, minutes, made in letter.lines]
    works = {work.pk: work for work in translated(Opportunity.objects.filter(pk__in={line.opportunity for line in lines}), get_language(), ["title"])}
    tallies = amounts.tallies(works)
    by_work = defaultdict(list)
    for line in lines:
        by_work[line.opportunity].append(line)
    return Page(
        letter=letter,
        office=office_words(letter.office, get_language()),
        city=city_words()["name"],
        total=amounts.duration(letter.minutes),
        first=full_day(letter.first_day),
        last=full_day(letter.last_day),
        issued=full_day(timezone.localtime(letter.issued_at).date()),
        works=[_work(works[pk], done, tallies.get(pk), letter.with_days) for pk, done in by_work.items() if pk in works],
        verify_url=settings.SITE_URL + reverse("hours:verify"),
    )


def _work(work, lines, tally, with_days):
    days = [(full_day(line.day), _much(line.minutes, line.made, tally)) for line in lines] if with_days else []
    return Work(work.words.title, _much(sum(line.minutes for line in lines), sum(line.made or 0 for line in lines), tally), days)


def _much(minutes, made, tally):
    return amounts.amount(minutes, made, None, tally)


def in_all(letter):
    """Return what the letter says in all: hours, and things made."""
    made = defaultdict(int)
    for work, _day, _minutes, number in letter.lines:
        made[work] += number or 0
    tallies = amounts.tallies(work for work, number in made.items() if number)
    return ", ".join(
        ([amounts.duration(letter.minutes)] if letter.minutes else []) + [amounts.things(made[work], one.words.made) for work, one in tallies.items()]
    )


def full_day(day):
    """Return a day with its year, always: a letter is read years later."""
    return formats.weekday_date(day, today=date.min)
