"""Places kept for partners: which, until when, the link for the partner's people, and the button that gives them back."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from people.models import PartnerOrganization
from volunteers import hold_links
from volunteers.actions import holds
from volunteers.desk.forms import HoldForm
from volunteers.desk.reach import fetch
from volunteers.models import Hold, ShiftRole

_ROLES = ShiftRole.objects.select_related("opportunity__office", "shift__venue")
KEPT_BEFORE = timedelta(days=3)  # by default, places are released so long before the shift begins


@staff_page("volunteers.add_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def of_role(request, pk):
    """What is kept on one role, and the form to keep more."""
    role = fetch(_ROLES, request.user, "volunteers.add_hold", pk)
    form = _form(request, role)
    if form.is_valid() and _tried(form, lambda: holds.keep(shift_role=role, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("The places are kept. Send the link below to the partner."))
        return redirect("admin:holds", pk)
    kept = list(role.holds.select_related("partner", "made_by"))
    for hold in kept:
        hold.url = "" if hold.released_at else hold_links.url(hold)
    return _page(request, role, form, kept=kept)


@staff_page("volunteers.change_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Another number, or another day."""
    hold = fetch(
        Hold.objects.select_related("shift_role__opportunity__office", "shift_role__shift__venue", "partner"), request.user, "volunteers.change_hold", pk
    )
    form = _form(request, hold.shift_role, hold)
    if form.is_valid() and _tried(form, lambda: holds.change(hold=hold, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("Changed."))
        return redirect("admin:holds", hold.shift_role_id)
    return _page(request, hold.shift_role, form, hold=hold)


@staff_page("volunteers.change_hold")
@require_POST
def release(request, pk):
    """Give the places back to everybody."""
    hold = fetch(Hold.objects.select_related("shift_role"), request.user, "volunteers.change_hold", pk)
    holds.release(hold=hold, by=request.user, now=timezone.now())
    messages.success(request, _("The places are free for everybody again."))
    return redirect("admin:holds", hold.shift_role_id)


def _form(request, role, hold=None):
    initial = {"release_at": _usual_release(role)} if hold is None else {"places": hold.places, "release_at": hold.release_at}
    return HoldForm(
        request.POST or None, initial=initial, hold=hold, zone=role.zone, partners=PartnerOrganization.objects.filter(office=role.opportunity.office_id)
    )


def _usual_release(role):
    now = timezone.now()
    if role.shift is None:
        return now + timedelta(days=14)
    return max(role.shift.starts - KEPT_BEFORE, min(now + timedelta(hours=1), role.shift.starts))


def _tried(form, verb):
    try:
        return verb()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


def _page(request, role, form, **context):
    return desk_page(
        request, "volunteers/desk/holds.html", title=_("Places kept for partners"), status=422 if request.method == "POST" else 200, role=role, shift=role.shift,
        form=form, **context,
    )  # fmt: skip
