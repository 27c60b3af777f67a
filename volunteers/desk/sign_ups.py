"""What staff do to one sign-up, and how they sign up somebody on the phone or at the door."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.forms import KeyForm, TickForm
from bookings.models import State
from bookings.seats import Full
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers import codes, ticks, words
from volunteers.actions import attendance, offers, sign_ups
from volunteers.actions import sign_up as signing_up
from volunteers.desk.forms import CallInForm, WalkInForm
from volunteers.desk.reach import fetch
from volunteers.models import ShiftRole, SignUp

_SIGN_UPS = SignUp.objects.select_related("person", "shift_role")
_ROLES = ShiftRole.objects.select_related("opportunity__office", "shift__venue")


@staff_page("volunteers.change_signup")
@require_POST
def confirm(request, pk):
    """Confirm somebody who has not proved an address, or waits."""
    sign_up = fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk)
    return _do(request, sign_up.shift_role, _("%(name)s is confirmed.") % _named(sign_up), offers.confirm, sign_up=sign_up)


@staff_page("volunteers.change_signup")
@require_POST
def cancel(request, pk):
    """Cancel a sign-up; the freed place is offered at once."""
    sign_up = fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk)
    return _do(request, sign_up.shift_role, _("The sign-up of %(name)s is cancelled.") % _named(sign_up), sign_ups.cancel, sign_up=sign_up)


@staff_page("volunteers.mark_attendance")
@require_POST
def mark(request, pk):
    """Note that somebody came, did not come or is excused, or take the mark back."""
    sign_up = fetch(_SIGN_UPS, request.user, "volunteers.mark_attendance", pk)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _back(request, sign_up.shift_role, refused=_("Choose what to note."))
    note = _("%(name)s: %(state)s.") % {**_named(sign_up), "state": State(form.cleaned_data["state"]).label}
    return _do(request, sign_up.shift_role, note, attendance.tick, sign_up=sign_up, **form.cleaned_data)


@staff_page("volunteers.mark_attendance")
@require_POST
def add_walk_in(request, pk):
    """Write down somebody who came without a sign-up; without a name they are counted."""
    role = fetch(_ROLES, request.user, "volunteers.mark_attendance", pk)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _back(request, role, refused=_("Type how many came, and a name if they give one."))
    values = form.cleaned_data
    if not values["name"]:
        return _do(request, role, _("Counted."), attendance.count_nameless, shift_role=role, people=values["party_size"], key=values["key"])
    return _do(request, role, _("%(name)s is on the list.") % values, attendance.add_walk_in, shift_role=role, **values)


@staff_page("volunteers.mark_attendance")
@require_POST
def take_back_count(request, pk):
    """Take back what was counted last without a name."""
    role, form = fetch(_ROLES, request.user, "volunteers.mark_attendance", pk), KeyForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    return _do(request, role, _("Taken back."), attendance.take_back_count, shift_role=role, key=key)


@staff_page("volunteers.add_signup")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """Sign up somebody who called or came by: the form, and what it leads to."""
    role = fetch(_ROLES, request.user, "volunteers.add_signup", pk)
    page = words.path_of(role.opportunity)
    form = CallInForm(request.POST or None, page=page, initial={"language": settings.LANGUAGE_CODE, "party_size": 1})
    if form.is_valid() and (sign_up := _enter(request, role, form)):
        form.note_heard(ref=sign_up.ref, by=request.user)
        messages.success(request, _said(sign_up))
        return redirect(_roster_of(role))
    status = 422 if request.method == "POST" else 200
    return desk_page(
        request, "volunteers/desk/call_in.html", title=_("Sign up someone by phone"), status=status, role=role, form=form, roster_url=_roster_of(role)
    )


def _said(sign_up):
    """Return what was done, with the code for the day: somebody without letters hears it now."""
    said = _("%(name)s is signed up: %(state)s.") % {**_named(sign_up), "state": sign_up.get_state_display()}
    if sign_up.state != State.CONFIRMED or sign_up.shift_role.shift is None:
        return said
    return said + " " + _("Code for the day, to tell them: %(code)s") % {"code": codes.spaced(codes.of(sign_up.pk))}


def _enter(request, role, form):
    try:
        return signing_up.enter(shift_role=role, form=form.as_typed(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
    except Refused as refusal:
        what_else = _("You can put them on the waitlist below, or look for another shift.")
        form.add_error(refusal.field if refusal.field in form.fields else None, _with_way_out(refusal, what_else))
        return None


def _do(request, role, done, verb, **what):
    """Call a verb and go back to the roster; the script that keeps ticks gets the words alone."""
    try:
        result = verb(**what, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _back(
            request, role, refused=_with_way_out(refusal, _("Give the shift more places first, or cancel somebody else.")), sign_up=what.get("sign_up")
        )
    if ticks.is_from_script(request):
        return ticks.answer(done, state=result.state if isinstance(result, SignUp) else "")
    messages.success(request, done)
    return redirect(_roster_of(role))


def _with_way_out(refusal, what_else):
    """Where it is full, say what else one can do."""
    return f"{refusal.sentence} {what_else}" if isinstance(refusal, Full) else refusal.sentence


def _back(request, role, *, refused, sign_up=None):
    if ticks.is_from_script(request):
        return ticks.answer(refused, status=409, state=ticks.state_now(sign_up))
    messages.error(request, refused)
    return redirect(_roster_of(role))


def _roster_of(role):
    return reverse("admin:roster", args=[role.shift_id]) if role.shift_id else reverse("admin:opportunity_roster", args=[role.opportunity_id])


def _named(sign_up):
    return {"name": sign_up.person.name}
