"""Questions in advance: asked, looked at by staff before anything is public, answered for everybody in the name of an office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events import asking_rules
from events import question_rules as rules
from events.actions import asking
from events.actions.asking import Asker
from events.letters import questions as letters
from events.models import Event, Question, Registration
from intake import form_keys
from intake.refusal import Refused
from mailing.models import AccessLink
from mailing.outcomes import Outcome
from people.models import Office, Person, User

State = Question.State
PUBLIC = (State.ACCEPTED, State.ANSWERED)


@transaction.atomic
def ask(*, event: Event, person: Person | None, text: str, language: str, now: datetime, link: AccessLink | None = None) -> Question:
    """Ask a question in advance; with a `link` staff see it when the address is proved. Nothing of it is public. Raises Refused."""
    rules.check_asked(text)
    asking_rules.check_waiting(Question, link)
    return Question.objects.create(event=event, person=person, text=text, language=language, link=link)


@transaction.atomic
def ask_on_page(*, event: Event, text: str, asker: Asker, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Anybody asks, registered or not, once per form key; staff see it when the address is proved. Raises Refused."""

    def make(person, link):
        return ask(event=event, person=person, text=text, language=asker.language, link=link, now=now)

    return asking.take(event=event, asker=asker, content=["question", text], proved=proved, key=key, browser=browser, make=make, now=now)


@transaction.atomic
def note(*, event: Event, text: str, key: str, by: User, now: datetime) -> Question:
    """Staff write down a question from the phone or the room, without a name, once per form key. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["question", event.pk, text], now=now)
    if sending.first is not None:
        return Question.objects.get(pk=sending.first["question"])
    made = ask(event=event, person=None, text=text, language="en", now=now)
    form_keys.remember(sending, result={"question": made.pk})
    return made


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: staff see the question."""
    asking.settle(Question.objects.filter(pk__in=ids), by=by, now=now, then=_is_proved)


@transaction.atomic
def settle_with(*, registration: Registration, by: User | None, now: datetime) -> None:
    """The registration on whose form it was asked is proved; called before its link is dropped."""
    asking.settle(asking.asked_with(Question, registration), by=by, now=now, then=_is_proved)


def _is_proved(question, *, by, now):
    """It waits for staff on their page; nobody is written to, the page says so."""


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put questions that wait for a proof on another address or number; returns the new link and no new refs. Raises Refused."""
    return asking.readdress(Question.objects.filter(pk__in=ids), typed=typed, email=email, phone=phone, now=now)


# --- Looked at by staff ---------------------------------------------------------------------------------------------------


def _locked(ids):
    found = Question.objects.filter(pk__in=ids).select_related("event__office", "event__venue", "person__office", "merged_into")
    return list(found.order_by("pk").select_for_update(of=("self",)))


def _changed(question, by, *names):
    question.moderated_by = by
    question.save(update_fields=[*names, "moderated_by", "changed_at"])
    return question


@transaction.atomic
def accept(*, question: Question, public_text: str, by: User, now: datetime) -> Question:
    """Take a question in words for everybody; other words later correct it. Whoever asked is told the first time. Raises Refused."""
    (question,) = _locked([question.pk])
    rules.check_state(question, State.SUBMITTED, *PUBLIC)
    rules.check_for_everybody(question, public_text, field="public_text")
    is_new, question.public_text = question.state == State.SUBMITTED, public_text
    question.state = State.ACCEPTED if is_new else question.state
    _changed(question, by, "public_text", "state")
    if is_new:
        letters.taken(question, now=now)
    return question


@transaction.atomic
def merge(*, question: Question, into: Question, by: User, now: datetime) -> Question:
    """Put a question together with one that everybody reads: whoever asked is told, and gets that one's answer. Raises Refused."""
    if question.pk == into.pk:
        raise Refused(_("Choose another question to put it together with."), field="into")
    found = {one.pk: one for one in _locked([question.pk, into.pk])}
    question, into = found[question.pk], found[into.pk]
    rules.check_state(question, State.SUBMITTED, *PUBLIC)
    if into.event_id != question.event_id or into.state not in PUBLIC:
        raise Refused(_("Choose a question of the same event that everybody reads already."), field="into")
    question.state, question.merged_into = State.MERGED, into
    _changed(question, by, "state", "merged_into")
    for one in [question, *_locked(question.merged.values_list("pk", flat=True))]:  # what was put together with it goes along
        if one.pk != question.pk:
            one.merged_into = into
            _changed(one, by, "merged_into")
        letters.taken(one, now=now)
        if into.state == State.ANSWERED:
            letters.answered([one], now=now)
    return question


@transaction.atomic
def decline(*, question: Question, because: str, by: User, now: datetime) -> Question:
    """Do not take a question, or take it off the page again; whoever asked is told why. The same again sends nothing. Raises Refused."""
    rules.check_because(because)
    (question,) = _locked([question.pk])
    if question.state == State.DECLINED and question.declined_because == because:
        return question
    rules.check_state(question, State.SUBMITTED, State.DECLINED, *PUBLIC)
    if question.merged.exists():
        raise Refused(_("Other questions were put together with this one. Choose another one for them first."), code="merged")
    question.state, question.declined_because = State.DECLINED, because
    _changed(question, by, "state", "declined_because")
    letters.declined(question, now=now)
    return question


@transaction.atomic
def look_again(*, question: Question, by: User, now: datetime) -> Question:
    """Take a question back to be looked at: it was declined or put together by mistake. Nobody is written to. Raises Refused."""
    (question,) = _locked([question.pk])
    rules.check_state(question, State.DECLINED, State.MERGED, State.SUBMITTED)
    question.state, question.merged_into, question.declined_because = State.SUBMITTED, None, ""
    return _changed(question, by, "state", "merged_into", "declined_because")


@transaction.atomic
def answer(*, question: Question, answer: str, office: Office, by: User, now: datetime) -> Question:
    """Answer for everybody, in the name of an office; whoever asked it, or one put together with it, gets the answer by letter, and other words again.

    The same answer again sends nothing. Raises Refused.
    """
    (question,) = _locked([question.pk])
    rules.check_state(question, *PUBLIC)
    rules.check_for_everybody(question, answer, field="answer")
    if (question.state, question.answer, question.answered_by_id) == (State.ANSWERED, answer, office.pk):
        return question
    question.state, question.answer, question.answered_by, question.answered_at = State.ANSWERED, answer, office, now
    _changed(question, by, "state", "answer", "answered_by", "answered_at")
    letters.answered([question, *_locked(question.merged.values_list("pk", flat=True))], now=now)
    return question
