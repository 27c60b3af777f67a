"""Publishing, cancelling, restoring and holding an event: each a press of a button, what is missing named before."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import event_rules, people_told
from events.actions import events
from events.desk.handled import CHANGE, back, done, fetch
from events.forms.desk import CancelForm, PublishForm
from events.models import Event
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

_PUBLISH = "events.publish_event"


@staff_page(CHANGE)
@require_POST
def submit(request, pk):
    """Hand a draft to whoever publishes."""
    return _change(request, pk, events.submit, _("It waits for whoever publishes it."))


@staff_page(_PUBLISH)
@require_POST
def back_to_draft(request, pk):
    """Give it back to whoever writes it."""
    return _change(request, pk, events.back_to_draft, _("It is a draft again."), _PUBLISH)


@staff_page(CHANGE)
@require_POST
def held(request, pk):
    """Note that it took place."""
    return _change(request, pk, events.mark_held, _("It took place. Now note what came of it."))


@staff_page(CHANGE)
@require_POST
def restore(request, pk):
    """Take a cancelling back."""
    otherwise = {Event.State.DRAFT: _("It is a draft again."), Event.State.POSTPONED: _("It is postponed. Everybody concerned is told.")}
    return _change(
        request, pk, events.restore, _("It takes place after all. Everybody who was told otherwise is told so."), otherwise=otherwise, also=_name_missing_kits
    )  # fmt: skip


def _name_missing_kits(request, event):
    missing = ", ".join(f"{number} × {kit}" for kit, number in getattr(event, "kits_missing", []))
    if missing:
        messages.warning(request, _("Of its kits these are not free any more: %(kits)s. What is free is kept for it as before.") % {"kits": missing})


@staff_page(_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """What is missing; then everybody sees it."""
    event, now = fetch(request, pk, _PUBLISH), timezone.now()
    gaps = event_rules.gaps(event, now)
    form = PublishForm(request.POST if request.method == "POST" else None, gaps=gaps)
    if form.is_valid():
        values = {"accepted": form.cleaned_data.get("accepted", []), "reason": form.cleaned_data.get("reason", "")}
        if done(form, lambda: events.publish(event=event, **values, by=request.user, now=now)):
            messages.success(request, _("It is published: everybody can see it."))
            return back(pk)
    may = event.state in {Event.State.DRAFT, Event.State.IN_REVIEW}
    return desk_page(
        request, "events/desk/publish.html", title=_("Publish it"), status=422 if request.method == "POST" else 200, event=event, form=form, gaps=gaps, may=may
    )


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    """Why; then everybody concerned is told."""
    event, now = fetch(request, pk), timezone.now()
    form = CancelForm(request.POST or None)
    if form.is_valid() and done(form, lambda: events.cancel(event=event, **form.cleaned_data, by=request.user, now=now)):
        messages.success(request, _("It is cancelled. Everybody concerned is told."))
        return back(pk)
    return desk_page(
        request, "events/desk/change.html", title=_("Cancel it"), status=422 if request.method == "POST" else 200, event=event, form=form,
        people=people_told.number(event), submit=_("Cancel it and tell everyone"),
    )  # fmt: skip


def _change(request, pk, verb, said, permission=CHANGE, *, otherwise=None, also=None):
    """Call the verb and say what came of it; `otherwise` by the state in which it stands then, and what there is to say besides."""
    event = fetch(request, pk, permission)
    try:
        changed = verb(event=event, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, (otherwise or {}).get(changed.state, said))
        if also:
            also(request, changed)
    return back(pk)
