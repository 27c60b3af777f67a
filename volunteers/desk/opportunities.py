"""Publishing, closing and calling off: each a press of a button."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.refusal import Refused
from people.access import staff_page
from volunteers.actions import opportunities
from volunteers.desk.forms import ReasonForm
from volunteers.desk.reach import fetch
from volunteers.models import Opportunity


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


def _change(request, pk, done, verb, **what):
    opportunity = fetch(Opportunity.objects.all(), request.user, "volunteers.change_opportunity", pk)
    try:
        verb(opportunity=opportunity, **what, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(reverse("admin:volunteers_opportunity_change", args=[pk]))


def _reason(request):
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""
