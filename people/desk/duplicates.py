"""People who may be one: the list, a pair side by side, merging them, and “these are two people”."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from languages.formats import weekday_date
from people import access, duplicates, merging
from people.access import EVERYWHERE, staff_page
from people.desk.forms import MergeForm, SearchForm, WhichForm, labels, values_of
from people.models import Person

PERMISSION = "people.merge_person"
_PEOPLE = Person.objects.filter(apart="").select_related("office", "neighborhood", "user").defer("neighborhood__outline")


@require_safe
@staff_page(PERMISSION)
def likely(request):
    """Likely duplicates in the user's offices, the surest first, among the people who came last; then the next ones."""
    form = SearchForm(request.GET)
    offices = access.offices_where(request.user, PERMISSION)
    before = form.cleaned_data["before"] if form.is_valid() else None
    page = duplicates.among(None if offices is EVERYWHERE else offices, before=before)
    return desk_page(request, "people/desk/duplicates.html", title=_("People who may be one"), page=page, looked_at=duplicates.LOOKED_AT)


@require_safe
@staff_page(PERMISSION)
def like(request, pk):
    """Who may be this person; or, looked for by name, address or number, whom to merge with them."""
    person = _fetch(request, pk)
    if person.merged_into_id:
        return redirect("admin:like_person", person.merged_into_id)
    form = SearchForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    found = duplicates.search(person, wanted) if wanted else []
    return desk_page(
        request, "people/desk/like.html", title=_("Who may be %(name)s?") % {"name": person}, status=422 if form.errors else 200, person=person, form=form,
        wanted=wanted, found=found, pairs=duplicates.like(person),
    )  # fmt: skip


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    """Two people side by side, what happens when they are merged, and the button. The one known longer stays."""
    person = _fetch(request, pk)
    other = _other(request, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and other.merged_into_id == person.pk or person.merged_into_id == other.pk:
        return _merged(request, person if other.merged_into_id else other)
    kept, gone = sorted([person, other], key=lambda one: one.pk)
    try:
        merging.check_may_merge(kept, gone)
    except Refused as refusal:
        return desk_page(request, "people/desk/no_merge.html", title=_("These two are not merged"), status=422, person=person, why_not=refusal.sentence)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone, clashes=merging.clashes(kept, gone))
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(request, merging.merge(kept=kept, gone=gone, take=form.take, chosen=form.chosen, by=request.user, now=timezone.now()))
        except Refused as refusal:
            for one in (refusal, *refusal.and_also):
                form.add_error(one.field if one.field in form.fields else None, one.sentence)
    return desk_page(
        request, "people/desk/merge.html", title=_("Are these one person?"), status=422 if form.errors else 200, person=person, other=other, kept=kept, gone=gone,
        form=form, rows=_side_by_side(kept, gone), unproved=_unproved(kept, gone),
    )  # fmt: skip


@staff_page(PERMISSION)
@require_POST
def two_people(request, pk):
    """Remember that a pair is two people."""
    person, other = _fetch(request, pk), _other(request, request.POST)
    try:
        merging.tell_apart(one=person, other=other, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = _("Noted: %(one)s and %(other)s are two people. This pair is not suggested again.")
        messages.success(request, said % {"one": person, "other": other})
    return redirect("admin:duplicates")


def _fetch(request, pk):
    return access.get_or_404(_PEOPLE, request.user, PERMISSION, pk=pk)


def _other(request, data):
    form = WhichForm(data)
    if not form.is_valid():
        raise Http404
    return _fetch(request, form.cleaned_data["other"])


def _merged(request, kept):
    messages.success(request, _("They are one person now. Everything both had is here."))
    return redirect(reverse("admin:people_person_change", args=[kept.pk]))


def _side_by_side(kept, gone):
    """Return (label, ours, theirs) of everything that one of the two has."""
    ours, theirs, called = values_of(kept), values_of(gone), labels()
    rows = [(label, ours[name], theirs[name]) for name, label in called.items()]
    rows.append((_("Email confirmed"), _day(kept.email_confirmed_at), _day(gone.email_confirmed_at)))
    rows.append((_("Known since"), _day(kept.created_at), _day(gone.created_at)))
    rows += [(label, mine, other) for (label, mine), (_label, other) in zip(merging.told(kept), merging.told(gone), strict=True)]
    return [row for row in rows if row[1] or row[2]]


def _day(moment):
    return weekday_date(moment) if moment else ""


def _unproved(kept, gone):
    """Return the addresses that nobody has proved, where the two have different ones."""
    return [one.email for one in (kept, gone) if one.email and kept.email != gone.email and one.email_confirmed_at is None]
