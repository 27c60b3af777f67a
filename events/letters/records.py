"""The closing letter to who came, asked or followed; each change of a promise; and the reminders of whoever has to write the notes."""

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import outcomes, people_told, words
from events.letters import about
from events.letters import followers as basis
from events.models import Commitment, CommitmentStep, Event, Follower
from languages import formats
from languages.content import translated
from mailing import kind_names, letters, linked
from mailing.models import Message

NAMES = {
    "event_notes": gettext_lazy("What came of an event"),
    "promise_changed": gettext_lazy("What we promised: news"),
    "notes_missing": gettext_lazy("The notes of an event are missing (to staff)"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    bulk = Message.Lane.BULK
    letters.register(
        "event_notes", template="events/email/event_notes", lane=bulk, load=load_notes, context=notes_words, wanted=notes_wanted, reply_to=about.reply_to,
        sample=lambda: basis.sample(**_sample_notes()),
    )  # fmt: skip
    letters.register(
        "promise_changed", template="events/email/promise_changed", lane=bulk, load=load_steps, context=step_words, wanted=step_wanted,
        reply_to=about.reply_to, sample=lambda: basis.sample(**_sample_step()),
    )  # fmt: skip
    letters.register(
        "notes_missing", template="events/email/notes_missing", lane=Message.Lane.NORMAL, load=load_events, context=missing_words, wanted=is_missing,
        sample=sample_missing,
    )  # fmt: skip


# --- What is owed ---------------------------------------------------------------------------------------------------------


def _to_followers(kind, event, *, now, period="", values=None):
    found = Follower.objects.filter(event=event, link=None, stopped_at=None, person__forgotten_at=None)
    return letters.send_to_each(kind, people_told.for_letters(found, F("language")), period=period, values=values, now=now)


def notes_published(event, *, now):
    """“What came of it”, once to everybody who hears of the event; returns how many are new."""
    return _to_followers("event_notes", event, now=now)


def promise_changed(step, *, now):
    """“What we promised: news”, once for each step to everybody who hears of the event; returns how many are new."""
    return _to_followers("promise_changed", step.commitment.event, now=now, period=f"step:{step.pk}", values={"step": step.pk})


def notes_missing(event, *, address, day, now):
    """“The notes are missing”, to one colleague, on the third and the seventh day."""
    return letters.send_to_address(
        "notes_missing", address=address, office=event.office_id, language=settings.LANGUAGE_CODE, about=event, period=f"day:{day}", now=now
    )


# --- The closing letter ---------------------------------------------------------------------------------------------------


def load_notes(messages):
    """Return the followers of these letters, each with what came of its event: looked up once for an event."""
    found = basis.load(messages)
    for event in {id(one.event): one.event for one in found.values()}.values():
        event.said = {}
    return found


def notes_wanted(message, follower, now):
    """It is still reported, and they still want to hear of it."""
    return follower.event.state == Event.State.REPORTED and basis.is_wanted(message, follower, now)


def notes_words(message, follower):
    """Return the words of the closing letter."""
    event, language = follower.event, get_language()
    if language not in event.said:
        event.said[language] = {**basis.shared_words(event), **_notes_of(event)}
    return letters.Letter(shared_key=event.pk, shared=event.said[language], personal=basis.personal_words(follower), secret={"url"})


def _notes_of(event):
    outcome = outcomes.of(event)
    told = [*outcome.counted, *(_figure(one.words.name, one.number) for one in outcome.figures)] if outcome else []
    promised = [_promise(one) for one in outcomes.promises(event)]
    return {"told": told, "promised": promised, "has_minutes": bool(outcome and outcome.has_minutes), "has_photos": bool(outcome and outcome.photos)}


def _figure(name, number):
    return _("%(what)s: %(number)s") % {"what": name, "number": formats.whole_number(number)}


def _promise(promise):
    text = str(promise.commitment.words.text)
    return _("%(text)s (until %(day)s)") % {"text": text, "day": formats.plain(promise.due)} if promise.due else text


# --- A promise goes on ------------------------------------------------------------------------------------------------------


def load_steps(messages):
    """Return the followers of these letters, each with the steps that are told here; what is about a step that is gone is left out. Constant queries."""
    found = basis.load(messages)
    steps = CommitmentStep.objects.select_related("commitment").in_bulk({message.values.get("step") for message in messages} - {None})
    for step in steps.values():
        step.said = {}
    for follower in found.values():
        follower.event.steps = steps
    return {message.pk: found[message.pk] for message in messages if message.pk in found and message.values.get("step") in steps}


def step_wanted(message, follower, now):
    """They still want to hear of it."""
    return basis.is_wanted(message, follower, now)


def step_words(message, follower):
    """Return the words of the letter about one step, looked up once for a step and a language."""
    step, language = follower.event.steps[message.values["step"]], get_language()
    if language not in step.said:
        promise = step.commitment
        translated([step], language)
        translated([promise], language)
        step.said[language] = {
            **basis.shared_words(follower.event), "promise": str(promise.words.text), "state": step.get_state_display(), "news": str(step.words.text),
            "due": formats.plain(formats.weekday_date(promise.due)) if promise.due and promise.state in Commitment.OPEN else "",
            "promise_url": f"{settings.SITE_URL}{follower.event.get_absolute_url()}#promise-{promise.pk}",
        }  # fmt: skip
    return letters.Letter(shared_key=step.pk, shared=step.said[language], personal=basis.personal_words(follower), secret={"url"})


# --- To staff ---------------------------------------------------------------------------------------------------------------


def load_events(messages):
    """Return the events of these letters by message id; constant queries."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    events = Event.objects.select_related("office", "venue").in_bulk(set(numbers.values()))
    return {pk: events[number] for pk, number in numbers.items() if number in events}


def is_missing(message, event, now):
    """Nobody has reported it meanwhile, and it took place."""
    return event.state in {Event.State.PUBLISHED, Event.State.HELD} and event.ends <= now


def missing_words(message, event):
    """Return which event it is and where the notes are written."""
    url = settings.SITE_URL + reverse("admin:event_record", args=[event.pk])
    return letters.Letter(personal={"title": words.title_of(event), "when": formats.plain(words.when(event)), "url": url})


# --- Previews ---------------------------------------------------------------------------------------------------------------


def _sample_notes():
    return {"told": [_figure(_("Bags filled"), 12)], "promised": [_("We repair the light at the corner.")], "has_minutes": True, "has_photos": True}


def _sample_step():
    day, url = formats.weekday_date(timezone.localdate()), settings.SITE_URL + "/events/"
    return {
        "promise": _("We repair the light at the corner."), "state": Commitment.State.UNDER_WAY.label, "news": _("The lamp is ordered."), "due": day,
        "promise_url": url,
    }  # fmt: skip


def sample_missing():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    return letters.Letter(personal={"title": _("Listening session in Grove Hall"), "when": day, "url": settings.SITE_URL + "/admin/"})
