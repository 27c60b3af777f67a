"""Appointment times of one location: many made at once, who comes when, and times taken back."""

from itertools import groupby

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from donations import hours_words
from donations.actions import appointments, windows
from donations.desk.reach import fetch, may
from donations.forms.windows import TakeBackForm, WindowsForm
from donations.models import Appointment, DropOffLocation, DropOffWindow
from intake.admin import desk_page
from intake.refusal import Refused
from languages import formats
from mailing.views.taking import with_fresh_key
from people.access import staff_page

SHOWN = 500
_LOCATIONS = DropOffLocation.objects.select_related("drive__office", "venue").prefetch_related("hours", "closures")


@staff_page("donations.add_dropoffwindow")
@require_http_methods(["GET", "HEAD", "POST"])
def of_location(request, pk):
    """The times to come, and the form that makes many at once."""
    location = fetch(_LOCATIONS, request.user, "donations.add_dropoffwindow", pk)
    form = WindowsForm(request.POST or None, initial=_initial(location))
    if form.is_valid() and (made := _make(request, location, form)):
        said = ngettext("%(number)s appointment time was made.", "%(number)s appointment times were made.", len(made))
        messages.success(request, said % {"number": formats.whole_number(len(made))})
        return redirect("admin:location_times", pk)
    return _page(request, location, with_fresh_key(form) if form.is_bound else form, status=422 if form.is_bound else 200)


def _initial(location):
    today, drive = timezone.localdate(timezone.now(), location.drive.zone), location.drive
    first = max(today, drive.opens.astimezone(drive.zone).date())
    return {"first": first, "last": max(first, drive.local_closes.date()), "weekdays": sorted({row.weekday for row in location.hours.all()})}


def _make(request, location, form):
    try:
        return windows.make(location=location, plan=form.plan(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


def _page(request, location, form, *, status=200, refused=""):
    found = list(_coming(location)[: SHOWN + 1])
    days = [(day, list(those)) for day, those in groupby(found[:SHOWN], key=lambda window: window.local_starts.date())]
    return desk_page(
        request, "donations/desk/windows.html", title=_("Appointment times"), status=status, location=location, drive=location.drive, form=form, days=days,
        is_cut=len(found) > SHOWN, shown=SHOWN, refused=refused, may_see_people=may(request.user, "donations.view_pledge", location.drive),
        hours=hours_words.write((row.weekday, row.opens, row.closes) for row in location.hours.all()),
        closed_days=[one for one in location.closures.all() if one.day >= timezone.localdate(timezone.now(), location.drive.zone)],
    )  # fmt: skip


def _coming(location):
    """The times to come, each with who comes (`coming`); two queries."""
    coming = Appointment.objects.filter(state__in=appointments.LIVE).select_related("person", "pledge").order_by("pk")
    found = DropOffWindow.objects.filter(location=location, ends__gt=timezone.now()).exclude(capacity=windows.TAKEN_BACK).order_by("starts", "pk")
    return found.prefetch_related(Prefetch("appointments", coming, to_attr="coming"))


@staff_page("donations.change_dropoffwindow")
@require_POST
def take_back(request, pk):
    """Take the chosen times back, all of them or none."""
    location = fetch(_LOCATIONS, request.user, "donations.change_dropoffwindow", pk)
    form = TakeBackForm(request.POST, offered=DropOffWindow.objects.filter(location=location))
    refused = "" if form.is_valid() else " ".join(form.errors["windows"])
    if not refused:
        try:
            count = windows.take_back(location=location, windows=form.cleaned_data["windows"], by=request.user, now=timezone.now())
        except Refused as refusal:
            refused = refusal.sentence
        else:
            said = ngettext("%(number)s time was taken back.", "%(number)s times were taken back.", count)
            messages.success(request, said % {"number": formats.whole_number(count)})
            return redirect("admin:location_times", pk)
    return _page(request, location, WindowsForm(initial=_initial(location)), status=422, refused=refused)
