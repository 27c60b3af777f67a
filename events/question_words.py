"""A question in advance in words, in the active language: for its owner, for letters, and for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import words
from events.models import Event, Question
from languages.content import Words, translated
from people.things import Thing

State = Question.State
_STATES = {State.SUBMITTED: "asked", State.ACCEPTED: "confirmed", State.MERGED: "confirmed", State.ANSWERED: "confirmed", State.DECLINED: "declined"}
_LOOKS = {State.SUBMITTED: "wait", State.ACCEPTED: "good", State.MERGED: "good", State.ANSWERED: "good", State.DECLINED: "past"}


def fetch(ids: Iterable[int]) -> list[Question]:
    """Return these questions with all that their words need; constant queries."""
    found = Question.objects.filter(pk__in=ids, person__isnull=False)
    return list(
        found.select_related("person__office", "event__office", "event__venue", "link", "answered_by", "merged_into__answered_by").order_by(
            "event__starts", "pk"
        )
    )


def public(question: Question) -> Question:
    """Return the question that everybody reads instead of this one: the one it was put together with, else itself."""
    return question.merged_into if question.state == State.MERGED else question


def is_answered(question: Question) -> bool:
    """Tell whether everybody can read its answer."""
    return public(question).state == State.ANSWERED


def state(question: Question) -> str:
    """Return the state as its owner reads it."""
    if question.link_id:
        return _("Noted, not confirmed yet")
    if is_answered(question):
        return _("Your question is answered")
    return {
        State.SUBMITTED: _("We have your question"),
        State.ACCEPTED: _("Your question is on the list"),
        State.MERGED: _("Your question is on the list, together with another"),
        State.DECLINED: _("We did not take your question"),
    }[question.state]


def look(question: Question) -> str:
    """Return how its state looks: good, wait, bad or past."""
    return "wait" if question.link_id else _LOOKS[question.state]


def next_words(question: Question) -> str:
    """Return what happens next, or nothing."""
    if question.link_id or question.state == State.DECLINED or is_answered(question):
        return ""
    if question.state == State.SUBMITTED:
        return _("We read it first and put it into words for everybody, without your name.")
    return _("It is answered at the event or before, and you get the answer too.")


def thing(question: Question) -> Thing:
    """Return a question as one thing of one person."""
    event = question.event
    return Thing(
        ref=question.ref, title=_("Your question for %(event)s") % {"event": words.title_of(event)}, name=question.person.name, party_size=1,
        when=words.when(event), where=words.where(event), state="held" if question.link_id else _STATES[question.state], state_words=state(question),
        url=reverse("events:question", args=[question.pk]), starts=event.starts, next_words=next_words(question), keeps_place=False, last_step=_("We answer you"),
    )  # fmt: skip


def put_public_words(question: Question) -> Question:
    """Put the words in the active language on what everybody reads of this question, and return that."""
    shown = public(question)
    translated([shown, *([shown.answered_by] if shown.answered_by else [])], get_language())
    return shown


# --- For everybody --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One question that everybody reads, with its answer where there is one."""

    number: int
    text: Words
    answer: Words | None
    office: Words | None
    asked_by: int  # people, with those whose question was put together with it


def shown(event: Event) -> list[Shown]:
    """Return the questions of an event for everybody to read, in the words the office gave them; constant queries. Nobody's name is in it."""
    found = Question.objects.shown().filter(event=event).select_related("answered_by").annotate(more=Count("merged")).order_by("pk")
    found = translated(found, get_language())
    translated({one.answered_by for one in found if one.answered_by}, get_language(), ["name"])
    offices = {one.answered_by_id: one.answered_by for one in found if one.answered_by and hasattr(one.answered_by, "words")}
    return [_shown(one, offices) for one in found]


def _shown(question, offices):
    is_answered = question.state == State.ANSWERED
    office = offices[question.answered_by_id] if is_answered else None
    return Shown(question.pk, question.words.public_text, question.words.answer if is_answered else None, office and office.words.name, 1 + question.more)
