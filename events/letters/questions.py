"""The letters about a question in advance, to whoever asked it: on the list, not taken and why, answered."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import question_words
from events.letters import about
from events.letters import asked as common
from events.models import Event, Question
from mailing import kind_names, letters, linked, proof
from mailing.models import Message

State = Question.State
NAMES = {
    "question_taken": gettext_lazy("Your question is on the list"),
    "question_declined": gettext_lazy("We did not take your question"),
    "question_answered": gettext_lazy("Your question is answered"),
}


def _send(kind, question, now, period=""):
    if question.person is not None and question.link_id is None:
        letters.send(kind, to=question.person, about=question, now=now, period=period, language=question.language)


def taken(question: Question, *, now: datetime) -> None:
    """“Your question is on the list, in these words”, by itself or put together with another."""
    _send("question_taken", question, now, f"{question.merged_into_id or ''}")


def declined(question: Question, *, now: datetime) -> None:
    """“We did not take your question, because …”"""
    letters.cancel(about=[question], kinds=["question_taken"], now=now)
    _send("question_declined", question, now, f"{now:%Y%m%d%H%M%S.%f}")


def answered(questions: Iterable[Question], *, now: datetime) -> None:
    """“Your question is answered”, to everybody who asked it."""
    for question in questions:
        letters.cancel(about=[question], kinds=["question_taken", "question_answered"], now=now)
        _send("question_answered", question, now, f"{now:%Y%m%d%H%M%S.%f}")


def register() -> None:
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    for kind, wanted in [
        ("question_taken", lambda message, one, now: one.state in {State.ACCEPTED, State.MERGED} and one.event.state != Event.State.CANCELLED),
        ("question_declined", lambda message, one, now: one.state == State.DECLINED),
        ("question_answered", lambda message, one, now: question_words.is_answered(one)),
    ]:
        letters.register(
            kind, template=f"events/email/{kind}", lane=Message.Lane.NORMAL, load=load, context=context, wanted=wanted, reply_to=about.reply_to, sample=sample
        )  # fmt: skip


def load(messages):
    """Return the questions of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=question_words.fetch, owner=lambda one: one.person)


def context(message, question):
    """Return the words for whoever asked; the text they typed goes to nobody else."""
    shown = question_words.put_public_words(question)
    shared = {
        **about.facts(question.event), "public_text": str(shown.words.public_text), "public_list": common.in_lines(str(shown.words.public_text)),
        "answer": str(shown.words.answer), "answer_list": common.in_lines(str(shown.words.answer)), "is_merged": question.state == State.MERGED,
        "by": str(shown.answered_by.words.name) if shown.answered_by else "",
    }  # fmt: skip
    personal = {
        "name": question.person.name, "question": question.text, "question_list": common.in_lines(question.text), "because": question.declined_because,
        "url": proof.url(question.manage_link),
    }  # fmt: skip
    return letters.Letter(shared_key=(shown.pk, shared["is_merged"], shared["answer"]), shared=shared, personal=personal, secret={"url"})


def sample():
    """Return invented words for previews."""
    text, answer = _("When will the crossing be safer?"), _("The new lights come in May.")
    shared = {
        **about.sample_facts(), "public_text": text, "public_list": text, "answer": answer, "answer_list": answer, "is_merged": False,
        "by": _("Transportation Department"),
    }  # fmt: skip
    personal = {"name": "Vera", "question": text, "question_list": text, "because": _("It is not about this event."), "url": common.SAMPLE_URL}
    return letters.Letter(shared=shared, personal=personal, secret={"url"})
