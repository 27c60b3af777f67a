"""The desk of pick-ups: what has to be scheduled, the runs of a drive, and one run with its stops."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from donations import run_links, run_order
from donations.actions import runs, scheduling
from donations.desk.pick_up_forms import DriverForm, RunForm, SettleForm, StopsForm, WindowForm
from donations.desk.reach import fetch
from donations.models import Drive, PickUpRequest, PickUpRun, PickUpWindow
from donations.pick_up_words import put_when, window_words
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from people.models import Person
from places.models import Neighborhood

State = PickUpRequest.State
_RUNS = PickUpRun.objects.select_related("drive__office", "driver", "to__venue")
_NAMED = Prefetch("neighborhoods", Neighborhood.objects.only("id", "name"))


@staff_page("donations.change_pickuprun")
@require_http_methods(["GET", "HEAD", "POST"])
def of_drive(request, pk):
    """The requests that wait for a time, the runs, and the form for another run."""
    drive = fetch(Drive.objects.select_related("office"), request.user, "donations.change_pickuprun", pk)
    form = RunForm(request.POST or None, drive=drive)
    if form.is_valid() and (run := tried(form, lambda: runs.plan(drive=drive, by=request.user, now=timezone.now(), **form.cleaned_data))):
        messages.success(request, _("The run is planned. Its time is offered to donors from now on."))
        return redirect("admin:pick_up_run", run.pk)
    return drive_page(request, drive, form, status=422 if request.method == "POST" else 200)


def drive_page(request, drive, form=None, *, status=200, settle=None):
    """Return the page of a drive; `settle` is (request id, form) where something typed beside a request needs to be checked."""
    now = timezone.now()
    waiting = PickUpRequest.objects.filter(drive=drive, state__in=PickUpRequest.TO_DECIDE, link=None)
    waiting = list(waiting.select_related("person__office", "neighborhood", "window", "after").defer("neighborhood__outline")[:200])
    windows = list(PickUpWindow.objects.filter(run__drive=drive, run__state__in=runs.ON, ends__gt=now).select_related("run").prefetch_related(_NAMED)[:200])
    for one in waiting:
        one.form = (
            settle[1]
            if settle and settle[0] == one.pk
            else SettleForm(windows=for_area(windows, one), initial={"window": one.window_id}, auto_id=f"id_{one.pk}_%s")
        )
    return desk_page(
        request, "donations/desk/runs.html", title=_("Pick-ups"), status=status, drive=drive, waiting=waiting, form=form or RunForm(drive=drive),
        runs=_listed(drive, now), windows=windows,
    )  # fmt: skip


def for_area(windows, request):
    """Return the windows as choices, those that come to the request's neighborhood first."""
    near = [one for one in windows if not one.neighborhoods.all() or request.neighborhood_id in {there.pk for there in one.neighborhoods.all()}]
    return [*near, *(one for one in windows if one not in near)]


def _listed(drive, now):
    """Return the runs from yesterday on and those that are not done, each with its windows and how much is left; constant queries."""
    found = PickUpRun.objects.filter(drive=drive).select_related("driver").prefetch_related(Prefetch("windows", PickUpWindow.objects.prefetch_related(_NAMED)))
    found = list(found.order_by("-day", "-pk")[:50])
    for run in found:
        for window in run.windows.all():
            window.words = window_words(window)
    return found


@staff_page("donations.change_pickuprequest")
@require_POST
def settle(request, pk):
    """Say yes to a time, propose one, or say no with a reason."""
    pick_up = fetch(PickUpRequest.objects.select_related("drive__office"), request.user, "donations.change_pickuprequest", pk)
    windows = PickUpWindow.objects.filter(run__drive=pick_up.drive_id).select_related("run").prefetch_related(_NAMED)
    form = SettleForm(request.POST, windows=list(windows), auto_id=f"id_{pk}_%s")
    if form.is_valid() and tried(form, lambda: _settle(request, pick_up, form.cleaned_data)):
        return redirect("admin:pick_up_runs", pick_up.drive_id)
    return drive_page(request, pick_up.drive, status=422, settle=(pick_up.pk, form))


def _settle(request, pick_up, typed):
    values = {"request": pick_up, "by": request.user, "now": timezone.now()}
    if typed["act"] == "decline":
        done, said = scheduling.decline(reason=typed["reason"], **values), _("Declined. The donor is told why.")
    elif typed["act"] == "propose":
        done, said = scheduling.propose(window=typed["window"], **values), _("The time is proposed, and a stop is kept.")
    else:
        done, said = scheduling.schedule(window=typed["window"], **values), _("Scheduled. The donor is told when you come.")
    messages.success(request, said)
    return done


def tried(form, verb):
    """Return what the verb returns, or None with its refusal beside the field."""
    try:
        return verb()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@staff_page("donations.change_pickuprun")
@require_http_methods(["GET", "HEAD", "POST"])
def of_run(request, pk):
    """One run: its stops in order, its times, its driver with the link."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    form = WindowForm(request.POST or None)
    if form.is_valid() and tried(form, lambda: runs.add_window(run=run, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("The time is offered to donors from now on."))
        return redirect("admin:pick_up_run", pk)
    return run_page(request, run, window_form=form, status=422 if request.method == "POST" else 200)


def run_page(request, run, *, window_form=None, driver_form=None, stops_form=None, status=200):
    """Return the page of a run; a form is given where something typed needs to be checked."""
    now, windows = timezone.now(), list(run.windows.prefetch_related(_NAMED))
    for window in windows:
        window.words = window_words(window)
        window.form = (
            stops_form[1] if stops_form and stops_form[0] == window.pk else StopsForm(initial={"stops": window.capacity}, auto_id=f"id_{window.pk}_%s")
        )
    return desk_page(
        request, "donations/desk/run.html", title=str(run), status=status, run=run, stops=shown_stops(run), windows=windows, is_on=run.state in runs.ON,
        window_form=window_form or WindowForm(), driver_form=driver_form or DriverForm(auto_id="id_driver_%s"),
        link="" if run.is_over(now) else run_links.DOOR.url(run), marks=[(state.value, state.label) for state in (State.COLLECTED, State.MISSED)],
        may_mark=now.astimezone(run.drive.zone).date() >= run.day,
    )  # fmt: skip


def shown_stops(run):
    """Return the stops of a run in order, each with the words of its time and whether it can move up or down; one query."""
    stops = list(run_order.stops_of(run))
    put_when(stops)
    for number, stop in enumerate(stops):
        stop.number = number + 1
        stop.may_go_up = number > 0 and stops[number - 1].window_id == stop.window_id
        stop.may_go_down = number + 1 < len(stops) and stops[number + 1].window_id == stop.window_id
    return stops


@staff_page("donations.change_pickuprun")
@require_safe
def sheet(request, pk):
    """The run on paper."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    return desk_page(request, "donations/desk/run_sheet.html", title=str(run), run=run, stops=shown_stops(run))


@staff_page("donations.change_pickuprun")
@require_POST
def order(request, pk):
    """Put the stops in order by distance."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    runs.order_by_distance(run=run, by=request.user, now=timezone.now())
    messages.success(request, _("The stops are in order by distance."))
    return redirect("admin:pick_up_run", pk)


@staff_page("donations.change_pickuprun")
@require_POST
def give_driver(request, pk):
    """Give the run its driver: staff or a volunteer, by name and how to reach them; or none."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    if request.POST.get("act") == "nobody":
        return _run_verb(request, run, runs.set_driver, _("The run has no driver now. The link opens nothing any more."), driver=None)
    form = DriverForm(request.POST, auto_id="id_driver_%s")
    if not form.is_valid():
        return run_page(request, run, driver_form=form, status=422)
    driver = Person.objects.find_or_add(office=run.drive.office, language="en", **form.cleaned_data)
    return _run_verb(request, run, runs.set_driver, _("The driver is set, and a letter with the link is on its way."), driver=driver)


def _run_verb(request, run, verb, said, **values):
    try:
        verb(run=run, by=request.user, now=timezone.now(), **values)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("admin:pick_up_run", run.pk)


@staff_page("donations.change_pickuprun")
@require_POST
def renew_link(request, pk):
    """Take the link back and make a new one."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    return _run_verb(request, run, runs.renew_link, _("The old link opens nothing any more. A letter with the new one is on its way."))


@staff_page("donations.change_pickuprun")
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, pk):
    """Asked once more, and done when the answer is yes."""
    run = fetch(_RUNS, request.user, "donations.change_pickuprun", pk)
    if request.method == "POST":
        return _run_verb(request, run, runs.call_off, _("The run is called off. Donors are told, and their requests wait for another time."))
    count = PickUpRequest.objects.open().filter(window__run=run).count()
    return desk_page(request, "donations/desk/call_off_run.html", title=_("Call the run off?"), run=run, count=count)


@staff_page("donations.change_pickuprun")
@require_POST
def change_window(request, pk):
    """More or fewer stops, or take a time back."""
    window = fetch(PickUpWindow.objects.select_related("run__drive__office"), request.user, "donations.change_pickuprun", pk)
    run, form = window.run, StopsForm(request.POST, auto_id=f"id_{pk}_%s")
    if request.POST.get("act") == "remove":
        return _window_verb(request, run, lambda: runs.remove_window(window=window, by=request.user, now=timezone.now()), _("The time is taken back."))
    if form.is_valid() and tried(form, lambda: runs.change_stops(window=window, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("Changed."))
        return redirect("admin:pick_up_run", run.pk)
    return run_page(request, fetch(_RUNS, request.user, "donations.change_pickuprun", run.pk), stops_form=(window.pk, form), status=422)


def _window_verb(request, run, verb, said):
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("admin:pick_up_run", run.pk)


def back_to_stop(stop, run_id):
    """Return the address of a run's page at one of its stops: whoever works with the keyboard goes on from there."""
    return f"{reverse('admin:pick_up_run', args=[run_id])}#stop-{stop}"
