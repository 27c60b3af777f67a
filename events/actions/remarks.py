"""What was said in the room: noted by theme while the session goes on, counted when others say the same, without a name."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.models import Event, Remark
from intake import form_keys
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from people.models import User

MOST = 5000  # people in one remark


@transaction.atomic
def note(*, event: Event, theme: str, text: str, times: int, key: str, by: User, now: datetime) -> Remark | None:
    """Note what was said, once per form key; the same words under the same theme are counted together. Raises Refused.

    None where the same form comes once more after what it noted was taken back.
    """
    check_no_sensitive_numbers(theme, field="theme")
    check_no_sensitive_numbers(text, field="text")
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["remark", event.pk, theme, text, times], now=now)
    if sending.first is not None:
        return Remark.objects.filter(pk=sending.first["remark"]).first()
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)  # two phones with the same words count together
    known = Remark.objects.filter(event=event, theme__iexact=theme, text__iexact=text).first()
    if known is not None:
        _count(known, times)
    remark = known or Remark.objects.create(event=event, theme=_as_before(event, theme), text=text, times=max(1, times), noted_by=by)
    form_keys.remember(sending, result={"remark": remark.pk})
    return remark


def _as_before(event, theme):
    """A theme that was written before is written as it was then."""
    return Remark.objects.filter(event=event, theme__iexact=theme).values_list("theme", flat=True).first() or theme


@transaction.atomic
def count(*, remark: Remark, key: str, by: User, now: datetime) -> Remark:
    """Somebody else says the same, once per form key. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["same", remark.pk], now=now)
    if sending.first is None:
        _count(remark, 1)
        form_keys.remember(sending, result={"remark": remark.pk})
    return Remark.objects.get(pk=remark.pk)


def _count(remark, more):
    if not Remark.objects.filter(pk=remark.pk, times__lte=MOST - more).update(times=F("times") + more):
        raise Refused(_("So many people are not counted here."), field="times")


@transaction.atomic
def take_back(*, remark: Remark, by: User, now: datetime) -> None:
    """Take a remark off the list that was noted by mistake; the history keeps that it was there."""
    remark.delete()
