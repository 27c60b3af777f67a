"""What a staff member may handle of events on the desk: foreign and unknown are one 404; what a verb refuses stands beside its field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from events.models import Event
from intake.refusal import Refused
from people import access
from people.models import User

CHANGE = "events.change_event"


def fetch(request: HttpRequest, pk: int, permission: str = CHANGE) -> Event:
    """Return an event the user may handle this way, or raise Http404."""
    return access.get_or_404(Event.objects.select_related("office", "venue", "board", "series"), request.user, permission, leads_path="leads", pk=pk)


def within(found: QuerySet[Event], user: User, permission: str = CHANGE) -> QuerySet[Event]:
    """Keep the events the user may handle this way."""
    return access.scope(found, user, permission, leads_path="leads")


def done(form: forms.Form, verb: Callable[[], Any]) -> Any:
    """Return what the verb returns, or None when it refused: the sentence stands beside its field then."""
    try:
        return verb()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


def back(pk: int) -> HttpResponse:
    """Go on at the event."""
    return redirect(reverse("admin:events_event_change", args=[pk]))
