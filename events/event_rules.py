"""Why not: small checks about events, each raises Refused with a sentence staff understand; and what is missing before one is published."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from events import notice_words, notices
from events.models import Event
from intake.links import is_public
from intake.refusal import Refused
from languages import formats
from languages.names import language_names

LONGEST = timedelta(days=3)
OLDEST = 99  # years
LINKS = ("online_link", "test_link", "stream_link")


@dataclass(frozen=True)
class Gap:
    """Something that is missing before an event is published: its name in forms, and words."""

    code: str
    words: str


def check_who_knows(known: Event, event: Event) -> None:
    """What people were promised about who sees their names stays so, once somebody is known for it. Raises Refused."""
    if event.is_sensitive != known.is_sensitive and any(
        getattr(known, one).exists() for one in ("registrations", "accommodation_requests", "questions", "followers")
    ):
        raise Refused(_("People are known for this event already, so whether it is sensitive cannot be changed any more."), field="is_sensitive")


def check_times(starts: datetime, ends: datetime, *, field: str = "end") -> None:
    """It ends after it starts, within three days. Compares real moments: the clock on the wall is set forward once a year. Raises Refused."""
    if ends.timestamp() <= starts.timestamp():
        raise Refused(_("It would end before it begins. Choose other times."), field=field)
    if ends.timestamp() - starts.timestamp() > LONGEST.total_seconds():
        raise Refused(_("That is longer than three days. Plan the days one by one."), field=field)


def check_to_come(event: Event, starts: datetime, now: datetime) -> None:
    """The day is not over yet. Raises Refused."""
    if timezone.localdate(starts, event.zone) < timezone.localdate(now, event.zone):
        raise Refused(_("This date is past."), field="date")


def check_openness(values: dict) -> None:
    """A public meeting is open to everybody, under no name. Takes the values of a form. Raises Refused."""
    if values.get("is_public_meeting") and values.get("invited_only"):
        raise Refused(_("A public meeting is open to everybody. It cannot be for invited partners only."), field="invited_only")
    if values.get("is_sensitive") and values.get("is_recorded"):
        raise Refused(_("A sensitive event is not recorded."), field="is_recorded")


def check_age(values: dict) -> None:
    """A minimum age that a person can have. Takes the values of a form. Raises Refused."""
    if (values.get("minimum_age") or 0) > OLDEST:
        raise Refused(_("Enter an age of at most %(most)s years.") % {"most": OLDEST}, field="minimum_age")


def check_links(event: Event) -> None:
    """Links lead every resident somewhere, whoever stored them. Raises Refused."""
    for name in LINKS:
        if getattr(event, name) and not is_public(getattr(event, name)):
            raise Refused(_("This address cannot stand on a public page. Enter one that begins with https://."), field=name)


def check_state(event: Event, *allowed: str) -> None:
    """The event stands where the verb begins. Raises Refused."""
    if event.state in allowed:
        return
    sentence = _("This event is in another state by now (%(state)s). Look at it again: somebody else may have changed it.")
    raise Refused(sentence % {"state": event.get_state_display()}, code="state")


def check_reason(reason: str) -> None:
    """Everybody reads why. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why, in a few words: everybody reads it."), field="reason")


def check_not_over(event: Event, now: datetime) -> None:
    """It has not ended. Raises Refused."""
    if event.ends <= now:
        raise Refused(_("This event is over. Note what came of it instead."), code="over")


def check_way_in(online_link: str, dial_in: str) -> None:
    """Somebody can come in: by the link or by phone. Raises Refused."""
    if not (online_link or dial_in):
        raise Refused(_("Enter the link or the dial-in number, so that people can take part."), field="online_link")


# --- What is missing ------------------------------------------------------------------------------------------------------


def gaps(event: Event, now: datetime) -> list[Gap]:
    """Return what is missing before everybody sees this event, the most important first; a few queries."""
    found = [*_way_in(event), *_facts(event), *_meeting(event, now), *_words(event)]
    return [Gap(code, words) for is_missing, code, words in found if is_missing]


def _way_in(event):
    here, online = event.mode != Event.Mode.ONLINE, event.is_online
    yield here and event.venue_id is None, "venue", _("The place is not said.")
    yield (
        here and event.venue_id is not None and event.venue.step_free is None,
        "step_free",
        _("Nobody has noted whether the place can be reached without steps."),
    )
    yield here and event.venue_id is not None and event.venue.step_free is False, "steps", _("The place has steps: people in wheelchairs cannot come in.")
    yield online and not event.online_link, "online_link", _("The online link is not said.")
    yield online and not event.dial_in, "dial_in", _("There is no number to dial in, for people without internet.")


def _facts(event):
    yield not event.text.strip(), "text", _("There is no text beyond the one sentence.")
    yield event.officers == Event.Officers.UNSAID, "officers", _("It is not said whether police officers will be there.")
    yield event.is_recorded is None, "recorded", _("It is not said whether it is recorded.")
    yield not event.languages, "languages", _("It is not said which languages are spoken there.")
    yield not event.supports.exists(), "supports", _("No support is promised: no interpreter, no food, no childcare.")
    yield not event.leads.filter(is_active=True).exists(), "leads", _("No colleague leads it.")


def _meeting(event, now):
    yield event.kind == Event.Kind.BOARD and event.board_id is None, "board", _("It is a board meeting, and the board is not said.")
    if not notices.needs_notice(event):
        return
    yield not event.agenda.exists(), "agenda", _("The agenda is empty: the notice of a public meeting lists what will be discussed.")
    latest = notices.latest_posting(event)
    words = _("The notice had to be posted by %(when)s.") % {"when": formats.before_a_stop(formats.plain(formats.day_and_clock(latest)))}
    yield now > latest and not notices.valid_postings(event).filter(is_late=False).exists(), "posting", words


def _words(event):
    missing = notice_words.unfinished(event)
    if missing:
        names = language_names()
        listed = ", ".join(names.get(code, code) for code in missing)
        yield True, "translations", _("The notice is not finished in: %(languages)s.") % {"languages": listed}
