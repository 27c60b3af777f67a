"""The sign with the QR code for the door of an event: made, printed, put right after a move, taken back."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import door_rules, door_signs, words
from events.actions import door_signs as verbs
from events.desk.handled import done
from events.desk.people_reach import fetch
from events.forms.check_in import SignForm
from events.models import DoorSign, Event
from intake.admin import desk_page
from people.access import staff_page

_PERMISSION = "events.change_registration"


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """The sign to print, and the form that makes it or puts it right."""
    event = fetch(Event.objects.select_related("office", "venue"), request.user, _PERMISSION, pk)
    sign = door_signs.of(event)
    initial = (
        {"takes_walk_ins": sign.takes_walk_ins, "language": sign.language}
        if sign
        else {"takes_walk_ins": not event.invited_only, "language": settings.LANGUAGE_CODE}
    )
    form = SignForm(request.POST or None, initial=initial)
    if form.is_valid() and done(form, lambda: verbs.open_sign(event=event, by=request.user, now=timezone.now(), **form.cleaned_data)):
        messages.success(request, _("The sign is ready. Print this page, and hang it where people come in."))
        return redirect("admin:door_sign", pk)
    more = {**door_signs.shown(sign), "is_outdated": door_signs.is_outdated(sign)} if sign else {}
    return desk_page(
        request, "events/desk/door_sign.html", title=_("QR code for the door"), status=422 if request.method == "POST" else 200, event=event, sign=sign,
        form=form, when=words.when(event), where=words.where(event), closed=door_rules.why_not(event, timezone.now()), **more,
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_POST
def close(request, pk):
    """Take the sign back."""
    sign = fetch(DoorSign.objects.select_related("event"), request.user, _PERMISSION, pk)
    verbs.close_sign(sign=sign, by=request.user, now=timezone.now())
    messages.success(request, _("It is closed: nobody checks in there any more."))
    return redirect("admin:door_sign", sign.event_id)
