"""Opening, closing, reporting and copying a drive: each a press of a button."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from donations.actions import copies, drives
from donations.desk.drive_forms import CopyForm, ReportForm
from donations.models import Drive
from intake.admin import desk_page
from intake.refusal import Refused
from people import access
from people.access import staff_page

_CHANGE = "donations.change_drive"
A_YEAR = timedelta(weeks=52)  # so that the weekday stays


def fetch(user, permission, pk):
    """Return a drive the user may handle this way, or raise Http404."""
    return access.get_or_404(Drive.objects.select_related("office"), user, permission, leads_path="leads", pk=pk)


@staff_page(_CHANGE)
@require_POST
def open_drive(request, pk):
    """Show a drive to everybody."""
    return _change(request, pk, drives.open_drive, _("It is open: everyone can see it."))


@staff_page(_CHANGE)
@require_POST
def stop(request, pk):
    """Take no more promises."""
    return _change(request, pk, drives.stop_promises, _("It takes no more promises. Goods still come in until you close it."))


@staff_page(_CHANGE)
@require_POST
def close(request, pk):
    """Take no more goods."""
    return _change(request, pk, drives.close, _("It is closed. Report what came of it when everything is counted."))


@staff_page(_CHANGE)
@require_POST
def take_again(request, pk):
    """Take goods once more."""
    return _change(request, pk, drives.take_goods_again, _("It takes goods again, and no promises."))


@staff_page(_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Publish what came of a drive, or put it right."""
    drive = fetch(request.user, _CHANGE, pk)
    form = ReportForm(request.POST or None, initial={"result": drive.result, "people_helped": drive.people_helped})
    if form.is_valid():
        try:
            drives.report(drive=drive, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("It is published: the page of the drive says what came of it."))
            return _back(pk)
    needs = drive.needs.filter(received__gt=0).select_related("item")
    return desk_page(
        request, "donations/desk/report.html", title=_("What came of it"), status=422 if request.method == "POST" else 200, drive=drive, form=form, needs=needs
    )


@staff_page("donations.add_drive")
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, pk):
    """Make a draft like this one, and go on there."""
    drive = fetch(request.user, _CHANGE, pk)
    form = CopyForm(request.POST or None, initial={"last_day": drive.local_closes.date() + A_YEAR})
    if form.is_valid():
        try:
            new = copies.copy(drive=drive, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("This is the copy, still a draft. Look at its texts, needs and places, then open it."))
            return _back(new.pk)
    return desk_page(request, "donations/desk/copy.html", title=_("Copy it"), status=422 if request.method == "POST" else 200, drive=drive, form=form)


def _change(request, pk, verb, done):
    drive = fetch(request.user, _CHANGE, pk)
    try:
        verb(drive=drive, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return _back(pk)


def _back(pk):
    return redirect(reverse("admin:donations_drive_change", args=[pk]))
