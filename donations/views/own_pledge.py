"""A person's own pledge: see it, change it, withdraw it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.seats import Full
from donations import codes, eligibility, pledge_words, pledging
from donations.actions import pledges, rerouting
from donations.forms.pledges import ChangeForm
from donations.letters import places
from donations.models import Pledge
from intake.refusal import Refused
from mailing import browser
from mailing.views.taking import say
from places.directions import directions_to


def own_pledge(request, pk):
    """Return the pledge when this browser may see it; one 404 for what is foreign, expired or unknown."""
    pledge = next(iter(pledge_words.fetch([pk])), None)
    return browser.own_or_404(request, pledge, person=pledge and pledge.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was promised, where and when to bring it, the code, and how to change it."""
    return _page(request, own_pledge(request, pk))


def _page(request, pledge, *, form=None, error="", status=200):
    is_open = pledge.state in Pledge.LIVE and pledge.drive.takes_goods
    others = places.of_drives([pledge.drive_id])[pledge.drive_id] if is_open and not pledge.location and not pledge.is_fetched else []
    context = {
        "pledge": pledge, "drive": pledge.drive, "thing": pledge_words.thing(pledge), "lines": pledge_words.lines(pledge), "location": pledge.location, "is_open": is_open,
        "directions": directions_to(pledge.location.venue) if pledge.location else "", "code": codes.spaced(codes.of(pledge.pk)),
        "places": places.some(pledge, others), "has_places": bool(others),
        "last_day": pledge_words.last_day(pledge.drive), "form": form or (change_form(pledge) if is_open else None), "error": error,
        "is_shut": _is_shut(pledge) if is_open else "",
        "contact_phone": (pledge.location and pledge.location.contact_phone) or pledge.drive.contact_phone or pledge.drive.office.phone,
        "contact_name": (pledge.location and pledge.location.contact_name) or pledge.drive.contact_name,
    }  # fmt: skip
    return render(request, "donations/pledge_detail.html", context, status=status)


def _is_shut(pledge):
    """Why the place of a promise takes nothing any more, or nothing."""
    location = pledge.location
    return eligibility.why_not_open(location) if location and rerouting.is_shut(location, None) else ""


def _offer(pledge):
    time = pledge_words.appointment(pledge)
    return pledging.offer(pledge.drive, now=timezone.now(), window=time and time.window_id)


def change_form(pledge, data=None):
    """Return the form with what stands now, or with what was typed."""
    time = pledge_words.appointment(pledge)
    initial = {eligibility.field_of(line.need_id): line.quantity for line in pledge.lines.all()}
    initial |= {"location": pledge.location_id, "expected_day": pledge.expected_day, "window": time and time.window_id, "seen": pledges.version(pledge)}
    return ChangeForm(data, initial=initial, offer=_offer(pledge))


@never_cache
@require_POST
def change(request, pk):
    """Other numbers, another place or day; an older window does not overwrite a newer one, and nothing typed is lost."""
    pledge = own_pledge(request, pk)
    form = change_form(pledge, request.POST)
    if not form.is_valid():
        return _page(request, pledge, form=form, status=422)
    try:
        pledges.change(pledge=pledge, plan=form.plan(), seen=form.cleaned_data["seen"], by=None, now=timezone.now())
    except Refused as refused:
        pledge = own_pledge(request, pk)
        if refused.code == "changed":
            form = _with_fresh_version(pledge, request.POST)
        status = say(form, refused)
        return _page(request, pledge, form=form, status=200 if isinstance(refused, Full) else status)
    messages.success(request, _("Changed."))
    return redirect("donations:pledge_detail", pk)


def _with_fresh_version(pledge, typed):
    """What was typed stays; sending it once more puts it in place of what stands above."""
    data = typed.copy()
    data["seen"] = pledges.version(pledge)
    form = change_form(pledge, data)
    form.is_valid()
    return form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """“I can't”: asked once more, and done when the answer is yes."""
    pledge = own_pledge(request, pk)
    if request.method != "POST":
        if pledge.state not in Pledge.LIVE:
            return redirect("donations:pledge_detail", pk)
        return render(request, "donations/withdraw.html", {"pledge": pledge, "thing": pledge_words.thing(pledge), "lines": pledge_words.lines(pledge)})
    try:
        pledges.withdraw(pledge=pledge, by=None, now=timezone.now())
    except Refused as refused:
        return _page(request, own_pledge(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Your promise is withdrawn. Thank you for telling us."))
    return redirect("donations:pledge_detail", pk)
