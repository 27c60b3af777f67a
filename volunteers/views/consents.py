"""A guardian's page: who wants to take part in what, the agreement, yes or no; and the form to print for those without mail or phone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.models import State
from bookings.words import deadline
from intake.refusal import Refused
from languages.content import translated
from languages.offer import offered_codes
from mailing import browser
from people import met
from people.models import GuardianConsent
from volunteers import questions, words
from volunteers.actions import consents
from volunteers.actions.requests import look_again
from volunteers.keeping import consents as consent_words
from volunteers.views.own import own_sign_up

SIGNABLE = {State.CONFIRMED, State.REQUESTED}


def _own(request, pk):
    """Return the consent when this browser may see it; one 404 for what is foreign, expired or unknown."""
    consent = next(iter(consent_words.fetch([pk])), None)
    if consent is None or consent.sign_up.link_id is not None or not browser.may_see(request, person=consent.guardian, ref=consent.ref):
        raise Http404
    request.is_own_page = True
    return consent


@never_cache
@require_safe
def detail(request, pk):
    """What a guardian is asked, with all that they need to know, and the two buttons."""
    return _page(request, _own(request, pk))


def _page(request, consent, *, error="", status=200):
    return render(request, "volunteers/consent.html", {"error": error, **_facts(consent)}, status=status)


def _facts(consent):
    sign_up = consent.sign_up
    role = sign_up.shift_role
    opportunity, shift = role.opportunity, role.shift
    translated([opportunity], get_language())
    return {
        "consent": consent, "sign_up": sign_up, "thing": words.thing(sign_up), "opportunity": opportunity, "shift": shift, "directions": words.directions(shift),
        "waiver": questions.current_text(opportunity.waiver_id) if opportunity.waiver_id else None, "age": dict(questions.of(role).ages).get(consent.age_band, ""),
        "until": deadline(sign_up.until, role.zone) if sign_up.until else "", "is_open": consents.is_to_come(sign_up, timezone.now()) and sign_up.state in State.OPEN,
        "contact_phone": (shift and shift.contact_phone) or opportunity.contact_phone or consent.guardian.office.phone,
    }  # fmt: skip


@never_cache
@require_POST
def answer(request, pk):
    """“I agree”, for this date or for the others too, or “I do not agree”."""
    consent = _own(request, pk)
    says_yes = request.POST.get("answer") == "yes"
    if not says_yes and request.POST.get("answer") != "no":
        return _page(request, consent, error=_("Please choose one of the two answers."), status=422)
    values = {"says_yes": says_yes, "is_wide": request.POST.get("wide") == "1", "how": GuardianConsent.How.MAIL, "by": None, "now": timezone.now()}
    try:
        consents.answer(consent=consent, **values)
    except Refused as refused:
        return _page(request, _own(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Thank you. You agreed.") if says_yes else _("Thank you. You did not agree, and the place was given back."))
    return redirect("volunteers:consent", pk)


@never_cache
@require_safe
def paper(request, pk):
    """The form to print, in the language of the page: read, signed and brought along."""
    sign_up = own_sign_up(request, pk)
    consent = sign_up.consent_id and next(iter(consent_words.fetch([sign_up.consent_id])), None)
    if not consent:
        raise Http404
    others = [code for code in offered_codes() if code != get_language()]
    return render(request, "volunteers/consent_paper.html", {"others": others, **_facts(consent)})


@never_cache
@require_POST
def sign(request, pk):
    """Sign the agreement of one's own sign-up: its newest version, as it stood on the page."""
    sign_up = own_sign_up(request, pk)
    opportunity = sign_up.shift_role.opportunity
    text = questions.current_text(opportunity.waiver_id) if opportunity.waiver_id else None
    if text is None or sign_up.state not in SIGNABLE:
        raise Http404
    if request.POST.get("agree") != "1" or request.POST.get("text") != str(text.pk):
        messages.error(request, _("Please read the agreement as it stands now, and tick that you agree to it."))
        return redirect("volunteers:sign_up_detail", pk)
    now = timezone.now()
    met.sign(person=sign_up.person, text=text, name=sign_up.person.name, language=get_language(), how=met.How.ONLINE, by=None, now=now)
    look_again(sign_up=sign_up, by=None, now=now)
    messages.success(request, _("Signed. Thank you."))
    return redirect("volunteers:sign_up_detail", pk)
