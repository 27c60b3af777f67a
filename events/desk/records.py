"""The record of an event at the desk: what was there and what came of it, minutes, photos, papers, and publishing all of it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import outcomes, record_rules, words
from events.actions import files, followers, records
from events.desk.reaching import beside, fetch
from events.forms.records import PaperForm, PhotoForm, PromiseForm, RecordForm
from events.models import Event, EventRecord, Paper, Photo
from intake import fresh
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

_CHANGE = "events.change_eventrecord"
_EVENTS = Event.objects.select_related("office", "venue", "board")
Minutes = EventRecord.Minutes


def _record_of(event):
    return EventRecord.objects.filter(event=event).first() or EventRecord(event=event)


def _with_event(record, event):
    record.event = event
    return record


@staff_page(_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, pk):
    """Write the record down, or put it right."""
    event = fetch(_EVENTS, request.user, _CHANGE, pk)
    if request.method != "POST":
        return page(request, event)
    form = RecordForm(request.POST, instance=_with_event(_record_of(event), event))
    if form.is_valid():
        try:
            with transaction.atomic():
                records.hold(event)
                fresh.check_fresh(request, form)
                records.write(event=event, facts=form.to_facts(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form = RecordForm(request.POST, instance=_with_event(_record_of(event), event))
            form.is_valid()
            beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:event_record", pk)
    return page(request, event, form=form, status=422)


def page(request, event, *, form=None, photo_form=None, paper_form=None, promise_form=None, status=200):
    """Return the page of a record; a form is given where something typed needs to be checked."""
    found, now = _record_of(event), timezone.now()
    form = form or RecordForm(instance=_with_event(found, event))
    try:
        record_rules.check_may_write(event, now)
        why_not = ""
    except Refused as refusal:
        why_not = refusal.sentence
    today = timezone.localdate(now, event.zone)
    return desk_page(
        request, "events/desk/record.html", title=_("Record: %(event)s") % {"event": event}, status=status, event=event, record=found, form=form,
        seen=fresh.token_of(request, form), when=words.when(event), why_not=why_not, minutes=_minutes(found), photos=event.photos.defer("content"),
        papers=outcomes.papers(event), promises=outcomes.promises(event), supports=outcomes.supports(event), is_over=event.ends <= now,
        photo_form=photo_form or PhotoForm(auto_id="id_photo_%s", initial={"consented_on": min(today, event.local_ends.date())}),
        paper_form=paper_form or PaperForm(auto_id="id_paper_%s", event=event), promise_form=promise_form or _promise_form(event),
        may_promise=request.user.has_perm("events.change_commitment"),
    )  # fmt: skip


def _promise_form(event):
    return PromiseForm(auto_id="id_promise_%s", initial={"office": event.office_id})


def _minutes(found):
    """Return the state of the minutes in words, and what can be done with them: (url name, words)."""
    press = {Minutes.DRAFT: ("admin:approve_minutes", _("The board has approved them")), Minutes.APPROVED: ("admin:publish_minutes", _("Publish the minutes"))}
    return {"state": found.get_minutes_state_display(), "press": press.get(found.minutes_state)}


def _press(request, pk, verb, said):
    event = fetch(_EVENTS, request.user, _CHANGE, pk)
    try:
        verb(event=event, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("admin:event_record", pk)


@staff_page(_CHANGE)
@require_POST
def approve_minutes(request, pk):
    """The board has approved its minutes."""
    return _press(request, pk, records.approve_minutes, _("The minutes are approved. They are public once you publish them."))


@staff_page(_CHANGE)
@require_POST
def publish_minutes(request, pk):
    """Show the approved minutes."""
    return _press(request, pk, records.publish_minutes, _("The minutes are published with the record."))


@staff_page(_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """Asked once more, and done when the answer is yes: everybody sees the record, and who came, asked or followed gets one letter."""
    event = fetch(_EVENTS, request.user, _CHANGE, pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            _record, told = records.publish(event=event, by=request.user, now=timezone.now())
        except Refused as refusal:
            error, status = refusal.sentence, 422
        else:
            said = ngettext(
                "It is published, and a letter is on its way to %(n)s person.", "It is published, and letters are on their way to %(n)s people.", told
            )
            messages.success(request, said % {"n": told} if told else _("It is published. Nobody new has to be told."))
            return redirect("admin:event_record", pk)
    found = _record_of(event)
    return desk_page(
        request, "events/desk/publish_record.html", title=_("Publish what came of it?"), status=status, event=event, record=found, error=error,
        counted=outcomes.counted(found), figures=event.figures.all(), promises=event.commitments.count(), is_told=found.told_at is not None, audience=followers.audience(event),
    )  # fmt: skip


# --- Photos and papers ----------------------------------------------------------------------------------------------------


@staff_page(_CHANGE)
@require_POST
def add_photo(request, pk):
    """Add a photo."""
    event = fetch(_EVENTS, request.user, _CHANGE, pk)
    form = PhotoForm(request.POST, request.FILES, auto_id="id_photo_%s")
    if form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            files.add_photo(event=event, content=typed.pop("file").read(), **typed, by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("The photo is added. Everybody sees it once the record is published."))
            return redirect(_at(pk, "photos"))
    return page(request, event, photo_form=form, status=422)


@staff_page(_CHANGE)
@require_POST
def add_paper(request, pk):
    """Add a paper."""
    event = fetch(_EVENTS, request.user, _CHANGE, pk)
    form = PaperForm(request.POST, request.FILES, auto_id="id_paper_%s", event=event)
    if form.is_valid():
        try:
            files.add_paper(event=event, form=form.to_form(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("The paper is added. It stands on the page of the event."))
            return redirect(_at(pk, "papers"))
    return page(request, event, paper_form=form, status=422)


@staff_page(_CHANGE)
@require_POST
def take_photo_away(request, pk):
    """Somebody does not agree any more, or it was the wrong one."""
    return _take_away(request, Photo.objects.defer("content"), pk, "photos", _("The photo is gone."))


@staff_page(_CHANGE)
@require_POST
def take_paper_away(request, pk):
    """It was the wrong one."""
    return _take_away(request, Paper.objects.defer("content"), pk, "papers", _("The paper is gone."))


def _take_away(request, queryset, pk, part, said):
    found = fetch(queryset, request.user, _CHANGE, pk)
    files.take_away(record=found, by=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect(_at(found.event_id, part))


def _at(pk, part):
    """Return the address of one part of the page: whoever works with the keyboard goes on from there."""
    return f"{reverse('admin:event_record', args=[pk])}#{part}"


@staff_page(_CHANGE)
@require_safe
def photo(request, pk):
    """A photo for staff, before it is public too."""
    found = fetch(Photo.objects.all(), request.user, _CHANGE, pk)
    return HttpResponse(bytes(found.content), content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"})
