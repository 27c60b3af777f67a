"""Kits at the desk: what is free on the day of an event, what is kept for it, given out and taken back; and all kits by day."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import kit_days, words
from events.actions import kits
from events.desk.reaching import beside, fetch, may
from events.forms.kits import BackForm, ChangeForm, ReserveForm
from events.models import Event, KitLoan, KitType
from intake.admin import desk_page
from intake.refusal import Refused
from people import access
from people.access import staff_page

_VIEW, _CHANGE = "events.view_kitloan", "events.change_kitloan"
_EVENTS = Event.objects.select_related("office", "venue")
_LOANS = KitLoan.objects.select_related("kit", "event__office", "event__venue")
WEEKS, MOST_WEEKS = 8, 52


@staff_page(_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """What is free on the days of an event, and what is kept for it; a kit is reserved here."""
    event = fetch(_EVENTS, request.user, _VIEW, pk)
    if request.method != "POST":
        return page(request, event)
    fetch(_EVENTS, request.user, _CHANGE, pk)
    form = ReserveForm(request.POST, kits=_kits_of(event))
    if form.is_valid():
        try:
            kits.reserve(event=event, wish=form.to_wish(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("It is kept for the event."))
            return redirect("admin:event_kits", pk)
    return page(request, event, form=form, status=422)


def _kits_of(event):
    return KitType.objects.filter(office=event.office_id).order_by("name", "pk")


def days_of(event):
    """Return the first and the last day of an event, on the clock of its place."""
    return event.local_starts.date(), event.local_ends.date()


def page(request, event, *, form=None, changed=None, status=200):
    """Return the page of an event's kits; `changed` is (loan id, name of the form, form) where something typed needs to be checked."""
    since, until = days_of(event)
    owned = list(_kits_of(event))
    free = kit_days.free_of(owned, since, until)
    loans = list(event.loans.select_related("kit", "by").order_by("since", "pk"))
    for loan in loans:
        loan.is_off_day = loan.state == KitLoan.State.RESERVED and not loan.since <= since <= until <= loan.until
        loan.change_form = ChangeForm(initial={"quantity": loan.quantity, "since": loan.since, "until": loan.until}, auto_id=f"id_change_{loan.pk}_%s")
        loan.back_form = BackForm(initial={"returned": loan.quantity}, auto_id=f"id_back_{loan.pk}_%s")
        if changed is not None and changed[0] == loan.pk:
            setattr(loan, changed[1], changed[2])
    return desk_page(
        request, "events/desk/kits.html", title=_("Kits: %(event)s") % {"event": event}, status=status, event=event, when=words.when(event), loans=loans,
        kits=[(kit, free[kit.pk]) for kit in owned], form=form or ReserveForm(kits=_kits_of(event), initial={"since": since, "until": until}),
        may_change=may(request.user, _CHANGE, event), today=timezone.localdate(),
    )  # fmt: skip


def _press(request, pk, verb, said, form=None, name=""):
    loan = fetch(_LOANS, request.user, _CHANGE, pk)
    if form is not None and not form.is_valid():
        return page(request, loan.event, changed=(pk, name, form), status=422)
    try:
        verb(loan=loan, **(form.cleaned_data if form is not None else {}), by=request.user, now=timezone.now())
    except Refused as refusal:
        if form is not None:
            beside(form, refusal)
            return page(request, loan.event, changed=(pk, name, form), status=422)
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect(f"{reverse('admin:event_kits', args=[loan.event_id])}#loan-{pk}")


@staff_page(_CHANGE)
@require_POST
def change(request, pk):
    """More or fewer, or other days."""
    return _press(request, pk, kits.change, _("Changed."), ChangeForm(request.POST, auto_id=f"id_change_{pk}_%s"), "change_form")


@staff_page(_CHANGE)
@require_POST
def hand_out(request, pk):
    """Somebody has taken it."""
    return _press(request, pk, kits.hand_out, _("It is out."))


@staff_page(_CHANGE)
@require_POST
def take_back(request, pk):
    """It came back."""
    return _press(request, pk, kits.take_back, _("It is back. Thank you."), BackForm(request.POST, auto_id=f"id_back_{pk}_%s"), "back_form")


@staff_page(_CHANGE)
@require_POST
def give_up(request, pk):
    """It is not needed."""
    return _press(request, pk, kits.give_up, _("It is free for others."))


@staff_page(_VIEW)
@require_safe
def calendar(request):
    """All kits by day: how many are lent, how many are free, and for what; what should have come back stands on top."""
    typed = request.GET.get("weeks", "")
    weeks = min(max(int(typed), 1), MOST_WEEKS) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else WEEKS
    today = timezone.localdate()
    owned = list(access.scope(KitType.objects.select_related("office"), request.user, _VIEW).order_by("name", "pk"))
    days = kit_days.calendar(owned, today, weeks * 7)
    return desk_page(
        request, "events/desk/kit_calendar.html", title=_("Kits and tools by day"), days=days, kits=owned, weeks=weeks, last=today + timedelta(days=weeks * 7 - 1),
        late=kit_days.late(today).filter(kit__in=owned),
    )  # fmt: skip
