"""The room on a phone: who speaks and who is next, raised hands, and what is said, by theme and without names."""

import json

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import speaker_words, words
from events.actions import remarks, speakers
from events.desk import within
from events.forms.room import HandForm, MarkForm, RemarkForm
from events.models import Remark, Speaker
from intake import script_answers
from intake.admin import desk_page
from intake.form_keys import new_key
from intake.presses import PressForm
from intake.refusal import Refused
from people.access import staff_page

SPEAKERS, REMARKS = "events.change_speaker", "events.change_remark"
State = Speaker.State
_SPEAKERS = Speaker.objects.select_related("event")


@staff_page("events.view_speaker")
@require_safe
def of_event(request, pk):
    """The speakers' list and the remarks of one event."""
    return _page(request, within.event(request, "events.view_speaker", pk))


def _page(request, event, *, hand=None, remark=None, status=200):
    found = list(_SPEAKERS.filter(event=event).order_by("order", "pk"))
    speaking = next((one for one in found if one.state == State.SPEAKING), None)
    noted = list(Remark.objects.filter(event=event).order_by("theme", "pk"))
    themes = list(dict.fromkeys(one.theme for one in noted))
    return desk_page(
        request, "events/desk/room.html", title=_("The room"), status=status, event=event, when=words.when(event), keeps_list=event.minutes_each is not None,
        speaking=speaking, speaks_from=speaking and speaker_words.speaks_from(speaking), waiting=[one for one in found if one.state == State.WAITING],
        past=[one for one in found if one.state in {State.DONE, State.GONE}], themes=[(theme, [one for one in noted if one.theme == theme]) for theme in themes],
        hand=hand or HandForm(event=event), remark=remark or RemarkForm(), key=new_key(), may_change=within.may(request.user, SPEAKERS, event),
        ticks={"name": f"room:{event.pk}", "waiting": script_answers.waiting_words(), "states": json.dumps({})},
    )  # fmt: skip


def _answer(request, event, said, *, is_refused=False, at=""):
    if script_answers.is_from_script(request):
        return script_answers.answer(said, status=409 if is_refused else 200)
    (messages.error if is_refused else messages.success)(request, said)
    response = redirect("admin:event_room", event.pk)
    response["Location"] += f"#{at}" if at else ""
    return response


def _wrong(request, event, form, **shown):
    """What is wrong stands beside its field; the script gets it in one line."""
    if script_answers.is_from_script(request):
        return script_answers.answer(form.words(), status=409)
    return _page(request, event, status=422, **shown)


@staff_page(SPEAKERS)
@require_POST
def raise_hand(request, pk):
    """Write down a raised hand."""
    event = within.event(request, SPEAKERS, pk)
    form = HandForm(request.POST, event=event)
    if form.is_valid():
        try:
            speakers.sign_up(event=event, browser=f"user:{request.user.pk}", by=request.user, now=timezone.now(), **form.typed)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return _answer(request, event, _("On the list."), at="list")
    return _wrong(request, event, form, hand=form)


@staff_page(SPEAKERS)
@require_POST
def call_next(request, pk):
    """Who speaks has spoken; the next one, please."""
    event, form = within.event(request, SPEAKERS, pk), PressForm(request.POST)
    form.is_valid()
    key = form.cleaned_data.get("key") or new_key()
    try:
        speaker = speakers.call_next(event=event, key=key, by=request.user, now=timezone.now(), ago=form.cleaned_data["ago"])
    except Refused as refused:
        return _answer(request, event, refused.sentence, is_refused=True)
    said = _("%(name)s speaks now.") % {"name": speaker.name} if speaker else _("Nobody waits to speak.")
    return _answer(request, event, said, at="list")


@staff_page(SPEAKERS)
@require_POST
def mark(request, pk):
    """Note what became of one speaker."""
    speaker, form = within.fetch(_SPEAKERS, request, SPEAKERS, pk), MarkForm(request.POST)
    if not form.is_valid():
        return _answer(request, speaker.event, _("Nothing was changed. Please press again."), is_refused=True)
    speaker = speakers.mark(speaker=speaker, state=form.cleaned_data["state"], by=request.user, now=timezone.now(), ago=form.cleaned_data["ago"])
    return _answer(request, speaker.event, _("%(name)s: %(state)s.") % {"name": speaker.name, "state": speaker.get_state_display()}, at="list")


# --- What is said ---------------------------------------------------------------------------------------------------------


@staff_page(REMARKS)
@require_POST
def note(request, pk):
    """Note what was said."""
    event, form = within.event(request, REMARKS, pk), RemarkForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            remarks.note(
                event=event, theme=typed["theme"], text=typed["text"], times=max(1, typed["times"] or 1), key=typed["key"] or new_key(), by=request.user, now=timezone.now()
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            return _answer(request, event, _("Noted."), at="remarks")
    return _wrong(request, event, form, remark=form)


@staff_page(REMARKS)
@require_POST
def count(request, pk):
    """Somebody else says the same."""
    remark, form = within.fetch(Remark.objects.select_related("event"), request, REMARKS, pk), PressForm(request.POST)
    form.is_valid()
    try:
        remark = remarks.count(remark=remark, key=form.cleaned_data.get("key") or new_key(), by=request.user, now=timezone.now())
    except Refused as refused:
        return _answer(request, remark.event, refused.sentence, is_refused=True, at="remarks")
    return _answer(request, remark.event, _("Counted: %(n)s.") % {"n": remark.times}, at="remarks")


@staff_page(REMARKS)
@require_POST
def take_back(request, pk):
    """It was noted by mistake."""
    remark = within.fetch(Remark.objects.select_related("event"), request, REMARKS, pk)
    event = remark.event
    remarks.take_back(remark=remark, by=request.user, now=timezone.now())
    return _answer(request, event, _("Taken back."), at="remarks")
