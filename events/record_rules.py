"""Why not: what is asked of a record, its minutes, photos and papers. Each check raises Refused with a plain sentence."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.models import Event, EventRecord
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers

State, Minutes = Event.State, EventRecord.Minutes
TO_REPORT = {State.PUBLISHED, State.HELD, State.REPORTED}
TEXTS = ("present", "notes", "minutes", "votes", "transcript")


def check_may_write(event: Event, now: datetime) -> None:
    """A record is written from the beginning of an event on, never of one that did not take place."""
    if event.state not in TO_REPORT:
        raise Refused(_("Only an event that was announced and took place has a record."), code="state")
    if event.starts > now:
        raise Refused(_("This event has not begun yet. You can write its record from then on."), code="early")


def check_facts(facts) -> None:
    """No card or social security number is stored; a recording has captions or a transcript."""
    for name in TEXTS:
        check_no_sensitive_numbers(getattr(facts, name), field=name)
    if facts.recording_link and not (facts.captions_link or facts.transcript):
        raise Refused(_("A recording needs captions or a transcript: give a link to the captions, or the transcript."), field="captions_link")


def check_may_approve(record: EventRecord) -> None:
    """Only minutes that are there are approved."""
    if record.minutes_state == Minutes.NONE:
        raise Refused(_("There are no minutes yet. Write them first."), code="none")


def check_may_publish_minutes(record: EventRecord) -> None:
    """Only approved minutes are published."""
    if record.minutes_state in {Minutes.NONE, Minutes.DRAFT}:
        raise Refused(_("Only approved minutes are published. Approve them first."), code="draft")


def check_may_publish(event: Event, record: EventRecord | None, now: datetime) -> EventRecord:
    """An event is over, and is reported only with notes or figures; returns its record, which is there then."""
    check_may_write(event, now)
    if event.ends > now:
        raise Refused(_("This event is not over yet."), code="early")
    if record is None or not (record.notes.strip() or event.figures.exists()):
        raise Refused(_("Write notes, or at least one figure, before it is published: people want to know what came of it."), code="empty")
    return record
