"""One stop of a run at the desk: moved up or down, taken off, noted from the paper; and requests of people who call."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from donations.actions import pick_ups, runs, stops
from donations.actions.drives import path_of
from donations.desk.pick_up_forms import CallInPickUpForm, MarkForm
from donations.desk.reach import fetch
from donations.desk.runs import back_to_stop, tried
from donations.models import Drive, PickUpRequest
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

_STOPS = PickUpRequest.objects.select_related("drive__office", "window__run__drive__office", "person")


def _stop(request, pk):
    stop = fetch(_STOPS, request.user, "donations.change_pickuprun", pk)
    if stop.window is None:
        raise Http404
    return stop


def _do(request, stop, verb, said, /, **values):
    run_id = stop.window.run_id
    try:
        verb(by=request.user, now=timezone.now(), **values)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return HttpResponseRedirect(back_to_stop(stop.pk, run_id))


@staff_page("donations.change_pickuprun")
@require_POST
def move(request, pk):
    """One place up or down."""
    stop = _stop(request, pk)
    return _do(request, stop, runs.move, _("Moved."), request=stop, up=request.POST.get("way") == "up")


@staff_page("donations.change_pickuprun")
@require_POST
def take_off(request, pk):
    """Take the stop off the run: it needs another time."""
    stop = _stop(request, pk)
    return _do(request, stop, runs.take_off, _("Taken off the run. The donor is told that you look for another time."), request=stop)


@staff_page("donations.change_pickuprun")
@require_POST
def mark(request, pk):
    """Note what came of it, from the paper or the phone."""
    stop, form = _stop(request, pk), MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what to note."))
        return HttpResponseRedirect(back_to_stop(stop.pk, stop.window.run_id))
    return _do(request, stop, stops.mark, _("Noted."), stop=stop, run=stop.window.run, **form.cleaned_data)


@staff_page("donations.add_pickuprequest")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """Write down the pick-up of somebody who calls or comes by."""
    drive = fetch(Drive.objects.select_related("office"), request.user, "donations.add_pickuprequest", pk)
    form = CallInPickUpForm(request.POST or None, page=path_of(drive))
    if form.is_valid():
        key = form.cleaned_data["key"]
        if made := tried(form, lambda: pick_ups.enter(drive=drive, form=form.as_typed(), key=key, by=request.user, now=timezone.now())):
            form.note_heard(ref=made.ref, by=request.user)
            messages.success(request, _("The pick-up is written down. Give it a time here."))
            return redirect("admin:pick_up_runs", pk)
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "donations/desk/enter_pick_up.html", title=_("A pick-up by phone"), status=status, drive=drive, form=form)
