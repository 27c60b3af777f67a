"""Calling off from the roster: how much, why, whether there is a new date; then who was told and who was not."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers import call_off_choices
from volunteers import told as telling
from volunteers.actions import call_offs
from volunteers.desk.reach import fetch, within
from volunteers.forms.sign_ups import CallOffForm, ToldForm
from volunteers.models import Shift, SignUp

_SHIFTS = Shift.objects.select_related("opportunity__office", "venue")


@staff_page("volunteers.change_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, pk):
    """The form, with how many people each choice reaches; the press of the button calls it off and tells everybody."""
    shift, now = fetch(_SHIFTS, request.user, "volunteers.change_shift", pk), timezone.now()
    if shift.cancelled_at and request.method != "POST":
        return redirect("admin:told", pk)
    reaches = call_off_choices.choices(shift, call_offs.Reach, now) or [(call_offs.Reach.SHIFT.value, call_offs.Reach.SHIFT.label)]
    form = CallOffForm(request.POST or None, choices=reaches)
    if form.is_valid() and _done(form, shift, request.user, now):
        messages.success(request, _("It is called off. Everyone who signed up is told."))
        return redirect("admin:told", pk)
    return desk_page(request, "volunteers/desk/call_off.html", title=_("Call it off"), status=422 if request.method == "POST" else 200, shift=shift, form=form)


def _done(form, shift, user, now):
    try:
        return call_offs.call_off(shift=shift, by=user, now=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@require_safe
@staff_page("people.view_contact")
def told(request, pk):
    """Who was told of everything that was called off together with this shift, and who was not."""
    shift = fetch(_SHIFTS, request.user, "people.view_contact", pk)
    if not shift.cancelled_at:
        return redirect("admin:roster", pk)
    shifts = list(within(telling.called_off_with(shift), request.user, "people.view_contact"))
    return desk_page(request, "volunteers/desk/told.html", title=_("Who was told"), shift=shift, shifts=shifts, told=telling.of_shifts(shifts))


@staff_page("people.view_contact")
@require_POST
def note_told(request, pk):
    """Note that somebody was called about a call-off, or did not answer."""
    sign_up = fetch(SignUp.objects.select_related("person"), request.user, "people.view_contact", pk)
    form = ToldForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Please choose what came of the call."))
        call_offs.note_told(sign_up=sign_up, result=form.cleaned_data["result"], by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noted. Thank you for calling."))
    return redirect("admin:told", sign_up.shift_id) if sign_up.shift_id else redirect("admin:index")
