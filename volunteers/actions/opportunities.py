"""Publishing, closing and calling off an opportunity."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.models import State
from intake.refusal import Refused
from mailing import letters
from people.models import User
from sharing import prompts
from volunteers import changes, conditions, words
from volunteers.actions import notices, places, requests, shifts
from volunteers.models import Opportunity, SignUp

PAGE_CHANNELS = (prompts.EMAIL, prompts.MESSAGE, prompts.FLYER)  # what the page of an opportunity hands out


@transaction.atomic
def publish(*, opportunity: Opportunity, by: User, now: datetime) -> Opportunity:
    """Show an opportunity to everyone; of work without a shift that was called off, everybody is told how they stand now. Raises Refused when nobody could sign up."""
    if not opportunity.roles.exists():
        raise Refused(_("Add a shift first: without one nobody can sign up."))
    if opportunity.kind == Opportunity.Kind.SHIFTS and not opportunity.shifts.upcoming(now).exists():
        raise Refused(_("Add a shift that is still to come: all of its dates are past."))
    prompts.count_links(words.path_of(opportunity), PAGE_CHANNELS, by=by)
    was_off, roles = _is_off(opportunity), shifts.lock_roles(opportunity.roles.filter(shift=None))
    _set(opportunity, Opportunity.State.PUBLISHED)
    if was_off:
        _go_on(roles, now)
    return opportunity


def _go_on(roles, now):
    """What is free is offered in line; who waits for a yes waits for it from now, and everybody who was told that it is called off is told otherwise."""
    for role in roles:
        places.offer_free_places(shift_role=role, now=now)
    known = SignUp.objects.filter(shift_role__in=roles, state__in=[State.CONFIRMED, State.REQUESTED, State.WAITLISTED], link=None, person__forgotten_at=None)
    found = list(known.select_related("person__office", "shift_role__opportunity", "consent__guardian").order_by("shift_role_id", "pk"))
    letters.cancel(about=[sign_up.ref for sign_up in found], kinds=["shift_called_off"], now=now)
    for sign_up in found:
        gaps = conditions.missing(sign_up, now) if sign_up.state == State.REQUESTED else []
        if gaps:
            sign_up.until = requests.until(sign_up, gaps, now)
            sign_up.save(update_fields=["until", "changed_at"])
        requests.tell(sign_up, gaps, now=now)


@transaction.atomic
def close(*, opportunity: Opportunity, by: User, now: datetime) -> Opportunity:
    """Take no more sign-ups; those made stay."""
    return _set(opportunity, Opportunity.State.CLOSED)


@transaction.atomic
def call_off(*, opportunity: Opportunity, reason: str, by: User, now: datetime) -> Opportunity:
    """Call off everything that is still to come, with a reason that everyone signed up will read. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why, in a few words: everyone who signed up will read it."), field="reason")
    without_shift = opportunity.roles.filter(shift=None)
    coming = opportunity.shifts.upcoming(now)
    shifts.lock_roles(opportunity.roles.filter(Q(shift=None) | Q(shift__in=coming)))
    for shift in coming.order_by("pk"):
        shifts.call_off(shift=shift, reason=reason, by=by, now=now)
    told = _is_off(opportunity)
    opportunity.reason = reason
    opportunity.save(update_fields=["reason", "changed_at"])
    _set(opportunity, Opportunity.State.CANCELLED)
    if not told:
        shifts.tell_of_the_call_off(SignUp.objects.filter(shift_role__in=without_shift), now=now)
        _keep_places(without_shift, now)
    return opportunity


def _keep_places(roles, now):
    """It may go on: until then no wait for a yes runs out, and whoever was offered a place is back in line, to be asked first."""
    of_work = SignUp.objects.filter(shift_role__in=roles)
    of_work.filter(state=State.REQUESTED).update(until=None, changed_at=now)
    of_work.filter(state=State.OFFERED).update(state=State.WAITLISTED, until=None, changed_at=now)


def _is_off(opportunity):
    return Opportunity.objects.filter(pk=opportunity.pk, state=Opportunity.State.CANCELLED).exists()


@transaction.atomic
def describe(*, opportunity: Opportunity, by: User, now: datetime) -> Opportunity:
    """Store what an opportunity says; whether the people of its shifts are told is asked."""
    before = changes.of_opportunity(Opportunity.objects.select_for_update(of=("self",), no_key=True).get(pk=opportunity.pk))
    opportunity.save()
    notices.note([notices.Edit(opportunity.pk, None, changes.between(before, changes.of_opportunity(opportunity)))], by=by, now=now)
    return opportunity


def _set(opportunity, state):
    opportunity.state = state
    opportunity.save(update_fields=["state", "changed_at"])
    return opportunity
