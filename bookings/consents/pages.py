"""A guardian's page: who wants to take part in what, yes or no; and the form to print for those without mail or phone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.consents import about, answers
from bookings.models import State
from bookings.seats import zone_of
from bookings.words import deadline
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from people import consents
from people.models import GuardianConsent


def _own(request, pk):
    """Return the consent when this browser may see it; one 404 for what is foreign, expired or unknown."""
    consent = next(iter(about.fetch([pk])), None)
    if consent is not None and consent.booking.link_id is not None:
        consent = None  # nobody has proved the young person's address
    return browser.own_or_404(request, consent, person=consent and consent.guardian)


@never_cache
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a guardian is asked, with all that they need to know, and the two buttons."""
    return _page(request, _own(request, pk))


def _page(request, consent, *, error="", status=200):
    return render(request, "bookings/consent.html", {"error": error, **_context(consent)}, status=status)


def _context(consent):
    """What both pages show. An app's `page` adds heading, facts_template and what that needs, age, contact_phone, waiver (or None) and wide (a label, or empty)."""
    booking = consent.booking
    return {
        "consent": consent, "booking": booking, "thing": consent.of.words(booking), "until": deadline(booking.until, zone_of(booking.seats)) if booking.until else "",
        "is_open": (consent.of.is_to_come(booking, timezone.now()) and booking.state in State.OPEN) or consents.holds_on(consent, timezone.now()), **consent.of.page(consent),
    }  # fmt: skip


@never_cache
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """“I agree”, for this date or for the others too, or “I do not agree”."""
    consent = _own(request, pk)
    says_yes = request.POST.get("answer") == "yes"
    if not says_yes and request.POST.get("answer") != "no":
        return _page(request, consent, error=_("Please choose one of the two answers."), status=422)
    is_wide = request.POST.get("wide") == "1"
    try:
        answers.answer(consent=consent, says_yes=says_yes, is_wide=is_wide, how=GuardianConsent.How.MAIL, by=None, now=timezone.now())
    except Refused as refused:
        return _page(request, _own(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Thank you. You agreed.") if says_yes else _("Thank you. You did not agree, and the place was given back."))
    return redirect("bookings:consent", pk)


def paper(request: HttpRequest, booking: Any) -> HttpResponse:
    """Return the form to print for a booking of one's own, in the language of the page: read, signed and brought along. Raises Http404 where nobody is asked."""
    consent = booking.consent_id and next(iter(about.fetch([booking.consent_id])), None)
    if not consent:
        raise Http404
    others = [code for code in offered_codes() if code != get_language()]
    return render(request, "bookings/consent_paper.html", {"others": others, **_context(consent)})
