"""How a location is just now: set by the people there or by staff, looked at and confirmed, closed for a day; and who was turned away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from donations.actions import rerouting
from donations.actors import Actor, holder_of, link_of, user_of
from donations.models import DropOffLocation, LocationCheck, LocationClosure, TurnedAway
from intake import form_keys
from intake.refusal import Refused

State = DropOffLocation.State
CLOSED_TODAY = "closed_today"  # beside the states of a location, for what holds today alone
_SHUT = {State.FULL, State.CLOSED}


def local_day(location: DropOffLocation, now: datetime):
    """Return today's date on the clock of the place."""
    return now.astimezone(location.drive.zone).date()


def is_closed_today(location: DropOffLocation, now: datetime) -> bool:
    """Tell whether the location takes nothing today, whatever its hours say."""
    return LocationClosure.objects.filter(location=location, day=local_day(location, now)).exists()


def state_now(location: DropOffLocation, now: datetime) -> str:
    """Return what stands at the location now: one of its states, or “closed_today”."""
    state = DropOffLocation.objects.values_list("state", flat=True).get(pk=location.pk)
    return CLOSED_TODAY if state != State.CLOSED and is_closed_today(location, now) else state


@transaction.atomic
def set_state(*, location: DropOffLocation, state: str, by: Actor, now: datetime, seen: str = "", at: datetime | None = None) -> DropOffLocation:
    """Say how a location is; whoever is about to come to one that turned full or closed is told. Saying the same again only confirms it.

    “Open” also ends a closed day. `seen` is what stood there when it was pressed, if that is known, and `at` when that was: what
    somebody else has said meanwhile stays. Raises Refused.
    """
    location = _locked(location)
    before = state_now(location, now)
    if state not in State.values:
        raise Refused(_("Choose how it is now."), field="state")
    if seen and before not in {seen, state}:
        raise Refused(_("Somebody else has changed this meanwhile, so yours was not saved. Press again if yours is right."), code="meanwhile")
    if at is not None and location.checked_at and at < location.checked_at and state != before:
        raise Refused(_("Somebody else has looked since, so yours was not saved. Press again if yours is right."), code="meanwhile")
    _check_may_set(location, by)
    if state == State.OPEN:
        LocationClosure.objects.filter(location=location, day=local_day(location, now)).delete()
    was, location.state = location.state, State(state)
    _note(location, location.state, by, at or now)
    if location.state in _SHUT and location.state != was:
        rerouting.tell_of_closed(location=location, now=now)
    return location


@transaction.atomic
def check(*, location: DropOffLocation, by: Actor, now: datetime, at: datetime | None = None) -> DropOffLocation:
    """Note that somebody looked and that it is as it stands there; `at` is when, where a phone had no connection then."""
    location = _locked(location)
    standing = state_now(location, now)
    _note(location, State.CLOSED if standing == CLOSED_TODAY else State(standing), by, at or now)
    return location


@transaction.atomic
def close_today(*, location: DropOffLocation, reason: str, by: Actor, now: datetime, seen: str = "", at: datetime | None = None) -> LocationClosure:
    """Close a location for the rest of the day, on the clock of the place; whoever is about to come is told. Twice changes nothing more.

    What was pressed on another day says nothing about today. Raises Refused.
    """
    location, day = _locked(location), local_day(location, at or now)
    if day != local_day(location, now):
        raise Refused(_("This was pressed on another day, so it was not saved. Press again if it is closed today."), code="another_day")
    if seen and state_now(location, now) not in {seen, CLOSED_TODAY}:
        raise Refused(_("Somebody else has changed this meanwhile, so yours was not saved. Press again if yours is right."), code="meanwhile")
    _check_may_set(location, by)
    closure, _is_new = LocationClosure.objects.get_or_create(location=location, day=day, defaults={"reason": reason})
    _note(location, State.CLOSED, by, at or now)
    rerouting.tell_of_closed(location=location, now=now)  # tells nobody twice a day
    return closure


def _check_may_set(location, by):
    """What the office has closed is opened by the office. Raises Refused."""
    if location.state == State.CLOSED and link_of(by) is not None:
        raise Refused(_("The office has closed this location. Please call the office."), code="closed_by_office")


def _locked(location):
    return DropOffLocation.objects.select_for_update(of=("self",), no_key=True).select_related("drive", "venue").get(pk=location.pk)


def _note(location, state, by, at):
    """Keep who saw what when; an older look never makes a newer one look old."""
    location.checked_at = max(at, location.checked_at or at)
    location.save(update_fields=["state", "checked_at", "changed_at"])
    LocationCheck.objects.create(location=location, state=state, at=at, by=user_of(by), link=link_of(by))


@transaction.atomic
def turn_away(*, location: DropOffLocation, reason: str, what: str = "", by: Actor, key: str, now: datetime, at: datetime | None = None) -> TurnedAway:
    """Write down that somebody came and was turned away, once per form key: why and what, never who. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["turned away", location.pk, reason, what], now=now)
    if sending.first is not None:
        return TurnedAway.objects.get(pk=sending.first["turned_away"])
    if reason not in TurnedAway.Reason.values:
        raise Refused(_("Choose why."), field="reason")
    turned = TurnedAway.objects.create(location=location, reason=reason, what=what, at=at or now, by=user_of(by), link=link_of(by))
    form_keys.remember(sending, result={"turned_away": turned.pk})
    return turned
