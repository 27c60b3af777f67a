"""The sign-in sheet on paper: printed with a code per row, and keyed afterwards with code, Enter, Enter."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.check_in import has_day_come
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers import amounts, codes, sheet_page, stays
from volunteers.actions import sheets as verbs
from volunteers.desk.reach import fetch
from volunteers.desk.sheet_forms import BlankForm, SheetForm, StayForm
from volunteers.models import SheetLine, Shift

_PERMISSION = "volunteers.mark_attendance"
_SHIFTS = Shift.objects.select_related("opportunity__office", "venue")


@dataclass(slots=True)
class Found:
    """What a code leads to: a person of the list, or a blank line that is free or keyed."""

    code: str
    sign_up: Any = None
    line: int | None = None
    keyed: Any = None


@staff_page(_PERMISSION)
@require_safe
def sheet(request, pk):
    """The sheet to print: names by the alphabet, a code per row, and empty lines with codes of their own."""
    shift = fetch(_SHIFTS, request.user, _PERMISSION, pk)
    asked = SheetForm(request.GET if "blanks" in request.GET else None)
    values = asked.cleaned_data if asked.is_valid() else {name: field.initial for name, field in asked.fields.items()}
    rows = sheet_page.rows_of(shift)
    return desk_page(
        request, "volunteers/desk/sheet.html", title=_("Sign-in sheet"), shift=shift, form=asked, rows=rows, status=422 if asked.errors else 200,
        blanks=sheet_page.blank_codes(shift, rows, values["blanks"]), texts=sheet_page.texts_of(shift, first=values["language"]),
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def key_in(request, pk):
    """Code, Enter: who it is, with the times of the shift; Enter: it is noted, and the next code can be typed."""
    shift = fetch(_SHIFTS, request.user, _PERMISSION, pk)
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")[:40]
    if not typed.strip():
        return _page(request, shift)
    found, error = _find(shift, typed)
    if found is None:
        return _page(request, shift, typed=typed, error=error)
    if request.method != "POST":
        return _page(request, shift, found=found, form=_form(shift, found))
    form = _form(shift, found, request.POST)
    if form.is_valid() and (said := _key(request, shift, found, form)):
        messages.success(request, said)
        return redirect("admin:key_sheet", pk)
    return _page(request, shift, found=found, form=form)


def _find(shift, typed):
    """Return what a code leads to, or the sentence to show."""
    code = codes.read(typed)
    if code is None:
        return None, _("There is a slip in this code. Please look at the sheet again; codes have no 0, O, 1, I or L.")
    people = sheet_page.people_of(shift)
    people = list(people.filter(pk__in=codes.among(people.values_list("pk", flat=True), code)))
    if len(people) > 1:
        return None, _("Two people have this code. Please note them on the roster.")
    line = None if people else codes.blank_line(shift.pk, code)
    if not people and line is None:
        return None, _("This code is not of a sheet for this shift, or the person has cancelled. Add them on an empty line, or on the roster.")
    keyed = shift.sheet_lines.filter(line=line).select_related("sign_up__person", "headcount", "keyed_by").first() if line is not None else None
    is_kept = keyed is not None and not keyed.is_free
    return Found(codes.spaced(code), people[0] if people else None, line, keyed if is_kept else None), ""


def _form(shift, found, data=None):
    if found.line is None:
        return StayForm(data, shift=shift, initial={**_times(shift, found.sign_up), "seen": verbs.seen_of(found.sign_up)})
    initial, keyed = {**_times(shift), "party_size": 1}, found.keyed
    if keyed and keyed.sign_up:
        initial = {**_times(shift, keyed.sign_up), "name": keyed.sign_up.person.name, "party_size": keyed.sign_up.party_size}
    elif keyed:
        initial = {**_times(shift, keyed.headcount), "party_size": keyed.headcount.people}
    return BlankForm(data, shift=shift, roles=sheet_page.roles_of(shift), initial=initial)


def _times(shift, noted=None):
    """The times of the shift; where something else was noted, that many minutes."""
    minutes = noted and noted.attended_minutes
    if minutes and minutes != stays.minutes_of(shift):
        return {"minutes": minutes}
    return {"arrived": f"{shift.local_starts:%H:%M}", "left": f"{shift.local_ends:%H:%M}"}


def _key(request, shift, found, form):
    """Call the verb; return what is said, or nothing when it was refused beside the form."""
    values, now = form.cleaned_data, timezone.now()
    try:
        if found.line is None:
            sign_up, is_news = verbs.key_row(sign_up=found.sign_up, minutes=values["stay"], seen=values["seen"], by=request.user, now=now)
            who = sign_up.person.name
        else:
            newcomer = form.newcomer()
            _line, is_news = verbs.key_blank(shift=shift, line=found.line, newcomer=newcomer, minutes=values["stay"], by=request.user, now=now)
            who = newcomer.name or _("Counted without a name")
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return ""
    said = _("%(who)s: %(long)s.") if is_news else _("%(who)s: %(long)s. That was keyed already; nothing has changed.")
    return said % {"who": who, "long": amounts.duration(values["stay"])}


def _page(request, shift, *, found=None, form=None, typed="", error=""):
    is_wrong = bool(error or (form is not None and form.errors))
    now = timezone.now()
    if form is not None:
        form.focus()
    return desk_page(
        request, "volunteers/desk/key_sheet.html", title=_("Key the sign-in sheet"), status=422 if is_wrong else 200, shift=shift, found=found, form=form,
        typed=typed, error=error, keyed=sheet_page.keyed(shift), has_come=has_day_come(shift, now), is_over=shift.ends <= now,
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_POST
def take_back(request, pk, line):
    """Free a blank line that was keyed wrong."""
    shift = fetch(_SHIFTS, request.user, _PERMISSION, pk)
    kept = SheetLine.objects.filter(shift=shift, line=line).first()
    if kept is not None:
        verbs.take_back(sheet_line=kept, by=request.user, now=timezone.now())
        messages.success(request, _("The line is free again."))
    return redirect(f"{reverse('admin:key_sheet', args=[pk])}?code={codes.of_blank(shift.pk, line)}" if kept else reverse("admin:key_sheet", args=[pk]))


@staff_page(_PERMISSION)
@require_POST
def missing(request, pk):
    """Everybody who is still to key did not come."""
    shift = fetch(_SHIFTS, request.user, _PERMISSION, pk)
    try:
        many = verbs.mark_missing(shift=shift, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = ngettext("%(many)s person did not come.", "%(many)s people did not come.", many) % {"many": many}
        messages.success(request, said)
    return redirect("admin:key_sheet", pk)
