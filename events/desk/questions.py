"""Questions in advance on the desk: looked at before anything is public, put together, declined with a reason, answered."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import words
from events.actions import questions
from events.desk import within
from events.forms.desk_questions import AcceptForm, AnswerQuestionForm, DeclineForm, MergeForm, NoteQuestionForm
from events.models import Question
from intake.admin import desk_page
from intake.refusal import Refused
from languages.names import language_names
from people.access import staff_page

VIEW, CHANGE = "events.view_question", "events.change_question"
State = Question.State
_ALL = Question.objects.select_related("event__office", "event__venue", "person", "merged_into", "answered_by", "moderated_by")
_ORDER = [State.SUBMITTED, State.ACCEPTED, State.ANSWERED, State.MERGED, State.DECLINED]


@staff_page(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """All questions of an event, those nobody has looked at first; and one written down from the phone or the room."""
    event = within.event(request, CHANGE if request.method == "POST" else VIEW, pk)
    form = NoteQuestionForm(request.POST or None)
    if form.is_valid() and _note(request, event, form):
        messages.success(request, _("It is written down."))
        return redirect("admin:event_questions", pk)
    found = list(_ALL.filter(event=event, link=None).order_by("pk"))
    lists = [(State(state).label, rows) for state in _ORDER if (rows := [one for one in found if one.state == state])]
    return desk_page(
        request, "events/desk/questions.html", title=_("Questions in advance"), status=422 if request.method == "POST" else 200, event=event, when=words.when(event),
        lists=lists, form=form, may_change=within.may(request.user, CHANGE, event),
    )  # fmt: skip


def _note(request, event, form):
    try:
        return questions.note(event=event, text=form.cleaned_data["question"], key=form.cleaned_data["key"], by=request.user, now=timezone.now())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return None


@staff_page(VIEW)
@require_safe
def one(request, pk):
    """One question, and what can be done about it."""
    return _page(request, within.fetch(_ALL, request, VIEW, pk))


def _others(question):
    """The questions it can be put together with: everybody reads them already."""
    return Question.objects.shown().filter(event=question.event_id).exclude(pk=question.pk).order_by("pk")


def _page(request, question, *, error="", status=200, **bound):
    others, office = _others(question), question.answered_by or question.event.office
    forms = {
        "accept_form": AcceptForm(initial={"public_text": question.public_text or question.text}), "merge_form": MergeForm(others=others), "decline_form": DeclineForm(),
        "answer_form": AnswerQuestionForm(initial={"answer": question.answer, "office": office.pk}), **bound,
    }  # fmt: skip
    names = language_names()
    return desk_page(
        request, "events/desk/question.html", title=_("Question in advance"), status=status, question=question, event=question.event, error=error,
        is_public=question.state in questions.PUBLIC, is_new=question.state == State.SUBMITTED, can_merge=others.exists(), asked_in=names.get(question.language, question.language),
        merged=list(question.merged.order_by("pk")), may_change=within.may(request.user, CHANGE, question.event),
        may_see_contact=within.may(request.user, "people.view_contact", question.event), **forms,
    )  # fmt: skip


def _do(request, pk, verb, said, *, name="", form=None):
    """Call `verb(question=, by=, now=, **typed)`, and go back; what is wrong stands beside its field."""
    question = within.fetch(_ALL, request, CHANGE, pk)
    if form is not None and not form.is_valid():
        return _page(request, question, status=422, **{name: form})
    typed = form.cleaned_data if form is not None else {}
    try:
        verb(question=question, by=request.user, now=timezone.now(), **{key: value for key, value in typed.items() if key != "looked"})
    except Refused as refused:
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
        again = within.fetch(_ALL, request, VIEW, pk)
        return _page(request, again, error="" if form and form.errors else refused.sentence, status=422, **({name: form} if form is not None else {}))
    messages.success(request, said)
    return redirect("admin:event_questions", question.event_id)


@staff_page(CHANGE)
@require_POST
def accept(request, pk):
    """Take it, in words for everybody."""
    return _do(request, pk, questions.accept, _("It is on the list for everybody. Whoever asked is told."), name="accept_form", form=AcceptForm(request.POST))


@staff_page(CHANGE)
@require_POST
def merge(request, pk):
    """Put it together with another."""
    form = MergeForm(request.POST, others=_others(within.fetch(_ALL, request, CHANGE, pk)))
    return _do(request, pk, questions.merge, _("They are together now. Whoever asked is told."), name="merge_form", form=form)


@staff_page(CHANGE)
@require_POST
def decline(request, pk):
    """Do not take it; whoever asked is told why."""
    return _do(request, pk, questions.decline, _("It is not taken. Whoever asked is told why."), name="decline_form", form=DeclineForm(request.POST))


@staff_page(CHANGE)
@require_POST
def answer(request, pk):
    """Answer for everybody."""
    form = AnswerQuestionForm(request.POST)
    return _do(request, pk, questions.answer, _("The answer is public. Whoever asked gets it by letter."), name="answer_form", form=form)


@staff_page(CHANGE)
@require_POST
def look_again(request, pk):
    """It was declined, or put together, by mistake."""
    return _do(request, pk, questions.look_again, _("It can be looked at again."))
