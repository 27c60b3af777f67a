"""Which pick-up run the people of a role drive."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from donations.models import PickUpRun
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers.actions import driving
from volunteers.desk.reach import fetch
from volunteers.models import ShiftRole


class RunChoice(forms.Form):
    """One of the runs of the day, or none."""

    run = forms.ModelChoiceField(label=gettext_lazy("Pick-up run"), queryset=None, required=False, empty_label=gettext_lazy("None"))


@staff_page("volunteers.change_shiftrole")
@require_http_methods(["GET", "HEAD", "POST"])
def of_role(request, pk):
    """Choose a run of the shift's day."""
    role = fetch(ShiftRole.objects.select_related("opportunity", "shift__venue"), request.user, "volunteers.change_shiftrole", pk)
    form = RunChoice(request.POST or None, initial={"run": role.run_id})
    day = role.shift.local_starts.date() if role.shift else None
    form.fields["run"].queryset = PickUpRun.objects.filter(drive__office=role.opportunity.office_id, day=day).select_related("drive")
    if request.method == "POST" and form.is_valid() and _given(request, role, form):
        messages.success(request, _("Whoever is confirmed in this role drives the run, and gets the link to it."))
        return redirect("admin:roster", role.shift_id)
    status = 422 if form.errors else 200
    return desk_page(request, "volunteers/desk/role_run.html", title=_("Drives a pick-up run"), status=status, role=role, shift=role.shift, form=form)


def _given(request, role, form):
    try:
        return driving.give_run(shift_role=role, run=form.cleaned_data["run"], by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
