"""A driver's run on the phone, by a link and without an account: the stops of one day, and what came of each."""

import json
from types import SimpleNamespace

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from donations import pick_up_words as words
from donations import run_links, run_order
from donations.actions import stops
from donations.forms.runs import OnTheWayForm, StopForm
from donations.models import PickUpRequest, PledgeLine
from intake.form_keys import new_key
from intake.refusal import Refused
from intake.script_answers import answer, is_from_script, waiting_words
from languages import formats
from languages.content import translated
from mailing.views.link_pages import opening, page_behind
from places.directions import directions_to, on_one_line

State = PickUpRequest.State
run_page = page_behind(run_links.DOOR, actor="run_link")


def _early(request, run):
    """The link is good on its day only."""
    return render(request, "donations/run/early.html", {"day": formats.weekday_date(run.day)})


open_run = opening(run_links.DOOR, page=lambda run: "donations:run_sheet", early=_early)


@run_page
@require_safe
def sheet(request, run, *, now):
    """The stops in order: where, what, whom to call, and the buttons."""
    return _page(request, run)


def _page(request, run, *, error="", at=None, left="", status=200):
    """The page; `error` stands above it, and beside the stop `at` what was typed for it."""
    translated([run.drive], get_language(), ["title"])
    found = list(run_order.stops_of(run))
    lines = _promised(found)
    words.put_when(found)
    for number, stop in enumerate(found, start=1):
        stop.number, stop.map = number, _map(stop)
        stop.is_planned, stop.lines, stop.left = stop.state in stops.PLANNED, lines.get(stop.pledge_id, []), left if stop.pk == at else ""
    context = {
        "run": run, "drive": run.drive, "stops": found, "day": formats.weekday_date(run.day), "to": on_one_line(run.to.venue) if run.to_id else "", "error": error,
        "to_map": directions_to(run.to.venue) if run.to_id else "", "key": new_key(), "ticks": _ticks(run), "phone": run.drive.contact_phone or run.drive.office.phone,
        "left": sum(stop.is_planned for stop in found),
    }  # fmt: skip
    return render(request, "donations/run/sheet.html", context, status=status)


def _promised(found):
    """Return {pledge id: lines still to come}, each with its item in words; two queries at most."""
    pledges = {stop.pledge_id for stop in found if stop.pledge_id and stop.state in stops.PLANNED}
    if not pledges:
        return {}
    lines = [line for line in PledgeLine.objects.filter(pledge__in=pledges).select_related("need__item") if line.left]
    translated([line.need.item for line in lines], get_language(), ["name"])
    grouped = {}
    for line in lines:
        grouped.setdefault(line.pledge_id, []).append(line)
    return grouped


def _map(stop):
    """The way to an address, in the driver's own map: what we know is a point of its ZIP code only."""
    return directions_to(SimpleNamespace(lat=None, lng=None, name="", address=stop.address, zip=stop.zip))


def _ticks(run):
    """What the script that keeps presses says (static/js/ticks.js)."""
    return {"name": f"run:{run.pk}", "waiting": waiting_words(), "states": json.dumps({state.value: str(state.label) for state in State})}


def _stop(run, pk):
    """Return a stop that is on this run, or was: one taken off meanwhile is refused in words, all others are not found."""
    windows = run.windows.values("pk")
    found = PickUpRequest.objects.select_related("window__run").filter(Q(window__in=windows) | Q(changes__window__in=windows)).distinct()
    return get_object_or_404(found, pk=pk)


@run_page
@require_POST
def mark(request, run, stop, *, now):
    """Note what came of a stop."""
    stop = _stop(run, stop)
    form = StopForm(request.POST, lines=PledgeLine.objects.filter(pledge=stop.pledge_id) if stop.pledge_id else ())
    if not form.is_valid():
        return _refuse(request, run, form.first_error, stop, left=form.data.get("left", ""))
    said = _("Stop noted: %(state)s.") % {"state": State(form.cleaned_data["state"]).label}
    return _do(request, run, stop, said, stops.mark, now=now, **form.values())


@run_page
@require_POST
def on_the_way(request, run, stop, *, now):
    """Tell the donor of one stop that the driver is on the way."""
    stop, form = _stop(run, stop), OnTheWayForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    return _do(request, run, stop, _("They are told that you are on the way."), stops.on_the_way, now=now, key=key)


def _do(request, run, stop, said, verb, **values):
    try:
        verb(stop=stop, run=run, by=run, **values)
    except Refused as refused:
        return _refuse(request, run, refused.sentence, stop, left=values.get("left", ""))
    if is_from_script(request):
        return answer(said, state=_state_now(stop))
    messages.success(request, said)
    return redirect(f"{reverse('donations:run_sheet', args=[run.pk])}#stop-{stop.pk}")


def _refuse(request, run, sentence, stop, *, left=""):
    if is_from_script(request):
        return answer(sentence, status=409, state=_state_now(stop))
    return _page(request, run, error=sentence, at=stop.pk, left=left, status=422)


def _state_now(stop):
    """Return the state that stands in the database now; both that are planned read the same on this page."""
    state = PickUpRequest.objects.values_list("state", flat=True).get(pk=stop.pk)
    return State.ASSIGNED if state in stops.PLANNED else state
