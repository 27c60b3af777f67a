"""The weekly email: made once a week for each office when it is due, then written reader by reader in batches. Late, early or twice: the same letters."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mailing import letters
from outreach import budget
from outreach.coming import coming
from outreach.digest import archive, counted, readers, timing
from outreach.digest.choosing import Index
from outreach.models import DigestIssue, OutreachRules, Preferences
from outreach.rules import rules_of
from people.models import Office, Person

AT_A_TIME = 1000  # readers of one transaction
BATCHES = 20  # of one ring of the clock; the next one goes on where this one stopped
KEPT = timedelta(days=3)  # after a letter was due: what it tells is over soon
LATE_TO_BEGIN = timedelta(days=1)  # an office's very first issue is made no later than this after it was due
State = DigestIssue.State


@dataclass(frozen=True, slots=True)
class Step:
    """What one batch did: how many addresses were looked at, how many letters are owed, and whether nobody is left."""

    readers: int
    letters: int
    is_last: bool


def sweep(*, now: datetime) -> int:
    """Make every issue that is due and write on at those that are being written; returns how many letters are new. Safe to run twice, also at once."""
    for office in Office.objects.order_by("pk"):
        if not DigestIssue.objects.filter(office=office).exists():
            _begin(rules_of(office), now)
        make(office=office, now=now)
    written = 0
    for issue in DigestIssue.objects.filter(state=State.WRITING).select_related("office").order_by("due", "pk"):
        index = Index(coming(issue.office, now))
        for _batch in range(BATCHES):
            step = write(pk=issue.pk, index=index, now=now)
            written += step.letters if step else 0
            if step is None or step.is_last:
                break
    return written


def make(*, office: Office, now: datetime) -> DigestIssue | None:
    """Make the issue of an office that was due last, unless it is made already or the email is switched off; what it holds is fixed now.

    However late the clock rings the issue is made, and never before it is due: a week has one issue.
    """
    rules = rules_of(office)
    due = timing.last_due(rules, now)
    period = timing.period_of(due)
    if not rules.digest_is_on or DigestIssue.objects.filter(office=office, period=period).exists():
        return None
    issue, is_new = DigestIssue.objects.get_or_create(office=office, period=period, defaults={"due": due, "contents": archive.fixed(office, now)})
    if not is_new:
        return None
    DigestIssue.objects.filter(pk=issue.pk).update(made_at=now)
    issue.made_at = now
    return issue


@transaction.atomic
def write(*, pk: int, index: Index, now: datetime, size: int = AT_A_TIME) -> Step | None:
    """Owe the letters of the next readers of an issue, in one transaction; None where another worker is at it, or nothing is left to write."""
    mine = DigestIssue.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, state=State.WRITING)
    issue = mine.select_related("office").first()
    if issue is None:
        return None
    is_on = rules_of(issue.office).digest_is_on
    addressees, last = readers.batch(issue, after=issue.upto, size=size, now=now) if is_on else ([], None)
    chosen = readers.with_a_letter(addressees, index)
    new = _owe(issue, chosen, now)
    looked_at = len({one.email for one in addressees})
    issue.upto, issue.readers, issue.written = last or issue.upto, issue.readers + looked_at, issue.written + new
    if last is None:
        issue.state, issue.finished_at = State.WRITTEN, now
    issue.save(update_fields=["upto", "readers", "written", "state", "finished_at"])
    Preferences.objects.filter(person__in=[one.person_id for one, _found in chosen]).update(last_digest_at=now)
    return Step(looked_at, new, last is None)


def _owe(issue, chosen, now):
    """A letter keeps only what it is about; its words are written when it leaves. Campaigns of the office and this email share one budget."""
    owed = []
    counted.count(issue, {row.ref for _one, found in chosen for row in found}, now)
    for (one, found), due in zip(chosen, budget.pace_of(issue.office, now).moments(len(chosen)), strict=True):
        person = Person(pk=one.person_id, office_id=one.office_id, language=one.language)
        owed.append(letters.Owed(person, issue, due=due, expires=due + KEPT, values={"refs": [row.ref for row in found]}))
    return letters.send_many(readers.KIND, owed, now=now)


@transaction.atomic
def keep_rules(*, rules: OutreachRules, was: OutreachRules | None, now: datetime) -> None:
    """Store an office's rules. Where the day or the hour moved, or the email was switched on, a week whose time is over already is passed over:

    nobody gets a letter at the moment somebody changes a setting. `was` are the rules as they stood before, None for the usual ones.
    """
    before = was or OutreachRules(office=rules.office)
    rules.save()
    when = ("digest_is_on", "digest_weekday", "digest_hour")
    if not rules.digest_is_on or all(getattr(before, name) == getattr(rules, name) for name in when):
        return
    due = timing.last_due(rules, now)
    if not before.digest_is_on or timing.last_due(before, now) != due:
        _pass_over(rules, due, now)


def _begin(rules, now):
    """An office that begins in the middle of a week waits for its next day, whoever subscribed meanwhile."""
    due = timing.last_due(rules, now)
    if rules.digest_is_on and now - due > LATE_TO_BEGIN:
        _pass_over(rules, due, now)


def _pass_over(rules, due, now):
    """Nothing is written in this week any more: its issue is there, and empty."""
    passed = {"due": due, "state": State.WRITTEN, "finished_at": now}
    DigestIssue.objects.get_or_create(office=rules.office, period=timing.period_of(due), defaults=passed)
