"""“Ask for a pick-up”: the ZIP code first, then the form with the times offered there."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donations import pick_up_rules as rules
from donations import typed_times
from donations.actions import pick_ups
from donations.actions.drives import path_of
from donations.forms.pick_ups import PickUpForm, ZipForm
from donations.models import Drive, PickUpWindow
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.content import translated
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from sharing import heard


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """Ask where the things are, show the form, or take it: then “One more step”, or the own page where the address is proved here already."""
    drive = Drive.objects.public().select_related("office").filter(slug=slug).first()
    if drive is None or not drive.offers_pick_up:
        raise Http404
    translated([drive], get_language(), ["title"])
    try:
        rules.check_open(drive, timezone.now())
    except Refused as refused:
        return _page(request, drive, why_not=refused.sentence, status=422 if request.method == "POST" else 200)
    return _take(request, drive) if request.method == "POST" else _show(request, drive)


def _show(request, drive):
    if "zip" not in request.GET:
        return _page(request, drive, zip_form=ZipForm())
    zip_form = ZipForm(request.GET)
    area = _area(zip_form)
    if area is None:
        return _page(request, drive, zip_form=zip_form, status=422)
    initial = {"zip": area.zip, "language": get_language()}
    return _page(request, drive, form=PickUpForm(initial=initial, languages=offered_codes(), drive=drive, windows=_windows(drive, area)))


def _area(form):
    """Return the area of a well-typed ZIP code of the city; else the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return rules.area_of(form.cleaned_data["zip"])
    except Refused as refused:
        form.add_error("zip", refused.sentence)
        return None


def _windows(drive, area):
    return list(rules.offered(drive, area, timezone.now()))


def _chosen(drive, typed):
    """Return the chosen time, also where the first press of a double click has taken its last stop: whether it is still offered is said by the verb."""
    return list(PickUpWindow.objects.filter(pk=typed_times.number(typed), run__drive=drive))


def _take(request, drive):
    zip_form = ZipForm(request.POST)
    area = _area(zip_form)
    if area is None:  # the times depend on it: what else is wrong is said when it is right
        form = _form(request, drive, [])
        form.full_clean()
        form.errors.pop("window", None)
        form.errors["zip"] = zip_form.errors["zip"]
        return _page(request, drive, form=with_fresh_key(form), status=422)
    form = _form(request, drive, [*_windows(drive, area), *_chosen(drive, request.POST.get("window", ""))])
    if not form.is_valid():
        return _again(request, drive, area)
    try:
        outcome = pick_ups.ask(
            drive=drive, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"], browser=browser_of(request),
            now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _again(request, drive, area, refused)
    if outcome.is_new:
        heard.note(request, ref=outcome.ref, target=path_of(drive))
    return go_on(request, form, outcome, own_page="donations:pick_up_detail", until=outcome.until)


def _form(request, drive, windows):
    return PickUpForm(request.POST, languages=offered_codes(), drive=drive, windows=windows)


def _again(request, drive, area, refused=None):
    """The form with what was typed, and with the times that are offered now."""
    form = _form(request, drive, _windows(drive, area))
    form.is_valid()
    if refused:
        form.errors.pop(refused.field, None)  # the refusal says it
    status = say(form, refused) if refused else 422
    return _page(request, drive, form=with_fresh_key(form), status=status)


def _page(request, drive, *, form=None, zip_form=None, why_not="", status=200):
    context = {"drive": drive, "form": form, "zip_form": zip_form, "why_not": why_not}
    return come_back_tomorrow(render(request, "donations/pick_up.html", context, status=status))
