"""Requests for support on the desk: the board of all of them, one of them with its answer, and one written down for somebody on the phone."""

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import accommodation_rules as rules
from events import accommodation_words, words
from events.actions import accommodations
from events.desk import within
from events.forms.asking import EnterSupportForm
from events.forms.desk_support import AnswerForm, BoardForm, DueForm
from events.models import AccommodationRequest
from intake.admin import desk_page, steps_of
from intake.form_keys import new_key
from intake.refusal import Refused
from languages.names import language_names
from people.access import staff_page

VIEW, CHANGE = "events.view_accommodationrequest", "events.change_accommodationrequest"
SHOWN = 200
_ALL = AccommodationRequest.objects.select_related("person__office", "event__office", "event__venue", "owner", "link")
_ANSWERED = [state for state in AccommodationRequest.State if state not in AccommodationRequest.WAITING]


@staff_page(VIEW)
@require_safe
def board(request):
    """All requests of the events one may see, the soonest due first."""
    form = BoardForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data
    found = within.scoped(_ALL.proved().filter(person__forgotten_at=None), request.user, VIEW)
    found = _chosen(found, typed, request.user).order_by(F("due").asc(nulls_last=True), "event__starts", "pk")
    rows = accommodation_words.put_languages(found[: SHOWN + 1])
    for one in rows:
        one.what = accommodation_words.kind(one)
        one.when = words.when(one.event)
    return desk_page(
        request, "events/desk/accommodations.html", title=_("What would help people take part"), form=form, rows=rows[:SHOWN], has_more=len(rows) > SHOWN,
        today=timezone.localdate(), event=within.event(request, VIEW, typed["event"]) if typed.get("event") else None,
    )  # fmt: skip


def _chosen(found, typed, user):
    show, whose = typed.get("show") or "open", typed.get("whose")
    if show != "all":
        found = found.filter(state__in=AccommodationRequest.WAITING if show == "open" else _ANSWERED)
    if show == "open":
        found = found.to_come(timezone.now())
    if whose:
        found = found.filter(owner=user if whose == "me" else None)
    return found.filter(event=typed["event"]) if typed.get("event") else found


@staff_page(VIEW)
@require_safe
def one(request, pk):
    """One request: what, for whom, in whose hands, what was answered, and who changed what."""
    return _page(request, within.fetch(_ALL, request, VIEW, pk))


def _page(request, found, *, form=None, due_form=None, error="", status=200):
    names = language_names()
    shown = {"state": found.state if found.state in rules.ANSWERS else None, "reply": found.reply, "seen": rules.version_of(found)}
    return desk_page(
        request, "events/desk/accommodation.html", title=accommodation_words.kind(found), status=status, found=found, event=found.event, when=words.when(found.event),
        where=words.where(found.event), form=form or AnswerForm(initial=shown), due_form=due_form or DueForm(initial={"due": found.due}), error=error,
        speaks=names.get(found.person.language, found.person.language), steps=steps_of(found)[:20], may_change=within.may(request.user, CHANGE, found.event),
        may_see_contact=within.may(request.user, "people.view_contact", found.event),
    )  # fmt: skip


def _again(request, pk, form, **more):
    """Show the page anew, as things stand by now, with what was typed."""
    return _page(request, within.fetch(_ALL, request, VIEW, pk), form=form, status=422, **more)


@staff_page(CHANGE)
@require_POST
def answer(request, pk):
    """Say how it stands; the person is told by letter, or called."""
    found, form = within.fetch(_ALL, request, CHANGE, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, pk, form)
    try:
        accommodations.answer(request=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        if refused.code == "stale":  # the next sending is made knowing it
            form.data = form.data.copy()
            form.data["seen"] = rules.version_of(AccommodationRequest.objects.get(pk=pk))
        return _again(request, pk, form)
    messages.success(request, _("Answered. They are told."))
    return redirect("admin:accommodation", pk)


@staff_page(CHANGE)
@require_POST
def take(request, pk):
    """“It is in my hands”, and by when it is answered."""
    found, form = within.fetch(_ALL, request, CHANGE, pk), DueForm(request.POST)
    if not form.is_valid():
        return _again(request, pk, None, due_form=form)
    accommodations.take(request=found, due=form.cleaned_data["due"], by=request.user, now=timezone.now())
    messages.success(request, _("It is in your hands."))
    return redirect("admin:accommodation", pk)


@staff_page(CHANGE)
@require_POST
def withdraw(request, pk):
    """They called: it is not needed any more."""
    accommodations.withdraw(request=within.fetch(_ALL, request, CHANGE, pk), by=request.user, now=timezone.now())
    messages.success(request, _("Noted: it is not needed any more."))
    return redirect("admin:accommodation", pk)


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """Write down what somebody on the phone needs."""
    event = within.event(request, CHANGE, pk)
    initial = {"language": settings.LANGUAGE_CODE, "key": new_key()}
    form = EnterSupportForm(request.POST or None, initial=initial, languages=language_names(), is_sensitive=event.is_sensitive)
    if form.is_valid() and (made := _enter(request, event, form)):
        messages.success(request, _("It is written down. Tell them by when we answer."))
        return redirect("admin:accommodation", made.pk)
    return desk_page(
        request, "events/desk/enter_accommodation.html", title=_("Somebody on the phone needs something"), status=422 if request.method == "POST" else 200,
        event=event, when=words.when(event), form=form,
    )  # fmt: skip


def _enter(request, event, form):
    try:
        return accommodations.enter(
            event=event, wish=form.to_wish(), asker=form.to_asker(settings.LANGUAGE_CODE), key=form.cleaned_data["key"],
            by=request.user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return None
