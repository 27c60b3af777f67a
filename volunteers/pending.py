"""What is still to be told about an opportunity: what goes by itself and when, and what staff are asked about; looking stores nothing."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from mailing.reach.suppression import suppressed
from volunteers import changes, told_states
from volunteers.models import ChangeNotice, Opportunity


@dataclass(frozen=True)
class Pending:
    """The open notices of an opportunity with the letters they would lead to, each kind once for every person."""

    shown: dict = field(default_factory=dict)  # {notice id: facts that staff are asked about}
    asked: list = field(default_factory=list)  # letters when staff say yes
    sure: list = field(default_factory=list)  # letters that go anyway
    goes_at: datetime | None = None

    @property
    def people_asked(self):
        """Whom staff are asked about."""
        return people_of(self.asked)

    @property
    def people_sure(self):
        """Who is told in any case."""
        return people_of(self.sure)


@dataclass(frozen=True)
class People:
    """The people of some letters, by how they are reached."""

    by_email: list
    by_call: list
    unreachable: list

    @property
    def count(self):
        """How many they are."""
        return len(self.by_email) + len(self.by_call) + len(self.unreachable)


def people_of(letters):
    """Return the people of these letters, each once; one query."""
    persons = list({one.sign_up.person_id: one.sign_up.person for one in letters}.values())
    refusing = suppressed({person.email for person in persons if person.email})
    by_email = [person for person in persons if person.is_reached_by_email and person.email not in refusing]
    others = [person for person in persons if person not in by_email]
    return People(by_email, [person for person in others if person.phone], [person for person in others if not person.phone])


def of_opportunity(opportunity: Opportunity, *, now: datetime) -> Pending:
    """Return what is still to be told about an opportunity and its shifts."""
    notices = list(ChangeNotice.objects.open().filter(opportunity=opportunity, shift__cancelled_at=None).order_by("shift_id"))
    if not notices:
        return Pending()
    sure, asked, shown = {}, {}, {}
    for notice in notices:
        told, undecided = changes.split(notice.steps, changes.ALWAYS | set(notice.tell))
        if told:
            sure[notice.shift_id] = told
        if undecided:
            asked[notice.shift_id], shown[notice.pk] = notice.steps, sorted(changes.facts_in(undecided))
    questions = [one for one in _letters(opportunity, asked, now) if _says(one, shown)]
    goes_at = min((notice.due for notice in notices if notice.due), default=None)
    return Pending(shown if questions else {}, questions, _letters(opportunity, sure, now), goes_at)


def _says(letter, shown):
    """The letter says something that staff are asked about, beside what goes anyway."""
    facts = {fact for facts in shown.values() for fact in facts}
    return any(facts & set(part) for part in letter.was.values())


def _letters(opportunity, told, now):
    """The letters as they would be owed; what writing them would take back is put back."""
    if not told:
        return []
    with transaction.atomic():
        letters = told_states.letters_for(opportunity, told, now=now)
        transaction.set_rollback(True)
    return letters
