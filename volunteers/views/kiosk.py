"""The kiosk at the entrance: code, phone number or email, and a welcome by first name. It shows no list, and keeps what is typed offline."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.check_in import OPENS_BEFORE, TRY_WINDOW, first_name_of
from intake.form_keys import browser_of, new_key
from intake.refusal import Refused
from languages import formats
from languages.content import translated
from volunteers import check_in_points, ticks
from volunteers.actions import check_in as verbs
from volunteers.forms.check_in import NOT_FOUND, KioskForm, OwnNameForm
from volunteers.models import CheckInPoint
from volunteers.views.check_in import point_page, roles_of, why_not, write_down


@point_page(CheckInPoint.Kind.KIOSK)
@require_safe
def kiosk(request, point, *, now):
    """One question in large letters; before and after its time the page says when it opens, or that it is over."""
    return _page(request, point, now)


@point_page(CheckInPoint.Kind.KIOSK)
@require_POST
def check_in(request, point, *, now):
    """Check in whoever has this code, number or address."""
    form = KioskForm(request.POST)
    if not form.is_valid():
        return _refuse(request, point, now, form, None, None)
    typed = form.cleaned_data
    try:
        found = verbs.at_kiosk(
            point=point, typed=typed["who"], first_name=typed["first_name"], browser=browser_of(request), key=typed["key"], now=now,
            is_late_post=ticks.is_from_script(request),
        )  # fmt: skip
    except Refused as refusal:
        return _refuse(request, point, now, form, None, refusal)
    if found is None:
        form.add_error("who", NOT_FOUND)
        return _refuse(request, point, now, form, None, None)
    return _done(request, point, _("Welcome, %(name)s. You are checked in.") % {"name": first_name_of(found.person)})


@point_page(CheckInPoint.Kind.KIOSK)
@require_POST
def write_name(request, point, *, now):
    """Somebody without a sign-up writes down their name."""
    form = OwnNameForm(request.POST, roles=roles_of(point))
    if not form.is_valid():
        return _refuse(request, point, now, None, form, None)
    try:
        walk_in = write_down(request, point, form, now)
    except Refused as refusal:
        return _refuse(request, point, now, None, form, refusal)
    return _done(request, point, _("Thank you, %(name)s. You are on the list.") % {"name": first_name_of(walk_in.person)})


def _done(request, point, said):
    if ticks.is_from_script(request):
        return ticks.answer(said)
    messages.success(request, said)
    return redirect("volunteers:kiosk", point.pk)


def _refuse(request, point, now, form, newcomer, refusal):
    wrong = form or newcomer
    if refusal is not None:
        wrong.add_error(refusal.field if refusal.field in wrong.fields else next(iter(wrong.visible_fields())).name, refusal.sentence)
    if ticks.is_from_script(request):
        return ticks.answer(" ".join(error for errors in wrong.errors.values() for error in errors), status=409)
    is_paused = refusal is not None and refusal.code == "too_many"
    response = _page(request, point, now, form=form, newcomer=newcomer, status=429 if is_paused else 422)
    if is_paused:
        response.headers["Retry-After"] = str(int(TRY_WINDOW.total_seconds()))
    return response


def _page(request, point, now, *, form=None, newcomer=None, status=200):
    shifts = check_in_points.shifts_of(point)
    translated([shift.opportunity for shift in shifts], get_language(), ["title"])
    lines = [(shift, _hours(shift), why_not(shift, now)) for shift in shifts]
    is_open = any(not why for _shift, _hours, why in lines)
    if point.takes_walk_ins and newcomer is None:
        newcomer = OwnNameForm(roles=roles_of(point), initial={"key": new_key(), "party_size": 1})
    with translation.override(point.language):
        start = reverse("volunteers:kiosk", args=[point.pk])
    context = {
        "point": point, "lines": lines, "is_open": is_open, "place": point.shift.venue, "form": form or KioskForm(initial={"key": new_key()}), "newcomer": newcomer,
        "start": start, "opens": _seconds_to_next(shifts, now), "ticks": ticks.kiosk_words(f"kiosk:{point.pk}"), "day": formats.weekday_date(point.shift.local_starts),
        "phone": point.shift.contact_phone or point.shift.opportunity.contact_phone or point.shift.opportunity.office.phone,
    }  # fmt: skip
    return render(request, "volunteers/check_in/kiosk.html", context, status=status)


def _hours(shift):
    return formats.time_range(shift.local_starts, shift.local_ends)


def _seconds_to_next(shifts, now):
    """Return in how many seconds check-in opens for the next shift, or nothing."""
    waits = [shift.starts - OPENS_BEFORE - now for shift in shifts if shift.cancelled_at is None]
    return min((int(wait.total_seconds()) + 1 for wait in waits if wait.total_seconds() > 0), default="")
