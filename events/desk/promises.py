"""What was promised at an event: written down at the desk, and moved on step by step."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.actions import commitments
from events.desk import records
from events.desk.reaching import beside, fetch
from events.forms.records import PromiseForm, StepForm
from events.models import Commitment, Event
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

_CHANGE = "events.change_commitment"


@staff_page(_CHANGE)
@require_POST
def make(request, pk):
    """Write a promise down."""
    event = fetch(Event.objects.select_related("office", "venue", "board"), request.user, _CHANGE, pk)
    form = PromiseForm(request.POST, auto_id="id_promise_%s")
    if form.is_valid():
        try:
            made = commitments.make(event=event, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("Written down. Everybody reads it on the page of the event."))
            return redirect("admin:promise", made.pk)
    return records.page(request, event, promise_form=form, status=422)


@staff_page(_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request, pk):
    """One promise with its steps, and how it goes on."""
    found = fetch(Commitment.objects.select_related("event", "office"), request.user, _CHANGE, pk)
    form = StepForm(request.POST or None, commitment=found, initial={"state": found.state, "due": found.due, "seen": found.state})
    if form.is_valid():
        try:
            commitments.move(commitment=found, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            found.refresh_from_db()
            form.data = {**form.data.dict(), "seen": found.state}
            beside(form, refusal)
        else:
            messages.success(request, _("Saved, and told to everybody who wants to hear of it."))
            return redirect("admin:promise", pk)
    steps = found.steps.select_related("by").order_by("-at", "-pk")
    return desk_page(
        request,
        "events/desk/promise.html",
        title=str(found),
        status=422 if request.method == "POST" else 200,
        promise=found,
        event=found.event,
        form=form,
        steps=steps,
    )
