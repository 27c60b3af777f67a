"""A person's own registration: see it, say “I'm coming”, change the number, cancel, answer an offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.consents import pages
from bookings.forms import PartySizeForm
from bookings.models import State
from bookings.words import deadline, party
from events import codes, guardians
from events import registration_rules as rules
from events import registration_words as words
from events.actions import attending, offers
from events.letters.registration_kinds import own_calendar
from events.models import Event
from intake.refusal import Refused
from mailing import browser
from places.directions import directions_to


def own(request, pk):
    """Return the registration when this browser may see it; one 404 for what is foreign, expired or unknown."""
    registration = next(iter(words.fetch([pk])), None)
    return browser.own_or_404(request, registration, person=registration and registration.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was registered for, when reminders come, the link once its time has come, how to change it, and whom to call."""
    return _page(request, own(request, pk))


def _page(request, registration, *, form=None, error="", status=200):
    event, now = registration.event, timezone.now()
    comes_online, gap = registration.comes_online, guardians.missing(registration)
    context = {
        "registration": registration, "thing": words.thing(registration), "event": event, "until": deadline(registration.until, event.zone) if registration.until else "",
        "party": party(registration.party_size), "directions": "" if comes_online or not event.venue else directions_to(event.venue),
        "day_code": codes.spaced(codes.of(registration.pk)) if registration.state == State.CONFIRMED and not comes_online else "", "comes_online": comes_online, "tells_link": rules.tells_link(registration, now), "is_open": registration.state in State.OPEN,
        "may_change": event.state == Event.State.POSTPONED or event.starts > now, "contact_phone": event.contact_phone or event.office.phone,
        "form": form or PartySizeForm(initial={"party_size": registration.party_size}), "error": error,
        "gap": gap, "needs_paper": bool(gap and registration.consent_id),
    }  # fmt: skip
    return render(request, "events/registration_detail.html", context, status=status)


def _do(request, pk, verb, said, *, form=None, **arguments):
    """Call the verb and go back to the page; a refusal stands beside the field of a form, or above a page without one.

    `said` is what is told then, or takes the changed registration and returns it.
    """
    registration = own(request, pk)
    try:
        changed = verb(registration=registration, by=None, now=timezone.now(), **arguments)
    except Refused as refused:
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
            return _page(request, own(request, pk), form=form, status=422)
        return _page(request, own(request, pk), error=refused.sentence, status=422)
    messages.success(request, said(changed) if callable(said) else said)
    return redirect("events:registration_detail", pk)


@require_POST
def coming(request, pk):
    """“I'm coming.”"""
    return _do(request, pk, attending.answer_coming, _("Thank you. We expect you."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    """“I can’t”: asked once more, and done when the answer is yes."""
    if request.method == "POST":
        return _do(request, pk, attending.cancel, _("Your registration is cancelled. Thank you for telling us."))
    registration = own(request, pk)
    if registration.state not in State.OPEN:
        return redirect("events:registration_detail", pk)
    is_late = registration.state == State.CONFIRMED and registration.event.state == Event.State.PUBLISHED and timezone.now() > registration.event.late_from
    return render(request, "events/cancel_registration.html", {"registration": registration, "thing": words.thing(registration), "is_late": is_late})


@require_POST
def accept(request, pk):
    """“Yes, I take the place.”"""
    return _do(request, pk, offers.accept_offer, _taken)


def _taken(registration):
    """It is theirs, unless a guardian still has to agree."""
    return words.next_words(registration, timezone.now()) if registration.state == State.REQUESTED else _("The place is yours.")


@require_POST
def decline(request, pk):
    """“No, give it to the next person.”"""
    return _do(request, pk, offers.decline_offer, _("Thank you. We ask the next person in line."))


@require_POST
def change(request, pk):
    """Another number of people."""
    form = PartySizeForm(request.POST)
    if not form.is_valid():
        return _page(request, own(request, pk), form=form, status=422)
    return _do(request, pk, attending.change_party, _("Changed."), form=form, party_size=form.cleaned_data["party_size"])


@never_cache
@require_safe
def paper(request, pk):
    """The form for a guardian to print, in the language of the page: read, signed and brought along."""
    return pages.paper(request, own(request, pk))


@never_cache
@require_safe
def calendar(request, pk):
    """The calendar file of one's own registration."""
    content = own_calendar(own(request, pk))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="event.ics"'})
