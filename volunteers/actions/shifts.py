"""Planning, moving and calling off shifts."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from intake.refusal import Refused
from languages import formats
from mailing import letters
from people.models import User
from places.models import Venue
from volunteers import changes, emails
from volunteers.actions import driving, notices, requests
from volunteers.actions.places import offer_free_places
from volunteers.models import Opportunity, Series, Shift, ShiftRole, SignUp, SiteLink

MOST_REPEATS = 110  # a little more than two years of weeks
LONGEST = timedelta(hours=12)
WINDOW = ("sign_up_opens", "sign_up_closes")
DETAILS = ["notes", *WINDOW, "late_hours", "contact_name", "contact_phone", "contact_email", "changed_at"]


@transaction.atomic
def plan(
    *, opportunity: Opportunity, day: date, start: time, end: time, places: int | None, venue: Venue | None, by: User, now: datetime,
    repeat_until: date | None = None, rule: str = Series.Rule.WEEKLY, exceptions: tuple[date, ...] = (),
) -> list[Shift]:  # fmt: skip
    """Plan a plain shift; its one role makes itself. Repeated by a rule it keeps the local time over clock changes. Raises Refused."""
    if repeat_until is None:
        return [plan_one(opportunity, day, start, end, places, venue, now)]
    series = Series(opportunity=opportunity, rule=rule, first=day, until=repeat_until, exceptions=sorted(set(exceptions)))
    days = check_days(series)
    series.save()
    return [plan_one(opportunity, one, start, end, places, venue, now, series=series) for one in days]


def check_days(series):
    """Return the days of a series, one at least and two years at most. Raises Refused."""
    if series.until < series.first:
        raise Refused(_("The last date is before the first."), field="repeat_until")
    if (series.until - series.first).days // 7 >= MOST_REPEATS:
        raise Refused(_("That is more than two years of shifts. Choose an earlier last date."), field="repeat_until")
    days = series.days()
    if not days:
        raise Refused(_("No day is left. Choose a later last date, or fewer days without a shift."), field="repeat_until")
    return days


def plan_one(opportunity, day, start, end, places, venue, now, *, series=None):
    """Make one shift on the clock of the city, with its one role. Raises Refused."""
    shift = Shift(opportunity=opportunity, venue=venue, time_zone=settings.TIME_ZONE, series=series)
    shift.starts = datetime.combine(day, start, tzinfo=shift.zone)
    shift.ends = datetime.combine(day if end > start else day + timedelta(days=1), end, tzinfo=shift.zone)
    if start == end:
        raise Refused(_("The shift ends when it begins. Choose a later end."), field="end")
    check_order(shift.starts, shift.ends, field="end")
    check_times(shift, now)
    shift.save()
    ShiftRole.objects.create(opportunity=opportunity, shift=shift, capacity=places)
    return shift


def check_times(shift, now):
    """Refuse what is a slip of the finger: a day that is over, and an end before the beginning, which reads as a shift through the night."""
    if shift.local_starts.date() < now.astimezone(shift.zone).date():
        raise Refused(_("This date is past."), field="date")
    if shift.ends - shift.starts > LONGEST:
        raise Refused(_("That is longer than 12 hours. Does it end before it begins?"), field="end")


def check_order(starts, ends, *, field):
    """Refuse what ends before it begins. Compares real moments: aware datetimes of one zone compare by the clock on the wall, which is set forward once a year."""
    if ends.timestamp() > starts.timestamp():
        return
    if ends > starts:
        sentence = _("On %(day)s the clocks are set forward, so this shift would end before it begins. Choose other times.")
        raise Refused(sentence % {"day": formats.weekday_date(starts)}, field=field)
    raise Refused(_("The shift ends before it begins."), field=field)


@transaction.atomic
def move(*, shift: Shift, starts: datetime, ends: datetime, venue: Venue | None, by: User, now: datetime) -> Shift:
    """Give a shift another time or place; its window moves along, everyone signed up is told after ten minutes, and asked again. Raises Refused."""
    lock_roles(shift.roles.exclude(run=None))  # those may lose their run; whoever calls the shift off locks roles first too
    shift = Shift.objects.select_for_update(of=("self",), no_key=True).select_related("opportunity").get(pk=shift.pk)
    check_order(starts, ends, field="ends")
    if shift.cancelled_at:
        raise Refused(_("This shift was called off. Plan a new one instead."))
    if (starts, ends, venue) == (shift.starts, shift.ends, shift.venue):
        return shift
    before, is_other_time = changes.time_and_place(shift), (starts, ends) != (shift.starts, shift.ends)
    move_window(shift, starts, now)
    shift.starts, shift.ends, shift.venue, shift.sequence = starts, ends, venue, shift.sequence + 1
    if is_other_time:
        check_times(shift, now)
    shift.is_detached = shift.series_id is not None
    shift.save(update_fields=["starts", "ends", "venue", *WINDOW, "sequence", "is_detached", "changed_at"])
    note_moves([(shift, before)], by=by, now=now)
    return shift


def move_window(shift, starts, now):
    """Move the window of a shift that is about to start then; sign-up that is open stays open."""
    window = window_of(shift, starts)
    if shift.sign_up_opens and shift.sign_up_opens <= now < window["sign_up_opens"]:
        window["sign_up_opens"] = shift.sign_up_opens
    put_window(shift, window)


def window_of(shift, starts):
    """Return when sign-up opens and closes for a shift like this one that starts then: as many days before, at the same time of day on the clock of the place.

    Where one of them was before the start and would not be any more, both are as many hours before.
    """
    moments = {name: getattr(shift, name) for name in WINDOW if getattr(shift, name)}
    if starts == shift.starts:
        return moments
    local = starts.astimezone(shift.zone)
    kept = {name: _on_another_day(moment.astimezone(shift.zone), local.date() - shift.local_starts.date()) for name, moment in moments.items()}
    if any(moment < shift.starts and kept[name] >= starts for name, moment in moments.items()):
        return {name: moment + (starts.astimezone(UTC) - shift.starts.astimezone(UTC)) for name, moment in moments.items()}
    return kept


def _on_another_day(local, days):
    return datetime.combine(local.date() + days, local.time(), tzinfo=local.tzinfo)


def put_window(shift, window):
    """Put this window (see `window_of`) on a shift."""
    for name in WINDOW:
        setattr(shift, name, window.get(name))


def note_moves(moved: list[tuple[Shift, dict]], *, by: User, now: datetime) -> None:
    """Everyone signed up to these shifts of one opportunity, given with `changes.time_and_place` before, is told and asked anew.

    The reminders of the old times are taken back at once, no offer outlasts the start, and what waits for a yes waits for it by the new time. Constant
    statements for any number, but for those who wait for a yes.
    """
    begins = Shift.objects.filter(pk=OuterRef("shift")).values("starts")
    kept = SignUp.objects.filter(shift__in=[shift for shift, _before in moved], state__in=[State.HELD, State.OFFERED])
    kept.filter(until__gt=F("shift__starts")).update(until=Subquery(begins))
    requests.keep_anew([shift for shift, _before in moved], now)
    driving.let_runs_go([shift for shift, _before in moved])
    expected = SignUp.objects.filter(shift__in=[shift for shift, _before in moved], state__in=State.OPEN, link=None)
    letters.cancel(about=[f"{SignUp._meta.label_lower}:{pk}" for pk in expected.values_list("pk", flat=True)], kinds=["reminder"], now=now)
    edits = [notices.Edit(shift.opportunity_id, shift, changes.between(before, changes.time_and_place(shift))) for shift, before in moved]
    notices.note(edits, by=by, now=now)


@transaction.atomic
def describe(*, shift: Shift, by: User, now: datetime) -> Shift:
    """Store what a shift says beside its time and place; whether the people are told is asked."""
    before = Shift.objects.select_for_update(of=("self",), no_key=True).get(pk=shift.pk)
    shift.save(update_fields=DETAILS)
    _note(shift, changes.between(changes.shared_in_series(before), changes.shared_in_series(shift)), by, now)
    return shift


@transaction.atomic
def describe_role(*, shift_role: ShiftRole, by: User, now: datetime) -> ShiftRole:
    """Store what a role is called and requires, its place in the list and whether it keeps a waitlist; whether its people are told of a new name is asked."""
    shift = Shift.objects.select_for_update(of=("self",), no_key=True).get(roles=shift_role)
    before = changes.of_shift(shift)
    shift_role.save(update_fields=["name", "waitlist", "requirement", "order"])
    _note(shift, changes.between(before, changes.of_shift(shift)), by, now)
    return shift_role


def _note(shift, was, by, now):
    notices.note([notices.Edit(shift.opportunity_id, shift, was)], by=by, now=now)


@transaction.atomic
def call_off(*, shift: Shift, reason: str, by: User | SiteLink, now: datetime, instead: Shift | None = None) -> Shift:
    """Call a shift off; everyone signed up is told, who was expected is excused and nobody is missing. `instead` is its new date. Raises Refused."""
    lock_roles(shift.roles.all())
    shift = Shift.objects.select_for_update(of=("self",), no_key=True).select_related("opportunity").get(pk=shift.pk)
    if shift.cancelled_at:
        raise Refused(_("This shift is called off already."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words: everyone who signed up will read it."), field="reason")
    shift.cancelled_at, shift.reason, shift.sequence = now, reason, shift.sequence + 1
    shift.save(update_fields=["cancelled_at", "reason", "sequence", "changed_at"])
    tell_of_the_call_off(SignUp.objects.filter(shift=shift), now=now, instead=instead)
    missed = SignUp.objects.filter(shift=shift, state__in=[State.CONFIRMED, State.NO_SHOW])
    missed.update(state=State.EXCUSED, attended_minutes=None, changed_at=now)
    return shift


def lock_roles(roles):
    """Lock these roles in id order, before anything else: a sign-up under way is waited for, and told too."""
    return list(roles.select_for_update(of=("self",)).order_by("pk").only("pk"))


def tell_of_the_call_off(sign_ups, *, now, instead=None):
    """Take back the letters about these sign-ups, and tell everyone who has proved an address, or was entered by staff."""
    expected = sign_ups.filter(state__in=State.OPEN).select_related("person__office", "shift_role__shift").order_by("shift_role_id", "pk")
    letters.cancel(about=[sign_up.ref for sign_up in expected], now=now)
    for sign_up in expected:
        if sign_up.link_id is None:
            emails.shift_called_off(sign_up, now=now, instead=instead)


@transaction.atomic
def change_places(*, shift_role: ShiftRole, places: int | None, by: User, now: datetime) -> ShiftRole:
    """Change how many fit and offer what becomes free. Raises Refused below what is taken."""
    role = seats.change_places(seats=shift_role, capacity=places)
    offer_free_places(shift_role=role, now=now)
    return role
