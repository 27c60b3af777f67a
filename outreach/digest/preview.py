"""What the next weekly email would say, and to how many, as things stand now; nothing is stored."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from mailing.registry import kind_named
from mailing.writing.rendering import HIDDEN, Words, Writer
from mailing.writing.sender import written_language
from outreach.coming import coming
from outreach.digest import archive, readers, timing
from outreach.digest.choosing import Index
from outreach.digest.entries import Shelf
from outreach.letters import digests as digest_letters
from outreach.models import DigestIssue, Preferences
from outreach.rules import rules_of
from people.models import Office, Person

LOOKED_AT = 1000  # readers for whom a letter is really chosen; of more the rest is estimated


@dataclass(frozen=True)
class Outlook:
    """The next issue in numbers: when (UTC, None where it is switched off), addresses by language, and about how many letters it makes."""

    due: datetime | None
    by_language: dict[str, int]
    letters: int
    is_estimate: bool

    @property
    def addresses(self):
        """How many addresses it is for."""
        return sum(self.by_language.values())


def outlook(office: Office, now: datetime) -> Outlook:
    """Return the next issue of an office in numbers."""
    rules = rules_of(office)
    due = timing.next_due(rules, now)
    counted = readers.by_language(office, due)
    issue = DigestIssue(office=office, due=due, period=timing.period_of(due))
    found, _last = readers.batch(issue, after=0, size=LOOKED_AT, now=now)
    index = Index(coming(office, now))
    looked_at, with_letter = len({one.email for one in found}), len(readers.with_a_letter(found, index))
    total = sum(counted.values())
    is_estimate = total > looked_at > 0 and total > LOOKED_AT
    letters = round(total * with_letter / looked_at) if is_estimate else with_letter
    return Outlook(due if rules.digest_is_on else None, counted, letters, is_estimate)


def for_everybody(office: Office, language: str, now: datetime) -> dict:
    """Return what the archive would show of an issue made now."""
    contents = archive.fixed(office, now)
    intro, entries = archive.shown(DigestIssue(office=office, contents=contents), written_language(language), now)
    return {"intro": intro, "entries": entries}


def for_person(person: Person, now: datetime) -> Words | None:
    """Return the letter a person would get today, their own links hidden; None where there is nothing for them, or they want none."""
    issue = DigestIssue(office=person.office, due=now, period="")
    found, _last = readers.batch(issue, after=person.pk - 1, size=1, now=now)
    one = next((one for one in found if one.person_id == person.pk), None)
    chosen = Index(coming(person.office, now)).choose(one.reader) if one else []
    if not one or not chosen:
        return None
    language = written_language(one.language)
    with translation.override(language):
        said = Shelf([row.ref for row in chosen], now).entries()
        entries = [said[row.ref] for row in chosen if row.ref in said]
        if not entries:
            return None
        intro, topics = digest_letters.Standing(person.office, [person.email], now).words(language, one.reader.kinds)
        letter = digest_letters.letter_of(
            entries, name=person.name, intro=intro, topics=topics,
            is_monthly=Preferences.objects.filter(person=person, pace=Preferences.Pace.MONTHLY).exists(), preferences_url=HIDDEN, unsubscribe_url=HIDDEN,
        )  # fmt: skip
        return Writer().write(kind_named(readers.KIND), letter, office=person.office, language=language)
