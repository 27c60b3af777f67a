"""Publishing, closing and calling off an opportunity."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import User
from sharing import prompts
from volunteers import changes, words
from volunteers.actions import notices, shifts
from volunteers.models import Opportunity, SignUp

PAGE_CHANNELS = (prompts.EMAIL, prompts.MESSAGE, prompts.FLYER)  # what the page of an opportunity hands out


@transaction.atomic
def publish(*, opportunity: Opportunity, by: User, now: datetime) -> Opportunity:
    """Show an opportunity to everyone. Raises Refused when nobody could sign up for it."""
    if not opportunity.roles.exists():
        raise Refused(_("Add a shift first: without one nobody can sign up."))
    if opportunity.kind == Opportunity.Kind.SHIFTS and not opportunity.shifts.upcoming(now).exists():
        raise Refused(_("Add a shift that is still to come: all of its dates are past."))
    prompts.count_links(words.path_of(opportunity), PAGE_CHANNELS, by=by)
    return _set(opportunity, Opportunity.State.PUBLISHED)


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
    told = Opportunity.objects.filter(pk=opportunity.pk, state=Opportunity.State.CANCELLED).exists()
    opportunity.reason = reason
    opportunity.save(update_fields=["reason", "changed_at"])
    _set(opportunity, Opportunity.State.CANCELLED)
    if not told:
        shifts.tell_of_the_call_off(SignUp.objects.filter(shift_role__in=without_shift), now=now)
    return opportunity


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
