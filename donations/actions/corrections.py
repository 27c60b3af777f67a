"""Numbers put right, with a reason: counted wrong, lost or spoiled, moved to another location."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from donations import goods_rules
from donations.actions.goods import lock_needs
from donations.models import Correction, DropOffLocation, Need
from intake import form_keys
from intake.refusal import Refused
from people.models import User


@transaction.atomic
def correct(*, location: DropOffLocation, need: Need, kind: str, change: int, reason: str, by: User, key: str, now: datetime) -> Correction:
    """Put a number right by so many more or fewer, once per form key. Raises Refused, also for what would take the stock below zero."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["correct", location.pk, need.pk, kind, change, reason], now=now)
    if sending.first is not None:
        return Correction.objects.get(pk=sending.first["correction"])
    if kind not in {Correction.Kind.MISCOUNT, Correction.Kind.LOST}:
        raise Refused(_("Choose what happened."), field="kind")
    goods_rules.check_reason(reason)
    need = _locked(need, location)
    goods_rules.check_correction(location=location, need=need, kind=kind, change=change)
    correction = Correction.objects.create(location=location, need=need, kind=kind, change=change, reason=reason, at=now, by=by)
    form_keys.remember(sending, result={"correction": correction.pk})
    return correction


@transaction.atomic
def move(*, location: DropOffLocation, to: DropOffLocation, need: Need, quantity: int, reason: str, by: User, key: str, now: datetime) -> Correction:
    """Move goods from one location of a drive to another, once per form key; returns what left. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["move", location.pk, to.pk, need.pk, quantity, reason], now=now)
    if sending.first is not None:
        return Correction.objects.get(pk=sending.first["correction"])
    if to.pk == location.pk or to.drive_id != location.drive_id:
        raise Refused(_("Choose another location of this drive."), field="to")
    goods_rules.check_reason(reason)
    goods_rules.check_number(quantity)
    need = _locked(need, location)
    goods_rules.check_leaves_enough(location, need, quantity, field="change")
    same = {"need": need, "kind": Correction.Kind.MOVED, "reason": reason, "at": now, "by": by}
    left = Correction.objects.create(location=location, change=-quantity, **same)
    Correction.objects.create(location=to, change=quantity, **same)
    form_keys.remember(sending, result={"correction": left.pk})
    return left


def _locked(need, location):
    needs = lock_needs([need.pk])
    goods_rules.check_of_drive(needs, [need.pk], location.drive)
    return needs[0]
