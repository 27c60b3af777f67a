"""Hours on the desk: written down for people on a list or for a number of people, approved, declined; and what is counted."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from intake.admin import desk_page
from intake.form_keys import new_key
from intake.phones import spoken_number
from intake.refusal import Refused
from languages import formats
from people.access import staff_page
from people.models import Person
from volunteers import amounts, eligibility, totals
from volunteers.actions import hours
from volunteers.desk.forms import ReasonForm
from volunteers.desk.hours_forms import RecordForm, TallyForm
from volunteers.desk.reach import fetch, may
from volunteers.models import HoursEntry, Opportunity, SignUp, Tally

MOST = 500  # people to choose from, those who signed up last
LATEST = 10
_ENTRIES = HoursEntry.objects.select_related("person", "opportunity")


@staff_page("volunteers.add_hoursentry")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, pk):
    """Write down hours for one opportunity: the form, what it was given so far, and what is counted there."""
    opportunity = fetch(Opportunity.objects.select_related("office", "tally"), request.user, "volunteers.add_hoursentry", pk)
    people = _people(opportunity)
    choices = _choices(people, with_contact=may(request.user, "people.view_contact", opportunity))
    form = RecordForm(request.POST or None, people=choices, tally=_tally(opportunity), initial={"day": timezone.localdate()})
    if form.is_valid() and _record(request, opportunity, people, form):
        return redirect("admin:record_hours", pk)
    if form.is_bound:
        form.data = form.data.copy()
        form.data["key"] = new_key()
    return _page(request, opportunity, form, TallyForm(initial=_counted(opportunity)), status=422 if form.is_bound else 200)


def _record(request, opportunity, people, form):
    typed, by_id = form.cleaned_data, {str(person.pk): person for person in people}
    who = {"person": by_id.get(typed["person"]), "headcount": typed["headcount"] or None}
    try:
        entry = hours.record(opportunity=opportunity, **who, work=form.work(), key=typed["key"] or new_key(), by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    much = amounts.amount(entry.minutes, entry.made, entry.material, _tally(opportunity))
    who = who["person"] or ngettext("%(number)s person", "%(number)s people", entry.people) % {"number": entry.people}
    messages.success(request, _("Written down: %(who)s, %(day)s, %(much)s.") % {"who": who, "day": formats.weekday_date(entry.day), "much": much})
    return True


@staff_page("volunteers.change_opportunity")
@require_POST
def set_tally(request, pk):
    """Say what is counted in an opportunity."""
    opportunity = fetch(Opportunity.objects.select_related("office", "tally"), request.user, "volunteers.change_opportunity", pk)
    form = TallyForm(request.POST)
    if not form.is_valid():
        shown = RecordForm(people=_choices(_people(opportunity), with_contact=False), tally=_tally(opportunity), initial={"day": timezone.localdate()})
        return _page(request, opportunity, shown, form, status=422)
    Tally.objects.update_or_create(opportunity=opportunity, defaults=form.cleaned_data)
    messages.success(request, _("From now on %(things)s are counted here.") % {"things": form.cleaned_data["made"]})
    return redirect("admin:record_hours", pk)


@staff_page("volunteers.change_hoursentry")
@require_POST
def approve(request, pk):
    """Count these hours."""
    return _decide(request, pk, _("These hours count."), hours.approve)


@staff_page("volunteers.change_hoursentry")
@require_POST
def decline(request, pk):
    """Do not count these hours; the person reads why."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _decide(request, pk, _("These hours do not count. A person who wrote them down is told why."), hours.decline, reason=reason)


def _decide(request, pk, done, verb, **what):
    entry = fetch(_ENTRIES, request.user, "volunteers.change_hoursentry", pk)
    try:
        verb(entry=entry, by=request.user, now=timezone.now(), **what)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(reverse("admin:volunteers_hoursentry_change", args=[pk]))


def _people(opportunity):
    """Return who is or was on a list of this opportunity, by name."""
    listed = SignUp.objects.filter(shift_role__opportunity=opportunity, state__in=eligibility.WAS_EXPECTED, link=None)
    latest = listed.values_list("person", flat=True).order_by("-pk")[: MOST * 2]
    numbers = list(dict.fromkeys(latest))[:MOST]
    return list(Person.objects.known().filter(pk__in=numbers).order_by("name", "pk"))


def _choices(people, *, with_contact):
    """Two people of one name are told apart by how they are reached, for staff who may see it."""
    same = Counter(person.name for person in people)
    return [(str(person.pk), _label(person, with_contact and same[person.name] > 1)) for person in people]


def _label(person, is_told_apart):
    reach = person.email or spoken_number(person.phone)
    return f"{person.name} ({reach})" if is_told_apart and reach else person.name


def _tally(opportunity):
    return getattr(opportunity, "tally", None)


def _counted(opportunity):
    tally = _tally(opportunity)
    return {"made": tally.made, "material": tally.material} if tally else {}


def _page(request, opportunity, form, tally_form, *, status):
    given, tally = totals.given(opportunity), _tally(opportunity)
    entries = _ENTRIES.filter(opportunity=opportunity, recorded=True).order_by("-pk")[:LATEST]
    context = {
        "opportunity": opportunity, "form": form, "tally_form": tally_form, "tally": tally, "given": amounts.duration(given.minutes),
        "made": amounts.things(given.made, tally.made) if tally else "", "material": amounts.things(given.material, tally.material) if tally and tally.material else "",
        "may_set_tally": may(request.user, "volunteers.change_opportunity", opportunity),
        "latest": [(entry, formats.weekday_date(entry.day), amounts.amount(entry.minutes, entry.made, entry.material, tally)) for entry in entries],
    }  # fmt: skip
    return desk_page(request, "volunteers/desk/hours.html", title=_("Write down hours"), status=status, **context)
