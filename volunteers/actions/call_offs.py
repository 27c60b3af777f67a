"""Calling off on the day: one shift, one place, all of one activity or of the office; with a reason from the list, and a new date if there is one."""

from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import form_keys
from intake.refusal import Refused
from languages.content import copy_translations
from mailing import calls, settling
from mailing.models import CallTask, Message
from people.models import User
from volunteers import reasons
from volunteers.actions import copies, shifts
from volunteers.models import Opportunity, Shift, ShiftRole, SignUp, SiteLink

LATEST = timedelta(days=366)


class Reach(models.TextChoices):
    """How much is called off; always of one office, on the day of one shift."""

    SHIFT = "shift", gettext_lazy("Only this shift")
    PLACE = "place", gettext_lazy("Everything at this place on this day")
    DAY = "day", gettext_lazy("All of this activity on this day")
    OFFICE = "office", gettext_lazy("Everything of our office on this day")


FOR_LEADS = (Reach.SHIFT, Reach.PLACE, Reach.DAY)
_NEW_DATE = (Reach.SHIFT, Reach.DAY)


def affected(*, shift: Shift, reach: str, now: datetime):
    """Return what would be called off: what is neither over nor called off, on the day of this shift on the clock of its place."""
    first = datetime.combine(shift.local_starts.date(), time.min, tzinfo=shift.zone)
    after = datetime.combine(shift.local_starts.date() + timedelta(days=1), time.min, tzinfo=shift.zone)
    that_day = Shift.objects.upcoming(now).filter(starts__gte=first, starts__lt=after, opportunity__office=shift.opportunity.office_id)
    that_day = that_day.exclude(opportunity__state__in=[Opportunity.State.DRAFT, Opportunity.State.CANCELLED])
    within = {
        Reach.SHIFT: {"pk": shift.pk},
        Reach.PLACE: {"venue": shift.venue_id} if shift.venue_id else {"pk": shift.pk},
        Reach.DAY: {"opportunity": shift.opportunity_id},
        Reach.OFFICE: {},
    }
    return that_day.filter(**within[Reach(reach)]).order_by("pk")


@transaction.atomic
def call_off(
    *, shift: Shift, reach: str, reason: str, more: str, new_date: date | None, key: str, by: User | SiteLink, now: datetime,
) -> list[int]:  # fmt: skip
    """Call off what `reach` names, once per form key, and tell everybody in the first lane; returns the ids of the shifts. Raises Refused.

    With a new date each of them is planned again for then, at the same hours, and the letters say where to sign up for it.
    """
    holder = f"user:{by.pk}" if isinstance(by, User) else f"site:{by.pk}"
    content = ["call-off", shift.pk, reach, reason, more, new_date]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder, content=content, now=now)
    if sending.first is not None:
        return sending.first["shifts"]
    if isinstance(by, SiteLink) and reach not in FOR_LEADS:
        raise Refused(_("Please call the office for that."), field="reach")
    if new_date:
        _check_new_date(shift, reach, new_date, now)
    shifts.lock_roles(ShiftRole.objects.filter(shift__in=affected(shift=shift, reach=reach, now=now)))
    found = list(affected(shift=shift, reach=reach, now=now).select_related("opportunity"))
    if not found:
        raise Refused(_("There is nothing left to call off here: it is called off already, or over."))
    for one in found:
        instead = _plan_again(one, new_date) if new_date else None
        shifts.call_off(shift=one, reason=reasons.line(reason, more), by=by, now=now, instead=instead)
    form_keys.remember(sending, result={"shifts": [one.pk for one in found]})
    return [one.pk for one in found]


def _check_new_date(shift, reach, new_date, now):
    today = max(now.astimezone(shift.zone).date(), shift.local_starts.date())
    if reach not in _NEW_DATE:
        raise Refused(_("A new date can be set for one activity only."), field="new_date")
    if not today < new_date <= today + LATEST:
        raise Refused(_("Choose a date after this one, within a year."), field="new_date")


def _plan_again(shift, new_date):
    """The same shift on another day, at the same hours on the clock of the place, with the same roles and places, and nobody on it."""
    starts = datetime.combine(new_date, shift.local_starts.time(), tzinfo=shift.zone)
    nights = shift.local_ends.date() - shift.local_starts.date()
    ends = datetime.combine(new_date + nights, shift.local_ends.time(), tzinfo=shift.zone)
    shifts.check_order(starts, ends, field="new_date")
    again, roles = copies.shift_like(shift, starts=starts, ends=ends)
    copy_translations(roles)
    return again


@transaction.atomic
def note_told(*, sign_up: SignUp, result: str, by: User | SiteLink, now: datetime) -> None:
    """Somebody has called a person about the call-off: the line leaves the to-call list, or stays there after no answer. Raises Refused."""
    message = Message.objects.filter(about=sign_up.ref, kind="shift_called_off").order_by("-pk").first()
    task = message and CallTask.objects.filter(message=message, result=CallTask.Result.OPEN).first()
    if task:
        note = "" if isinstance(by, User) else by.name
        calls.record_result(task=task, result=result, by=by if isinstance(by, User) else None, now=now, note=note)
    elif message is None or message.settled_at or message.state not in settling.LOST:
        raise Refused(_("Nobody needs to call here any more, or not yet. Look at the list again."))
    elif result == CallTask.Result.CONFIRMED:
        settling.settle(message=message, by=by, now=now)
