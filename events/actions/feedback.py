"""What people say of an event: without a name, on the web, by the short address on paper, or to staff on the phone."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.models import Event, Feedback
from intake import form_keys, short_codes
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from people.models import User

TAKEN_FOR = timedelta(days=90)  # after the end
MOST_IN_AN_HOUR = 600  # of one event, from all browsers together: a full hall at once, and no flood
SALT = "events.feedback"
_HELD = {Event.State.PUBLISHED, Event.State.HELD, Event.State.REPORTED}


@transaction.atomic
def give(
    *, event: Event, welcome: int | None, heard: int | None, text: str, source: str, language: str, key: str, browser: str, now: datetime, by: User | None = None
) -> Feedback:  # fmt: skip
    """Say how it was, once per form key; `by` is who writes it down on the phone. Nothing says who said it. Raises Refused."""
    check_no_sensitive_numbers(text, field="text")
    sending = form_keys.use(key=key, browser=browser, content=["feedback", event.pk, welcome, heard, text], now=now)
    if sending.first is not None:
        return Feedback.objects.get(pk=sending.first["feedback"])
    check_takes(event, now)
    if welcome is None and heard is None and not text.strip():
        raise Refused(_("Answer one of the questions, or write a few words."), field="welcome")
    if by is None and Feedback.objects.filter(event=event, created_at__gt=now - timedelta(hours=1))[:MOST_IN_AN_HOUR].count() >= MOST_IN_AN_HOUR:
        raise Refused(_("Very many people are answering just now. Please try again in an hour, or call us."), code="too_many")
    made = Feedback.objects.create(event=event, welcome=welcome, heard=heard, text=text, source=source, language=language)
    form_keys.remember(sending, result={"feedback": made.pk})
    return made


def check_takes(event: Event, now: datetime) -> None:
    """From the start of an event until 90 days after it. Raises Refused."""
    if event.state not in _HELD:
        raise Refused(_("This event did not take place."), code="off")
    if event.starts > now:
        raise Refused(_("This event is still to come. Please tell us afterwards how it was."), code="early")
    if event.ends + TAKEN_FOR <= now:
        raise Refused(_("This event was some time ago. Please call us if you still want to tell us something."), code="over")


@transaction.atomic
def make_code(*, event: Event, now: datetime) -> str:
    """Give an event its short address for paper, for life; doing it twice changes nothing more. Returns the code without its space."""
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if event.feedback_code:
        return event.feedback_code
    for number in range(100):  # five characters of an HMAC: two events may rarely get the same
        code = short_codes.of(SALT, event.pk if not number else f"{event.pk}.{number}")
        try:
            with transaction.atomic():
                Event.objects.filter(pk=event.pk).update(feedback_code=code)
        except IntegrityError:
            continue
        return code
    raise Refused(_("No short address is free. Please use the long one."))
