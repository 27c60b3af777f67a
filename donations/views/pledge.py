"""“I'll bring this”: the form of a drive, and where it leads."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from bookings.seats import Full
from donations import eligibility, pledging, typed_times
from donations.actions import pledges
from donations.actions.drives import path_of
from donations.forms.pledges import PledgeForm
from donations.models import Drive
from intake import kept_pages
from intake.form_keys import browser_of
from intake.phones import spoken_number
from intake.refusal import Refused
from languages import formats
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from sharing import heard

SHOWN = 5  # items that are named when one has just filled up


def pledge(request, slug):
    """Show the form, or take it: then “One more step”, or one's own page where the address is proved here already."""
    if request.method == "POST":
        return _take(request, slug)
    saves_data = request.headers.get("Save-Data", "") == "on"
    return kept_pages.answer(request, name=("pledge", slug, get_language(), request.get_host(), saves_data), render=partial(_empty_form, request, slug))


def public_drive(slug):
    """Return a drive that visitors may see, or raise Http404."""
    drive = Drive.objects.public().filter(slug=slug).select_related("office").first()
    if drive is None:
        raise Http404
    return drive


def _empty_form(request, slug, key):
    drive = public_drive(slug)
    offer = pledging.offer(drive, now=timezone.now())
    initial = {"language": get_language(), "key": key}
    return _page(request, drive, PledgeForm(initial=initial, languages=offered_codes(), offer=offer))


def _take(request, slug):
    window = request.POST.get("window", "")
    names_place = request.POST.get("location") or window
    offer = None if names_place else pledging.bare_offer(slug)
    # The first press of a double click may have taken the last place of a time: whether it is still free is said by the verb.
    offer = offer or pledging.offer(public_drive(slug), now=timezone.now(), window=typed_times.number(window))
    form = PledgeForm(request.POST, languages=offered_codes(), offer=offer)
    if not form.is_valid():
        return _again(request, slug, form)
    try:
        outcome = pledges.pledge(
            drive=offer.drive, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"],
            browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _again(request, slug, form, refused)
    if outcome.is_new:
        heard.note(request, ref=outcome.ref, target=path_of(offer.drive))
    return go_on(request, form, outcome, own_page="donations:pledge_detail")


def _again(request, slug, form, refused=None):
    """The form with what was typed, drawn from what is true now; where an item has filled up, with what is still missing."""
    drive = public_drive(slug)
    offer = pledging.offer(drive, now=timezone.now())
    again = PledgeForm(form.data, languages=offered_codes(), offer=offer)
    again.is_valid()
    if refused:
        again.errors.pop(refused.field, None)  # the refusal says it
    status = say(again, refused) if refused else 422
    is_full = isinstance(refused, Full)
    rest = [again[eligibility.field_of(need.pk)] for need in offer.missing[:SHOWN]] if is_full else []
    return _page(request, drive, with_fresh_key(again), status=200 if is_full else status, arranges=bool(refused) and refused.code == "arrange", rest=rest)


def _page(request, drive, form, *, status=200, arranges=False, rest=()):
    try:
        eligibility.check_open(drive, timezone.now())
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence
    context = {
        "drive": drive, "form": form, "why_not": why_not, "rest": rest, "last_day": formats.weekday_date(drive.local_closes.date()),
        "arranges": arranges, "arrange": arranging(drive, form.offer.locations) if arranges else None,
    }  # fmt: skip
    return come_back_tomorrow(render(request, "donations/pledge.html", context, status=status))


def arranging(drive, locations):
    """Return what a donor of much has to know: whom to ask, until when we answer, and where a truck can come."""
    phone = drive.contact_phone or drive.office.phone
    return {
        "name": drive.contact_name, "phone": phone, "spoken": spoken_number(phone), "email": drive.contact_email or drive.office.email,
        "reply_days": drive.reply_days, "doors": [one for one in locations if one.loading_door or one.storage_limit],
    }  # fmt: skip
