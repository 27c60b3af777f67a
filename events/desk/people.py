"""The people of an event: who comes, who waits, who came; and somebody on the phone is registered."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import ticks
from bookings.consents.forms import ConsentForm
from bookings.forms import KeyForm, TickForm
from bookings.models import State
from bookings.seats import Full
from events import codes, door_rules, people_sheet, words
from events import guardians as young
from events.actions import attending, door, guardians, offers, registrations
from events.desk.door_links import listed
from events.desk.people_forms import CallInForm
from events.desk.people_reach import fetch, may
from events.forms.door import NewcomerForm
from events.models import Event, Registration
from intake.admin import desk_page
from intake.form_keys import new_key
from intake.refusal import Refused
from intake.script_answers import answer, is_from_script
from people.access import staff_page

_EVENTS = Event.objects.select_related("office", "venue")
_REGISTRATIONS = Registration.objects.select_related("person__office", "event", "consent")


@require_safe
@staff_page("events.view_registration")
def of_event(request, pk):
    """Everyone on the list of one event."""
    event, user = fetch(_EVENTS, request.user, "events.view_registration", pk), request.user
    may_change = may(user, "events.change_registration", event)
    may_give_links = may(user, "events.give_door_link", event)
    return desk_page(
        request, "events/desk/people.html", title=str(event), event=event, when=words.when(event), where=words.where(event), sheet=people_sheet.of(event),
        marks=people_sheet.mark_labels(), key=new_key(), ticks=ticks.words(f"event:{event.pk}:{user.pk}"), may_change=may_change,
        may_mark=may_change and door_rules.may_note(event, timezone.now()), may_see_contact=may(user, "people.view_contact", event), may_give_links=may_give_links,
        links=listed(event, timezone.now()) if may_give_links else [], is_off=event.is_cancelled,
        may_sign=may_change and not event.is_cancelled and event.mode != Event.Mode.ONLINE, may_invite=event.invited_only and may(user, "events.change_invitation", event),
        may_export=may(user, "events.export_event", event), takes_consents=may_change and not event.is_cancelled and event.starts > timezone.now(),
        asks_guardian=young.asks(event),
    )  # fmt: skip


@staff_page("events.change_registration")
@require_POST
def confirm(request, pk):
    """Confirm somebody who has not proved an address, or waits."""
    registration = fetch(_REGISTRATIONS, request.user, "events.change_registration", pk)
    return _do(request, registration.event, _("%(name)s is confirmed.") % _named(registration), offers.confirm, registration=registration)


@staff_page("events.change_registration")
@require_POST
def cancel(request, pk):
    """Cancel a registration; the freed place is offered at once."""
    registration = fetch(_REGISTRATIONS, request.user, "events.change_registration", pk)
    return _do(request, registration.event, _("The registration of %(name)s is cancelled.") % _named(registration), attending.cancel, registration=registration)


@staff_page("events.change_registration")
@require_POST
def note_consent(request, pk):
    """Note what a guardian said on paper or on the phone: a yes confirms the place, a no gives it back."""
    registration = fetch(_REGISTRATIONS, request.user, "events.change_registration", pk)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _refuse(request, registration.event, _("Please choose what the guardian said, and how."))
    answer = {"says_yes": form.cleaned_data["says"] == "yes", "how": form.cleaned_data["how"]}
    return _do(request, registration.event, _("Noted."), guardians.note, registration=registration, **answer)


@staff_page("events.change_registration")
@require_POST
def mark(request, pk):
    """Note that somebody came, did not come or is excused, or take the mark back."""
    registration = fetch(_REGISTRATIONS, request.user, "events.change_registration", pk)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _refuse(request, registration.event, _("Choose what to note."))
    note = _("%(name)s: %(state)s.") % {**_named(registration), "state": State(form.cleaned_data["state"]).label}
    return _do(request, registration.event, note, door.tick, registration=registration, **form.cleaned_data)


@staff_page("events.change_registration")
@require_POST
def add(request, pk):
    """Write down somebody who came without a registration; without a name they are counted."""
    event = fetch(_EVENTS, request.user, "events.change_registration", pk)
    form = NewcomerForm(request.POST, event=event)
    if not form.is_valid():
        young_errors = [error for field in ("name", "consent_seen") for error in form.errors.get(field, [])]
        return _refuse(request, event, " ".join(young_errors) or _("Type how many came, and a name if they give one."))
    typed = form.as_typed()
    if not typed["name"]:
        return _do(request, event, _("Counted."), door.count_nameless, event=event, people=typed["party_size"], key=typed["key"])
    return _do(request, event, _("%(name)s is on the list.") % {"name": typed["name"]}, door.add_walk_in, event=event, **typed)


@staff_page("events.change_registration")
@require_POST
def take_back(request, pk):
    """Take back what was counted last without a name."""
    event, form = fetch(_EVENTS, request.user, "events.change_registration", pk), KeyForm(request.POST)
    return _do(request, event, _("Taken back."), door.take_back_count, event=event, key=form.cleaned_data["key"] if form.is_valid() else "")


@staff_page("events.add_registration")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """Register somebody who called or came by: the form, and what it leads to."""
    event = fetch(_EVENTS, request.user, "events.add_registration", pk)
    form = CallInForm(request.POST or None, event=event, initial={"language": settings.LANGUAGE_CODE, "party_size": 1})
    if form.is_valid() and (registration := _enter(request, event, form)):
        form.note_heard(ref=registration.ref, by=request.user)
        messages.success(request, _said(registration))
        return redirect("admin:event_people", pk)
    status = 422 if request.method == "POST" else 200
    return desk_page(
        request,
        "events/desk/enter.html",
        title=_("Register someone by phone"),
        status=status,
        event=event,
        form=form,
        asks_guardian=young.asks(event),
        when=words.when(event),
        where=words.where(event),
    )


def _said(registration):
    said = _("%(name)s is registered: %(state)s.") % {**_named(registration), "state": registration.get_state_display()}
    if registration.state != State.CONFIRMED or registration.comes_online:
        return said
    return said + " " + _("Code for the day, to tell them: %(code)s") % {"code": codes.spaced(codes.of(registration.pk))}


def _enter(request, event, form):
    try:
        return registrations.enter(event=event, form=form.as_typed(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
    except Refused as refusal:
        what_else = _("You can put them on the waitlist below.")
        form.add_error(
            refusal.field if refusal.field in form.fields else None, f"{refusal.sentence} {what_else}" if isinstance(refusal, Full) else refusal.sentence
        )
        return None


def _named(registration):
    return {"name": registration.person.name or _("Somebody who asked to be forgotten")}


def _do(request, event, done, verb, /, **what):
    """Call a verb and go back to the list; the script that keeps ticks gets the words alone."""
    try:
        result = verb(**what, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _refuse(request, event, refusal.sentence, registration=what.get("registration"))
    if is_from_script(request):
        return answer(done, state=result.state if isinstance(result, Registration) else "")
    messages.success(request, done)
    return redirect("admin:event_people", event.pk)


def _refuse(request, event, sentence, *, registration=None):
    if is_from_script(request):
        return answer(sentence, status=409, state=ticks.state_now(registration))
    messages.error(request, sentence)
    return redirect("admin:event_people", event.pk)
