"""Changing a series from one shift on: what was changed by hand stays, sign-ups stay, everyone is asked once."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from intake.refusal import Refused
from languages import formats
from languages.content import copy_translations
from people.models import User
from places.models import Venue
from volunteers import changes
from volunteers.actions import notices, shifts
from volunteers.actions.copies import shift_like
from volunteers.models import Series, Shift, ShiftRole

SHARED = ["notes", "late_hours", "contact_name", "contact_phone", "contact_email"]


@transaction.atomic
def move_following(*, shift: Shift, day: date, start: time, end: time, venue: Venue | None, by: User, now: datetime) -> list[Shift]:
    """Give a shift and the later ones of its series another weekday, time or place. Raises Refused.

    Each keeps its own date, moved by as many days as this one, and its window moves along. Those changed by hand or called off stay as they are.
    """
    following = _following(shift, now)
    first = next((one for one in following if one.pk == shift.pk), None)
    if first is None:
        raise Refused(_("This shift was changed by itself or called off, so it no longer leads its series. Choose “only this shift”."))
    days = day - first.local_starts.date()
    was, moved = {one.pk: changes.time_and_place(one) for one in following}, []
    for one in following:
        if _move(one, one.local_starts.date() + days, start, end, venue, now):
            moved.append(one)
    if not moved:
        return []
    series = _split(first, following, day=day)
    for one in following:
        one.series = series
    Shift.objects.bulk_update(following, ["series", "starts", "ends", "venue", *shifts.WINDOW, "sequence", "changed_at"], batch_size=200)
    shifts.note_moves([(one, was[one.pk]) for one in moved], by=by, now=now)
    return moved


def _following(shift, now):
    """This shift and the later ones that still follow the rule, locked in the order of time."""
    if shift.series_id is None:
        raise Refused(_("This shift does not come again: there is nothing to change after it."))
    rest = Shift.objects.filter(series=shift.series_id, starts__gte=max(shift.starts, now), cancelled_at=None, is_detached=False)
    return list(rest.select_for_update(of=("self",), no_key=True).select_related("opportunity").order_by("starts", "pk"))


def following(shift: Shift, now: datetime) -> list[Shift]:
    """Return the later shifts that a change for the series would change too, this one included; none outside a series."""
    if shift.series_id is None:
        return []
    rest = Shift.objects.filter(series=shift.series_id, starts__gte=max(shift.starts, now), cancelled_at=None, is_detached=False)
    return list(rest.select_related("venue").order_by("starts", "pk"))


def fingerprint(shift: Shift) -> str:
    """Return a short text that is another one when anything a series shares is changed on this shift."""
    shared = [str(getattr(shift, name)) for name in (*SHARED, "starts", "ends", "venue_id", *shifts.WINDOW)]
    return salted_hmac("volunteers.series", "|".join(shared)).hexdigest()[:12]


def _move(shift, day, start, end, venue, now):
    """Put the new time and place on one shift; True when that changed anything. Raises Refused."""
    starts = datetime.combine(day, start, tzinfo=shift.zone)
    ends = datetime.combine(day if end > start else day + timedelta(days=1), end, tzinfo=shift.zone)
    shifts.check_order(starts, ends, field="ends")
    if (starts, ends, venue and venue.pk) == (shift.starts, shift.ends, shift.venue_id):
        return False
    shifts.move_window(shift, starts, now)
    shift.starts, shift.ends, shift.venue, shift.sequence, shift.changed_at = starts, ends, venue, shift.sequence + 1, now
    shifts.check_times(shift, now)
    return True


def _split(first, following, *, day):
    """The rule as it was ends the day before; from this shift on a new one holds, so that both stay true."""
    old = Series.objects.select_for_update().get(pk=first.series_id)
    until = max(one.local_starts.date() for one in following)
    if not Shift.objects.filter(series=old).exclude(pk__in=[one.pk for one in following]).exists():
        old.first, old.until = day, max(until, day)
        old.save(update_fields=["first", "until", "changed_at"])
        return old
    new = Series.objects.create(opportunity_id=old.opportunity_id, rule=old.rule, first=day, until=max(until, day), exceptions=[])
    last = Shift.objects.filter(series=old).exclude(pk__in=[one.pk for one in following]).order_by("-starts").first()
    old.until = max(old.first, last.local_starts.date())
    old.save(update_fields=["until", "changed_at"])
    return new


@transaction.atomic
def share_following(*, shift: Shift, by: User, now: datetime) -> int:
    """Give the later shifts of the series this one's notes, contact, cut-off and sign-up window, the window as long before each start. Returns how many."""
    following = [one for one in _following(shift, now) if one.pk != shift.pk]
    before = {one.pk: changes.shared_in_series(one) for one in following}
    for one in following:
        for field in SHARED:
            setattr(one, field, getattr(shift, field))
        shifts.put_window(one, shifts.window_of(shift, one.starts))
    Shift.objects.bulk_update(following, [*SHARED, *shifts.WINDOW], batch_size=200)
    edits = [notices.Edit(one.opportunity_id, one, changes.between(before[one.pk], changes.shared_in_series(one))) for one in following]
    notices.note(edits, by=by, now=now)
    return len(following)


@transaction.atomic
def change_places_following(*, shift_role: ShiftRole, places: int | None, by: User, now: datetime) -> int:
    """Change how many fit in this role and in the same one of the later shifts; all of them or none. Returns how many. Raises Refused."""
    following = [one.pk for one in _following(shift_role.shift, now)]
    roles = ShiftRole.objects.filter(shift__in=following, name=shift_role.name).select_related("shift", "opportunity").order_by("pk")
    for role in roles:
        try:
            shifts.change_places(shift_role=role, places=places, by=by, now=now)
        except Refused as refused:
            on = formats.weekday_date(role.shift.local_starts)
            raise Refused(_("%(day)s: %(why)s Nothing was changed.") % {"day": on, "why": refused.sentence}, field=refused.field) from refused
    return len(roles)


@transaction.atomic
def extend(*, series: Series, until: date, by: User, now: datetime) -> list[Shift]:
    """Plan the shifts of a series up to a later last day, as its last one stands. Raises Refused."""
    series = Series.objects.select_for_update().select_related("opportunity").get(pk=series.pk)
    last = series.shifts.filter(is_detached=False).select_related("venue").order_by("-starts").first()
    if until <= series.until or last is None:
        raise Refused(_("Choose a day after the last one."), field="until")
    before, series.until = series.until, until
    days = [day for day in shifts.check_days(series) if day > before]
    series.save(update_fields=["until", "changed_at"])
    return [_like(last, day, series, now) for day in days]


def _like(last, day, series, now):
    """A shift as the last one is, on another day at the same time of day. Raises Refused."""
    starts, ends = (
        datetime.combine(day + (moment.date() - last.local_starts.date()), moment.time(), tzinfo=last.zone) for moment in (last.local_starts, last.local_ends)
    )
    shifts.check_order(starts, ends, field="until")
    shift, roles = shift_like(last, starts=starts, ends=ends, series=series)
    shifts.check_times(shift, now)
    copy_translations(roles)
    return shift
