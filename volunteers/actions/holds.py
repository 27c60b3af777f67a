"""Keeping places for a partner: kept, changed, released by hand or by themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from intake import form_keys
from intake.refusal import Refused
from people.models import PartnerOrganization, User
from volunteers.actions.places import offer_free_places
from volunteers.models import Hold, ShiftRole


@transaction.atomic
def keep(*, shift_role: ShiftRole, partner: PartnerOrganization, places: int, release_at: datetime, key: str, by: User, now: datetime) -> Hold:
    """Keep so many places for a partner until then, once per form key. Raises Refused when they are not free or the time is past."""
    content = ["hold", shift_role.pk, partner.pk, places, release_at]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return Hold.objects.get(pk=sending.first["hold"])
    role = _locked(shift_role)
    if partner.office_id != role.opportunity.office_id:
        raise Refused(_("This partner works with another office."), field="partner")
    if role.capacity is None:
        raise Refused(_("Any number may come here, so there is nothing to keep."))
    hold = Hold(shift_role=role, partner=partner, places=places, release_at=release_at, made_by=by, made_at=now)
    _check_time(hold, role, now)
    _keep(hold, role)
    form_keys.remember(sending, result={"hold": hold.pk})
    return hold


@transaction.atomic
def change(*, hold: Hold, places: int, release_at: datetime, by: User, now: datetime) -> Hold:
    """Keep more or fewer, or for longer; what becomes free is offered at once. Raises Refused."""
    role = _locked(hold.shift_role)
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    _check_stands(hold)
    if places < max(1, hold.used):
        raise Refused(_("%(used)s of these places are used already. Choose %(used)s or more.") % {"used": hold.used}, field="places")
    hold.places, hold.release_at = places, release_at
    _check_time(hold, role, now)
    _keep(hold, role)
    offer_free_places(shift_role=role, now=now)
    return hold


@transaction.atomic
def release(*, hold: Hold, by: User | None, now: datetime) -> Hold:
    """Give what is not used back to everybody; doing it twice changes nothing more. Who signed up on these places stays."""
    role = _locked(hold.shift_role)
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if hold.released_at is None:
        hold.released_at = now
        hold.save(update_fields=["released_at"])
        offer_free_places(shift_role=role, now=now)
    return hold


def sweep(*, now: datetime) -> None:
    """Release what was kept long enough. Safe to run twice."""
    for hold in Hold.objects.due(now).select_related("shift_role").order_by("shift_role_id", "pk")[:1000]:
        release(hold=hold, by=None, now=now)


def _locked(role):
    seats.lock(role)
    return ShiftRole.objects.select_related("opportunity__office", "shift").get(pk=role.pk)


def _check_stands(hold):
    if hold.released_at:
        raise Refused(_("These places were released already."))


def _check_time(hold, role, now):
    if hold.release_at <= now:
        raise Refused(_("Choose a time that is still to come."), field="release_at")
    if role.is_cancelled or (role.shift and role.shift.starts <= now):
        raise Refused(_("This shift has begun or was called off."))
    if role.shift and hold.release_at > role.shift.starts:
        raise Refused(_("Places are kept until the shift begins at the latest."), field="release_at")


def _keep(hold, role):
    try:
        seats.keep(held=hold)
    except seats.Full as full:
        free = role.places_left + (Hold.objects.get(pk=hold.pk).left if hold.pk else 0)
        raise Refused(_("Only %(free)s places can be kept: the others are taken.") % {"free": free}, field="places", code="full") from full
