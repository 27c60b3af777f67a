"""Why not: what somebody asks for to take part, and what the office answers. Each check raises Refused."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import AccommodationRequest, Event, SupportKind
from intake.admin import steps_of
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from places.office_days import next_office_day_end

State = AccommodationRequest.State
ANSWERS = (State.ARRANGING, State.CONFIRMED, State.CANNOT)
OFFICE_DAYS = 3  # within which the office answers
LONGEST = 2000


def check_asked(*, kind: str, language: str, text: str) -> None:
    """It says what would help: a kind, and words where the kind alone does not tell."""
    check_no_sensitive_numbers(text, field="support")
    if kind not in SupportKind.values:
        raise Refused(_("Choose what would help, or “something else”."), field="support_kind")
    if len(text) > LONGEST:
        raise Refused(_("This is too long: at most %(limit_value)d letters fit.") % {"limit_value": LONGEST}, field="support")
    if kind == SupportKind.OTHER and not text.strip():
        raise Refused(_("Tell us in a few words what would help you."), field="support")
    if kind == SupportKind.INTERPRETER and not (language or text.strip()):
        raise Refused(_("Choose the language of the interpreter, or write it down."), field="support_language")


def due_on(event: Event, now: datetime) -> date:
    """Return the day by which the office answers, at the place: within three office days, and before the day of the event where it has one and there is time."""
    moment = now
    for _each in range(OFFICE_DAYS):
        moment = next_office_day_end(now=moment, zone=event.zone, closes=time.max)
    if event.state == Event.State.POSTPONED:
        return moment.date()
    today = timezone.localdate(now, event.zone)
    return max(today, min(moment.date(), event.local_starts.date() - timedelta(days=1)))


def check_answer(state: str, reply: str) -> None:
    """The answer says what is done, and in words what its reader has to know."""
    check_no_sensitive_numbers(reply, field="reply")
    if state not in ANSWERS:
        raise Refused(_("Choose whether it is being arranged, confirmed, or cannot be provided."), field="state")
    if state != State.ARRANGING and not reply.strip():
        raise Refused(_("Write what they have to know: where, who, from when; or why not, and what you can do instead."), field="reply")


def version_of(request: AccommodationRequest) -> str:
    """Return which version of a request a form was shown with."""
    return request.changed_at.isoformat()


def check_fresh(request: AccommodationRequest, seen: str) -> None:
    """Nobody else has answered or taken it since the form was shown: the second of two is told, and nothing typed is lost."""
    if seen in {"", version_of(request)}:
        return
    who = next((step.who for step in steps_of(request) if step.who), "") or _("Somebody")
    said = _(
        "%(who)s changed this while you were writing: it is “%(state)s” now. Nothing was sent, and what you wrote is still here. Look at both, then send again."
    )
    raise Refused(said % {"who": who, "state": request.get_state_display()}, code="stale")
