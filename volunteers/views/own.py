"""A person's own sign-up: see it, say “I'm coming”, change the number, cancel, answer an offer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.forms import PartySizeForm
from bookings.models import State
from bookings.words import deadline, party
from intake.refusal import Refused
from mailing import browser
from volunteers import codes, conditions, eligibility, gaps, questions, reminder_times, words
from volunteers.actions import offers, sign_ups
from volunteers.letters.sign_ups import own_calendar
from volunteers.models import Group


def own_sign_up(request, pk):
    """Return the sign-up when this browser may see it; one 404 for what is foreign, expired or unknown."""
    sign_up = next(iter(words.fetch([pk])), None)
    return browser.own_or_404(request, sign_up, person=sign_up and sign_up.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was booked, when reminders come, how to change it, and whom to call."""
    return _page(request, own_sign_up(request, pk))


def _page(request, sign_up, *, form=None, error="", status=200):
    shift = sign_up.shift_role.shift
    missing = gaps.of(sign_up)
    waiver = agreement_of(sign_up) if any(gap.kind == "waiver" for gap in missing) else None
    reminder_times.put_wishes([sign_up])
    overlap, thing = eligibility.overlapping(sign_up), words.thing(sign_up)
    context = {
        "sign_up": sign_up, "thing": thing, "shift": shift, "proved_things": [thing] if sign_up.person.email in browser.proved_addresses(request) else [], "opportunity": sign_up.shift_role.opportunity,
        "until": deadline(sign_up.until, sign_up.shift_role.zone) if sign_up.until else "",
        "party": party(sign_up.party_size), "directions": words.directions(shift), "is_open": sign_up.state in State.OPEN,
        "contact_phone": (shift and shift.contact_phone) or sign_up.shift_role.opportunity.contact_phone or sign_up.person.office.phone,
        "form": form or PartySizeForm(initial={"party_size": sign_up.party_size}), "error": error, "overlap": overlap and words.thing(overlap),
        "gaps": missing, "waiver": waiver, "needs_paper": sign_up.consent_id and any(gap.kind == "guardian" for gap in missing), "group": Group.objects.filter(sign_up=sign_up).first(),
        "takes_hours": eligibility.takes_hours(sign_up, timezone.now()),
        "day_code": codes.spaced(codes.of(sign_up.pk)) if shift and thing.state == State.CONFIRMED else "",
    }  # fmt: skip
    return render(request, "volunteers/sign_up_detail.html", context, status=status)


def agreement_of(sign_up):
    """Return the agreement this person can sign here, or None; for a young person the guardian signs."""
    waiver = sign_up.shift_role.opportunity.waiver_id
    return questions.current_text(waiver) if waiver and not conditions.needs_guardian(sign_up) else None


def _do(request, pk, verb, said, *, form=None, **arguments):
    """Call the verb and go back to the page; a refusal stands beside the field of a form, or above a page without one.

    `said` is what is told then, or takes the changed sign-up and returns it.
    """
    sign_up = own_sign_up(request, pk)
    try:
        changed = verb(sign_up=sign_up, by=None, now=timezone.now(), **arguments)
    except Refused as refused:
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
            return _page(request, own_sign_up(request, pk), form=form, status=422)
        return _page(request, own_sign_up(request, pk), error=refused.sentence, status=422)
    messages.success(request, said(changed) if callable(said) else said)
    return redirect("volunteers:sign_up_detail", pk)


@require_POST
def coming(request, pk):
    """“I'm coming.”"""
    return _do(request, pk, sign_ups.answer_coming, _("Thank you. We expect you."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    """“I can't”: asked once more, and done when the answer is yes."""
    if request.method != "POST":
        sign_up = own_sign_up(request, pk)
        if sign_up.state not in State.OPEN:
            return redirect("volunteers:sign_up_detail", pk)
        shift = sign_up.shift_role.shift
        is_late = bool(shift) and sign_up.state == State.CONFIRMED and timezone.now() > shift.late_from
        return render(request, "volunteers/cancel.html", {"sign_up": sign_up, "thing": words.thing(sign_up), "is_late": is_late})
    return _do(request, pk, sign_ups.cancel, _("Your sign-up is cancelled. Thank you for telling us."))


@require_POST
def accept(request, pk):
    """“Yes, I take the place.”"""
    return _do(request, pk, offers.accept_offer, _taken)


def _taken(sign_up):
    """It is theirs, unless somebody else still has to agree."""
    return words.next_words(sign_up, timezone.now()) if sign_up.state == State.REQUESTED else _("The place is yours.")


@require_POST
def decline(request, pk):
    """“No, give it to the next person.”"""
    return _do(request, pk, offers.decline_offer, _("Thank you. We ask the next person in line."))


@require_POST
def change(request, pk):
    """Another number of people."""
    form = PartySizeForm(request.POST)
    if not form.is_valid():
        return _page(request, own_sign_up(request, pk), form=form, status=422)
    return _do(request, pk, sign_ups.change_party, _("Changed."), form=form, party_size=form.cleaned_data["party_size"])


@never_cache
@require_safe
def calendar(request, pk):
    """The calendar file of one's own sign-up."""
    sign_up = own_sign_up(request, pk)
    content = own_calendar(sign_up)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="sign-up.ics"'})
