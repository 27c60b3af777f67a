"""Opening a place to check in, a sign at the door or a kiosk, and closing it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing.links import named
from people.models import User
from volunteers.actions.attendance import holder_of
from volunteers.models import CheckInPoint, Shift, SiteLink

MOST = 20  # live points of a shift


@transaction.atomic
def open_point(*, shift: Shift, kind: str, whole_day: bool, takes_walk_ins: bool, language: str, key: str, by: User | SiteLink, now: datetime) -> CheckInPoint:
    """Make a kiosk, or the sign of a shift's door, once per form key; a shift has one sign at a time, whose rule for walk-ins may change.

    Raises Refused when the shift is over or called off, or has no place to share with other shifts.
    """
    content = ["check-in point", shift.pk, kind, whole_day, takes_walk_ins, language]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=content, now=now)
    if sending.first:
        return CheckInPoint.objects.get(pk=sending.first["point"])
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    _check(shift, kind, whole_day, now)
    point = _sign_of(shift) if kind == CheckInPoint.Kind.SIGN else None
    if point is None:
        point = CheckInPoint.objects.create(
            shift=shift, kind=kind, whole_day=whole_day, takes_walk_ins=takes_walk_ins, language=language, made_at=now,
            made_by=by if isinstance(by, User) else by.made_by, made_through=by if isinstance(by, SiteLink) else None,
        )  # fmt: skip
    elif point.takes_walk_ins != takes_walk_ins:
        point.takes_walk_ins = takes_walk_ins
        point.save(update_fields=["takes_walk_ins"])
    form_keys.remember(sending, result={"point": point.pk})
    return point


def _check(shift, kind, whole_day, now):
    if shift.ends <= now:
        raise Refused(_("This shift is over."))
    if shift.cancelled_at:
        raise Refused(_("This shift is called off."))
    if whole_day and (kind == CheckInPoint.Kind.SIGN or shift.venue_id is None):
        raise Refused(_("Only a kiosk can be for all shifts, and only where the shift has a place."), field="whole_day")
    if CheckInPoint.objects.listed(now).filter(shift=shift).count() >= MOST:
        raise Refused(_("There are many kiosks for this shift. Please close one first."))


def _sign_of(shift):
    return CheckInPoint.objects.filter(shift=shift, kind=CheckInPoint.Kind.SIGN, revoked_at=None).first()


@transaction.atomic
def close_point(*, point: CheckInPoint, by: User | SiteLink, now: datetime) -> CheckInPoint:
    """Close a kiosk or take a sign back: nobody checks in there from now on. Doing it twice changes nothing more."""
    point, _was_good = named.revoke(point, by=by if isinstance(by, User) else by.made_by, now=now)
    return point
