"""Publishing, closing and calling off: each a press of a button."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.refusal import Refused
from people.access import staff_page
from volunteers.actions import copies, opportunities, shifts
from volunteers.desk.forms import CopyForm, ReasonForm
from volunteers.desk.reach import fetch
from volunteers.models import Opportunity, Shift


@staff_page("volunteers.change_opportunity")
@require_POST
def publish(request, pk):
    """Show an opportunity to everyone."""
    return _change(request, pk, _("It is published: everyone can see it and sign up."), opportunities.publish)


@staff_page("volunteers.change_opportunity")
@require_POST
def close(request, pk):
    """Take no more sign-ups."""
    return _change(request, pk, _("It takes no more sign-ups. Those made stay."), opportunities.close)


@staff_page("volunteers.change_opportunity")
@require_POST
def call_off(request, pk):
    """Call everything off that is still to come."""
    return _change(request, pk, _("It is called off. Everyone who signed up is told."), opportunities.call_off, reason=_reason(request))


@staff_page("volunteers.add_opportunity")
@require_POST
def copy(request, pk):
    """Make a draft like this one, and go on there."""
    opportunity = fetch(Opportunity.objects.all(), request.user, "volunteers.change_opportunity", pk)
    form, page = CopyForm(request.POST), "admin:volunteers_opportunity_change"
    try:
        if not form.is_valid():
            raise Refused(_("Please enter a number of weeks between 1 and 520, or nothing."), field="weeks")
        new = copies.copy(opportunity=opportunity, weeks=form.cleaned_data["weeks"], by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(reverse(page, args=[pk]))
    messages.success(request, _("This is the copy, still a draft. Look at its texts and dates, then publish it."))
    return redirect(reverse(page, args=[new.pk]))


@staff_page("volunteers.change_shift")
@require_POST
def call_off_shift(request, pk):
    """Call one shift off."""
    shift = fetch(Shift.objects.all(), request.user, "volunteers.change_shift", pk)
    done = _("This shift is called off. Everyone who signed up is told.")
    _say(request, done, shifts.call_off, shift=shift, reason=_reason(request))
    return redirect(reverse("admin:roster", args=[pk]))


def _change(request, pk, done, verb, **what):
    opportunity = fetch(Opportunity.objects.all(), request.user, "volunteers.change_opportunity", pk)
    _say(request, done, verb, opportunity=opportunity, **what)
    return redirect(reverse("admin:volunteers_opportunity_change", args=[pk]))


def _say(request, done, verb, **what):
    try:
        verb(**what, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)


def _reason(request):
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""
