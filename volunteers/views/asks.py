"""A person's own answer to “Can you come?”: yes, or not this time."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.models import State
from bookings.seats import Full
from intake.refusal import Refused
from languages.content import translated
from mailing import browser, proof
from people.models import Person
from volunteers import eligibility, words
from volunteers.actions import asks
from volunteers.keeping import asks as asked


def _own(request, pk):
    """Return the ask when this browser may see it; one 404 for what is foreign, expired or unknown."""
    ask = next(iter(asked.fetch([pk])), None)
    return browser.own_or_404(request, ask, person=ask and ask.person)


@never_cache
@require_safe
def detail(request, pk):
    """What is asked, when and where, and the two answers."""
    return _page(request, _own(request, pk))


def _page(request, ask, *, error="", status=200):
    role = ask.shift_role
    translated([role.opportunity], get_language())
    why_not = error or _why_not(ask, timezone.now())
    context = {
        "ask": ask, "thing": asked.thing(ask), "opportunity": role.opportunity, "shift": role.shift, "why_not": why_not, "directions": words.directions(role.shift),
        "contact_phone": role.shift.contact_phone or role.opportunity.contact_phone or ask.person.office.phone,
    }  # fmt: skip
    return render(request, "volunteers/ask.html", context, status=status)


def _why_not(ask, now):
    """Return why nobody can say yes any more, or nothing."""
    try:
        eligibility.check_open(ask.shift_role, now)
        eligibility.check_window(ask.shift_role, now)
    except Refused as refused:
        return refused.sentence
    return filled() if ask.closed_at or ask.shift_role.is_full else ""


def filled():
    """Return what somebody reads who answers when every place is taken."""
    return _("It is filled, thank you. All places are taken by now.")


@never_cache
@require_POST
def coming(request, pk):
    """“Yes, I’m coming”: a place, first come; then the sign-up's own page."""
    ask = _own(request, pk)
    try:
        sign_up = asks.say_yes(ask=ask, by=None, now=timezone.now())
    except Full:
        return _page(request, _own(request, pk), error=filled())
    except Refused as refused:
        if refused.code == "questions":  # this work asks for more than a yes: an age, an agreement
            return redirect("volunteers:sign_up", ask.shift_role_id)
        return _page(request, _own(request, pk), error=refused.sentence, status=422)
    messages.success(request, words.next_words(sign_up, timezone.now()) if sign_up.state == State.REQUESTED else _("Thank you. We expect you."))
    response = redirect("volunteers:sign_up_detail", sign_up.pk)
    # Whoever came by the letter sees the sign-up with the link that manages it, as if its own letter had been opened.
    browser.set_opened(response, proof.manage_links({sign_up.ref: Person.objects.get(pk=ask.person_id)})[sign_up.ref])
    return response


@never_cache
@require_POST
def not_this_time(request, pk):
    """“Not this time.”"""
    try:
        asks.say_no(ask=_own(request, pk), by=None, now=timezone.now())
    except Refused as refused:
        return _page(request, _own(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Thank you for telling us."))
    return redirect("volunteers:ask", pk)
