"""When a notice is due and until when support is asked for: computed from the event, the board and the office, on the clock of the place."""

from datetime import datetime

from django.db.models import QuerySet

from events.models import Event, LeadTime, NoticePosting, SupportKind
from places.office_days import office_days_before, office_hours_before

USUAL_DAYS = 10  # working days, where an office has said nothing of its own
USUAL_HOURS = 48  # of weekdays, before a public meeting that belongs to no board (M.G.L. c. 30A, s. 20)


def needs_notice(event: Event) -> bool:
    """Tell whether a notice has to be posted: a public meeting, or one of a board."""
    return event.is_public_meeting or event.board_id is not None


def latest_posting(event: Event) -> datetime | None:
    """Return until when the notice has to be posted (aware, in the event's zone), or None for an event that needs none.

    The board's hours before the start are counted on weekdays that are no holidays.
    """
    if not needs_notice(event):
        return None
    return office_hours_before(event.starts, event.board.posting_hours if event.board else USUAL_HOURS, event.zone)


def is_late(event: Event, posted_at: datetime) -> bool:
    """Tell whether a posting at that moment comes too late."""
    latest = latest_posting(event)
    return latest is not None and posted_at > latest


def valid_postings(event: Event) -> QuerySet[NoticePosting]:
    """Return the postings that say how the event stands now: one that was moved, postponed or cancelled since is posted again."""
    return event.postings.filter(sequence=event.sequence)


def lead_days(event: Event) -> dict[str, int]:
    """Return {kind of support: working days} of the event's office; what the office lists under “something else” is its usual time."""
    listed = dict(LeadTime.objects.filter(office=event.office_id).values_list("kind", "working_days"))
    usual = listed.get(SupportKind.OTHER, USUAL_DAYS)
    return {kind: listed.get(kind, usual) for kind in SupportKind.values}


def request_deadlines(event: Event) -> dict[str, datetime]:
    """Return until when each kind of support is asked for: the end of an office day, in the event's zone."""
    days = lead_days(event)
    ends = {count: _end_of_day_before(event, count) for count in set(days.values())}
    return {kind: ends[count] for kind, count in days.items()}


def request_deadline(event: Event) -> datetime:
    """Return until when people are asked to say what would help them: the office's own word, else early enough for every kind of support.

    Nothing closes then: afterwards the pages say “ask as soon as you can, we will try”.
    """
    if event.request_deadline:
        return event.request_deadline.astimezone(event.zone)
    return _end_of_day_before(event, max(lead_days(event).values()))


def is_soon_or_past(event: Event, now: datetime) -> bool:
    """Tell whether the deadline is so near that pages say “ask as soon as you can, we will try”: it has passed, or passes before another office day is over."""
    return now >= office_hours_before(request_deadline(event), 24, event.zone)


def _end_of_day_before(event, count):
    day = office_days_before(event.local_starts.date(), count)
    return datetime.combine(day, event.office.closes, tzinfo=event.zone)
