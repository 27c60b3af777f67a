"""Shifts that come again: by a rule, with exceptions; one is changed, or it and the following; sign-ups stay."""

from datetime import date, datetime, time, timedelta

import pytest

from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from tests import makers
from volunteers.actions import notices, series, shifts
from volunteers.models import Series, Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 8)
NINE, NOON = time(9), time(12)


@pytest.fixture
def opportunity(db):
    makers.city()
    return makers.opportunity()


def plan(opportunity, *, until=TUESDAY + timedelta(weeks=5), day=TUESDAY, **more):
    return shifts.plan(
        opportunity=opportunity, day=day, start=NINE, end=NOON, places=50, venue=makers.venue(), by=makers.User(), now=makers.NOW, repeat_until=until, **more
    )


def following(shift, *, day=None, start=NINE, end=NOON, venue=None, now=makers.NOW):
    day = day or shift.local_starts.date()
    return series.move_following(shift=shift, day=day, start=start, end=end, venue=venue or shift.venue, by=makers.User(), now=now)


def days(of):
    return [(f"{one.local_starts:%m-%d %H}", one.series_id) for one in Shift.objects.filter(opportunity=of).order_by("starts")]


# --- The rule -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("weekly", date(2026, 12, 8), ["12-08", "12-15", "12-22", "12-29", "01-05"]),
        ("fortnightly", date(2026, 12, 8), ["12-08", "12-22", "01-05"]),
        ("monthly", date(2026, 12, 8), ["12-08"]),
        ("monthly", date(2026, 10, 6), ["10-06", "11-03", "12-01", "01-05"]),
        ("monthly", date(2026, 9, 29), ["09-29", "10-27", "11-24", "12-29"]),
    ],
)
def test_a_rule_names_its_days(rule, first, expected):
    made = Series(rule=rule, first=first, until=date(2027, 1, 10))
    assert [f"{day:%m-%d}" for day in made.days()] == expected


def test_days_without_a_shift_are_left_out(opportunity):
    plan(opportunity, exceptions=(date(2026, 12, 22), date(2026, 12, 29)))
    assert [day for day, _series in days(opportunity)] == ["12-08 09", "12-15 09", "01-05 09", "01-12 09"]


def test_the_local_time_stays_over_both_clock_changes(opportunity):
    plan(opportunity, day=date(2027, 3, 7), until=date(2027, 11, 14))
    assert {(one.local_starts.hour, one.local_ends.hour) for one in Shift.objects.all()} == {(9, 12)}
    assert len({one.starts.hour for one in Shift.objects.all()}) == 2  # 13 and 14 UTC


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"until": TUESDAY - timedelta(days=1)}, "The last date is before the first."),
        ({"until": TUESDAY + timedelta(days=900)}, "more than two years"),
        ({"until": TUESDAY, "exceptions": (TUESDAY,)}, "No day is left."),
    ],
)
def test_a_rule_that_makes_no_sense_makes_nothing(opportunity, more, said):
    with pytest.raises(Refused, match=said):
        plan(opportunity, **more)
    assert not Shift.objects.exists() and not Series.objects.exists()


# --- This one / this and the following ------------------------------------------------------------------------------------


def test_this_and_the_following_move_and_the_rule_is_split_so_that_both_stay_true(opportunity):
    made = plan(opportunity)
    following(made[2], day=date(2026, 12, 23), start=time(10), end=time(13))
    old, new = Series.objects.order_by("pk")
    assert days(opportunity) == [
        ("12-08 09", old.pk), ("12-15 09", old.pk), ("12-23 10", new.pk), ("12-30 10", new.pk), ("01-06 10", new.pk), ("01-13 10", new.pk),
    ]  # fmt: skip
    assert (old.until, new.first, new.until) == (date(2026, 12, 15), date(2026, 12, 23), date(2027, 1, 13))


def test_from_the_first_one_on_it_stays_one_series(opportunity):
    made = plan(opportunity)
    following(made[0], start=time(10))
    assert Series.objects.count() == 1 and {day[-2:] for day, _series in days(opportunity)} == {"10"}


def test_the_local_time_of_the_following_stays_over_a_clock_change(opportunity):
    made = plan(opportunity, day=date(2027, 3, 2), until=date(2027, 3, 30))
    following(made[0], start=time(15), end=time(17))
    assert {one.local_starts.hour for one in Shift.objects.all()} == {15}
    assert [one.starts.hour for one in Shift.objects.order_by("starts")] == [20, 20, 19, 19, 19]


def test_what_was_changed_by_itself_called_off_or_over_stays(opportunity):
    made = plan(opportunity)
    starts = datetime.combine(date(2026, 12, 24), time(7), tzinfo=made[2].zone)
    shifts.move(shift=made[2], starts=starts, ends=starts + timedelta(hours=1), venue=made[2].venue, by=makers.User(), now=makers.NOW)
    shifts.call_off(shift=made[3], reason="Holiday", by=makers.User(), now=makers.NOW)
    following(made[1], start=time(10))
    assert [day for day, _series in days(opportunity)] == ["12-08 09", "12-15 10", "12-24 07", "12-29 09", "01-05 10", "01-12 10"]


def test_a_shift_that_left_its_series_does_not_lead_it(opportunity):
    made = plan(opportunity)
    starts = datetime.combine(date(2026, 12, 24), time(7), tzinfo=made[2].zone)
    shifts.move(shift=made[2], starts=starts, ends=starts + timedelta(hours=1), venue=made[2].venue, by=makers.User(), now=makers.NOW)
    with pytest.raises(Refused, match="no longer leads its series"):
        following(Shift.objects.get(pk=made[2].pk), start=time(11))


def test_a_shift_alone_has_nothing_after_it(opportunity):
    with pytest.raises(Refused, match="does not come again"):
        following(plan(opportunity, until=None)[0], start=time(11))


def test_a_bad_time_for_one_changes_none(opportunity):
    """On March 14, 2027 the clock in Boston goes from two to three: a shift from 2:30 to 3 would end before it begins."""
    made = plan(opportunity, day=date(2027, 3, 2) - timedelta(days=2), until=date(2027, 3, 28))
    before = days(opportunity)
    with pytest.raises(Refused, match="clocks are set forward"):
        following(made[0], start=time(2, 30), end=time(3))
    assert days(opportunity) == before


def test_sign_ups_stay_and_each_person_is_asked_once(opportunity):
    made = plan(opportunity)
    for number, shift in enumerate(made):
        makers.sign_up(shift.roles.get(), who=makers.person(f"Vera {number}", "vera@example.org"), answer="coming")
    gone = makers.sign_up(made[3].roles.get(), state=State.CANCELLED)
    following(made[2], start=time(10), end=time(13))
    assert notices.sweep(now=makers.NOW + notices.WINDOW) == 4
    told = Message.objects.filter(kind="shift_moved")
    assert sorted(told.values_list("person__name", flat=True)) == ["Vera 2", "Vera 3", "Vera 4", "Vera 5"]
    assert not told.filter(about=gone.ref).exists()
    assert list(SignUp.objects.live().order_by("pk").values_list("answer", flat=True)) == ["coming"] * 2 + [""] * 4
    assert {one.values["was"]["shift"]["starts"][11:16] for one in told} == {"14:00"}


def test_the_same_change_again_tells_nobody_again(opportunity):
    made = plan(opportunity)
    makers.sign_up(made[3].roles.get())
    following(made[2], start=time(10), end=time(13))
    assert following(Shift.objects.get(pk=made[2].pk), start=time(10), end=time(13)) == []
    notices.sweep(now=makers.NOW + notices.WINDOW)
    assert Message.objects.filter(kind="shift_moved").count() == 1


def test_places_change_for_the_following_all_or_none(opportunity):
    made = plan(opportunity)
    makers.sign_up(made[4].roles.get(), size=9)
    role = made[2].roles.get()
    with pytest.raises(Refused, match="January 5.*9 places are already taken.*Nothing was changed"):
        series.change_places_following(shift_role=role, places=8, by=makers.User(), now=makers.NOW)
    assert set(ShiftRole.objects.values_list("capacity", flat=True)) == {50}
    assert series.change_places_following(shift_role=role, places=9, by=makers.User(), now=makers.NOW) == 4
    assert list(ShiftRole.objects.order_by("shift__starts").values_list("capacity", flat=True)) == [50, 50, 9, 9, 9, 9]


def test_notes_contact_and_window_are_shared_the_window_as_long_before_each_start(opportunity):
    made = plan(opportunity, day=date(2027, 3, 2), until=date(2027, 3, 30))
    first = made[0]
    first.notes, first.late_hours = "Side door", 48
    first.sign_up_opens = datetime.combine(date(2027, 2, 22), NINE, tzinfo=first.zone)  # the Monday of the week before, 9 a.m.
    first.save()
    assert series.share_following(shift=first, by=makers.User(), now=makers.NOW) == 4
    rest = Shift.objects.exclude(pk=first.pk).order_by("starts")
    assert {(one.notes, one.late_hours) for one in rest} == {("Side door", 48)}
    assert [f"{one.sign_up_opens.astimezone(one.zone):%a %m-%d %H}" for one in rest] == ["Mon 03-01 09", "Mon 03-08 09", "Mon 03-15 09", "Mon 03-22 09"]


def test_a_series_goes_on_as_its_last_shift_stands(opportunity):
    made = plan(opportunity)
    ShiftRole.objects.filter(shift=made[-1]).update(name="Packer", capacity=7)
    ShiftRole.objects.create(opportunity=opportunity, shift=made[-1], name="Driver", capacity=2, order=1)
    following(made[-1], start=time(10))
    last = Shift.objects.get(pk=made[-1].pk)
    new = series.extend(series=last.series, until=date(2027, 1, 26), by=makers.User(), now=makers.NOW)
    assert [f"{one.local_starts:%m-%d %H}" for one in new] == ["01-19 10", "01-26 10"]
    assert [list(one.roles.values_list("name", "capacity")) for one in new] == [[("Packer", 7), ("Driver", 2)]] * 2
    with pytest.raises(Refused, match="after the last one"):
        series.extend(series=last.series, until=date(2027, 1, 20), by=makers.User(), now=makers.NOW)


def test_without_the_mark_a_shift_changed_by_itself_would_be_overwritten(opportunity):
    made = plan(opportunity)
    Shift.objects.filter(pk=made[3].pk).update(starts=made[3].starts - timedelta(hours=2), is_detached=False)
    following(made[1], start=time(10))
    assert Shift.objects.get(pk=made[3].pk).local_starts.hour == 10
