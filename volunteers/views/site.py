"""The site page: who leads a shift on its day sees who is expected and notes who came, by a link and without an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.check_in import has_day_come
from bookings.forms import KeyForm, NewcomerForm, TickForm
from bookings.models import State
from bookings.words import deadline
from intake.form_keys import new_key
from intake.refusal import Refused
from languages.content import translated
from mailing.views.link_pages import opening, page_behind
from volunteers import reasons, site_links, ticks, words
from volunteers.actions import attendance
from volunteers.desk.rosters import mark_labels, sheets_of
from volunteers.models import ShiftRole, SignUp

site_page = page_behind(site_links.DOOR, actor="site_link")


def _early(request, link):
    """The link is good from the day before on."""
    return render(request, "mailing/opens_later.html", {"opens": deadline(link.opens, link.shift.zone)})


open_link = opening(site_links.DOOR, page=lambda link: "volunteers:site", early=_early)


@site_page
@require_safe
def page(request, link, *, now):
    """Who is expected, by what they do, with a number to tap; who waits; what to do when the weather turns."""
    return _page(request, link, now)


def _page(request, link, now, *, refused=None, status=200):
    """The page; `refused` is (role, form) where something typed needs to be checked."""
    shift = link.shift
    sheets, key = sheets_of(ShiftRole.objects.filter(shift=shift)), new_key()
    translated([shift.opportunity], get_language(), ["title"])
    translated([sheet.role for sheet in sheets if sheet.role.name], get_language(), ["name"])
    context = {
        "link": link, "shift": shift, "opportunity": shift.opportunity, "key": key, "sheets": [(sheet, _newcomer(sheet.role, refused, key)) for sheet in sheets],
        "when": words.when(shift), "place": shift.venue, "directions": words.directions(shift), "reason": reasons.in_words(shift.reason),
        "may_mark": has_day_come(shift, now), "marks": mark_labels(shift), "ticks": ticks.words(f"site:{link.pk}"),
    }  # fmt: skip
    return render(request, "volunteers/site/page.html", context, status=status)


def _newcomer(role, refused, key):
    """The form of one role for people without a sign-up, empty or as it was sent."""
    return refused[1] if refused and refused[0] == role else NewcomerForm(auto_id=_ids(role), initial={"key": key})


def _ids(role):
    return f"newcomer-{role.pk}-%s"


@site_page
@require_POST
def mark(request, link, sign_up, *, now):
    """Note that somebody came, did not come or is excused, or take the mark back."""
    sign_up = get_object_or_404(SignUp.objects.select_related("person"), pk=sign_up, shift=link.shift)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _refuse(request, link, _("Choose what to note."))
    said = _("%(name)s: %(state)s.") % {"name": sign_up.person.name, "state": State(form.cleaned_data["state"]).label}
    return _do(request, link, said, attendance.tick, at=f"person-{sign_up.pk}", sign_up=sign_up, now=now, **form.cleaned_data)


@site_page
@require_POST
def add(request, link, role, *, now):
    """Write down somebody who came without a sign-up; without a name they are counted."""
    role = _role(link, role)
    form = NewcomerForm(request.POST, auto_id=_ids(role))
    if not form.is_valid():
        if ticks.is_from_script(request):
            return _refuse(request, link, " ".join(error for errors in form.errors.values() for error in errors))
        return _page(request, link, now, refused=(role, form), status=422)
    name, size, key = form.cleaned_data["name"], form.cleaned_data["party_size"], form.cleaned_data["key"]
    if name:
        said = _("%(name)s is on the list.") % {"name": name}
        return _do(request, link, said, attendance.add_walk_in, at=f"role-{role.pk}", shift_role=role, name=name, party_size=size, key=key, now=now)
    return _do(request, link, _("Counted."), attendance.count_nameless, at=f"role-{role.pk}", shift_role=role, people=size, key=key, now=now)


@site_page
@require_POST
def take_back(request, link, role, *, now):
    """Take back what was counted last without a name."""
    role, form = _role(link, role), KeyForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    return _do(request, link, _("Taken back."), attendance.take_back_count, at=f"role-{role.pk}", shift_role=role, key=key, now=now)


def _role(link, role):
    return get_object_or_404(ShiftRole.objects.select_related("opportunity__office", "shift"), pk=role, shift=link.shift)


def _do(request, link, said, verb, *, at, **what):
    """Call a verb as the link, and go back to where it was pressed; the script gets the words alone."""
    try:
        done = verb(**what, by=link)
    except Refused as refusal:
        return _refuse(request, link, refusal.sentence, at=at, state=ticks.state_now(what.get("sign_up")))
    if ticks.is_from_script(request):
        return ticks.answer(said, state=done.state if isinstance(done, SignUp) else "")
    messages.success(request, said)
    return _back(link, at)


def _refuse(request, link, sentence, *, at="main", state=""):
    if ticks.is_from_script(request):
        return ticks.answer(sentence, status=409, state=state)
    messages.error(request, sentence)
    return _back(link, at)


def _back(link, at):
    return redirect(f"{reverse('volunteers:site', args=[link.pk])}#{at}")
