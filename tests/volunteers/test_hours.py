"""Hours: written down by people, approved or declined by the office, recorded for those without an address."""

from datetime import date, timedelta

import pytest

from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from people.forgetting import forget
from tests import makers
from tests.makers import NOW
from tests.volunteers.meeting import meet
from volunteers import totals
from volunteers.actions import attendance, hours
from volunteers.actions.hours import Work
from volunteers.models import HoursEntry, ShiftRole, Tally
from volunteers.retention import forget_notes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def sewing(carla):
    """Vera's sign-up for work from home, where masks are counted."""
    work = makers.opportunity(kind="remote", title="Sew masks")
    Tally.objects.create(opportunity=work, made="masks", material="pieces of fabric")
    return makers.sign_up(ShiftRole.objects.create(opportunity=work), who=makers.person())


def claim(sign_up, work=None, **changes):
    work = work or Work(**{"day": TODAY, "minutes": 90, **changes})
    return hours.claim(sign_up=sign_up, work=work, key=makers.key(), browser="b", now=NOW)


def shift_of(who, *, days_ago=2, state=State.CONFIRMED, size=1):
    return makers.sign_up(makers.role(starts=NOW - timedelta(days=days_ago), hours=3), who=who, state=state, size=size)


def counted(person):
    return totals.minutes_of([person.pk])[person.pk]


# --- One's own ------------------------------------------------------------------------------------------------------------


def test_own_hours_wait_and_count_once_approved(sewing, carla):
    entry = claim(sewing, made=12, note="At the kitchen table")
    assert (entry.state, entry.recorded, entry.day, entry.minutes, entry.made, counted(sewing.person)) == ("claimed", False, TODAY, 90, 12, 0)
    hours.approve(entry=entry, by=carla, now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by, entry.decided_at, counted(sewing.person)) == ("approved", carla, NOW, 90)
    assert Message.objects.count() == 0


def test_the_same_form_twice_is_one_entry(sewing):
    key = makers.key()
    entries = {hours.claim(sign_up=sewing, work=Work(TODAY, 90), key=key, browser="b", now=NOW).pk for _turn in range(2)}
    assert len(entries) == HoursEntry.objects.count() == 1


@pytest.mark.parametrize(("days", "code"), [(-1, "future"), (0, ""), (60, ""), (61, "too_late")])
def test_the_last_sixty_days_may_be_written_down(sewing, days, code):
    assert refusal(claim, sewing, day=TODAY - timedelta(days=days)) == code


def refusal(verb, *args, **kwargs):
    try:
        verb(*args, **kwargs)
    except Refused as refused:
        return refused.code
    return ""


def test_today_is_the_citys_day(sewing):
    late = NOW.replace(hour=3) + timedelta(days=1)  # December 2 in Greenwich, December 1 in Boston
    work = Work(TODAY + timedelta(days=1), 60)
    assert refusal(hours.claim, sign_up=sewing, work=work, key=makers.key(), browser="b", now=late) == "future"


def test_nothing_is_no_work_and_things_are_counted_only_where_the_office_says_so(sewing):
    assert refusal(claim, sewing, minutes=0) == "nothing"
    assert refusal(claim, sewing, minutes=0, made=3) == ""
    Tally.objects.all().delete()
    assert refusal(claim, sewing, day=TODAY - timedelta(days=1), made=3) == "not_counted"


def test_a_day_is_written_down_once_and_has_24_hours(sewing):
    claim(sewing)
    assert refusal(claim, sewing) == "twice"
    other = makers.sign_up(ShiftRole.objects.create(opportunity=makers.opportunity(kind="open_ended")), who=sewing.person)
    assert refusal(claim, other, minutes=1440 - 89) == "day_full"
    assert refusal(claim, other, minutes=1440 - 90) == ""


@pytest.mark.parametrize("state", [State.HELD, State.WAITLISTED, State.CANCELLED, State.NO_SHOW, State.DECLINED, State.EXPIRED])
def test_only_who_is_signed_up_writes_down_hours(sewing, state):
    type(sewing).objects.filter(pk=sewing.pk).update(state=state)
    sewing.refresh_from_db()
    assert refusal(claim, sewing) == "not_signed_up"


def test_a_shift_has_its_own_day_and_must_have_begun(carla):
    vera = makers.person()
    assert claim(shift_of(vera), day=TODAY).day == TODAY - timedelta(days=2)
    assert refusal(claim, shift_of(vera, days_ago=-1)) == "too_early"
    assert refusal(claim, shift_of(vera, days_ago=61)) == "too_late"
    off = shift_of(vera, days_ago=5)
    off.shift_role.shift.cancelled_at = NOW
    assert refusal(claim, off) == "cancelled"


def test_own_hours_change_until_they_are_approved(sewing, carla):
    entry = claim(sewing)
    hours.change(entry=entry, work=Work(TODAY - timedelta(days=1), 30), now=NOW)
    entry.refresh_from_db()
    assert (entry.day, entry.minutes, entry.state) == (TODAY - timedelta(days=1), 30, "claimed")
    hours.approve(entry=entry, by=carla, now=NOW)
    assert refusal(hours.change, entry=entry, work=Work(TODAY, 600), now=NOW) == "counted"
    assert refusal(hours.withdraw, entry=entry, now=NOW) == "counted"
    assert counted(sewing.person) == 30


def test_hours_taken_back_are_gone_for_the_office_too(sewing, carla):
    entry = claim(sewing, note="Sorry")
    for _turn in range(2):
        hours.withdraw(entry=entry, now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.note) == ("withdrawn", "")
    assert refusal(hours.approve, entry=entry, by=carla, now=NOW) == refusal(hours.decline, entry=entry, reason="x", by=carla, now=NOW) == "refused"
    assert claim(sewing).pk != entry.pk


# --- The office says no ------------------------------------------------------------------------------------------------------


def test_who_is_declined_reads_why_once(sewing, carla):
    entry = claim(sewing)
    for _turn in range(2):
        hours.decline(entry=entry, reason="That was on Monday.", by=carla, now=NOW)
    entry.refresh_from_db()
    letter = Message.objects.get()
    assert (entry.state, entry.reason, letter.kind, letter.person) == ("declined", "That was on Monday.", "hours_declined", sewing.person)


def test_no_is_said_with_a_reason(sewing, carla):
    entry = claim(sewing)
    with pytest.raises(Refused, match="Say why"):
        hours.decline(entry=entry, reason="", by=carla, now=NOW)
    assert Message.objects.count() == 0


def test_who_writes_declined_hours_down_anew_waits_again_and_the_letter_is_taken_back(sewing, carla):
    entry = claim(sewing)
    hours.decline(entry=entry, reason="Too many.", by=carla, now=NOW)
    hours.change(entry=entry, work=Work(TODAY, 60), now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.reason, entry.decided_by, Message.objects.get().state) == ("claimed", "", None, "cancelled")
    hours.decline(entry=entry, reason="Still too many.", by=carla, now=NOW + timedelta(hours=1))
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


# --- The office writes down --------------------------------------------------------------------------------------------------


def record(opportunity, person=None, **changes):
    headcount, by = changes.pop("headcount", None), changes.pop("by")
    work = Work(**{"day": TODAY, "minutes": 120, **changes})
    return hours.record(opportunity=opportunity, person=person, headcount=headcount, work=work, by=by, now=NOW)


def test_the_office_records_a_number_of_people_without_names(sewing, carla):
    work = sewing.shift_role.opportunity
    entry = record(work, headcount=12, by=carla)
    assert (entry.state, entry.recorded, entry.entered_by, entry.people) == ("approved", True, carla, 12)
    assert totals.given(work) == totals.Given(1440, 0, 0)


def test_fabric_goes_out_and_masks_come_back(sewing, carla):
    work, vera = sewing.shift_role.opportunity, sewing.person
    for _turn in range(2):
        record(work, vera, minutes=0, material=20, by=carla)
    back = record(work, vera, minutes=0, made=38, by=carla)
    assert totals.given(work) == totals.Given(0, 38, 40)
    assert totals.lines([vera.pk]) == [totals.Line(vera.pk, work.pk, TODAY, 0, 38, back.pk)]


def test_the_office_records_any_day_that_has_been_for_people_it_knows(sewing, carla):
    work = sewing.shift_role.opportunity
    assert record(work, sewing.person, day=date(2019, 5, 4), by=carla).day == date(2019, 5, 4)
    assert refusal(record, work, sewing.person, day=TODAY + timedelta(days=1), by=carla) == "future"
    assert refusal(record, work, sewing.person, day=date(1999, 12, 31), by=carla) == "too_late"
    stranger = makers.person("Sam", "sam@example.org", office=makers.office(slug="parks", name="Parks", is_main=False))
    assert refusal(record, work, stranger, by=carla) == "foreign"


def test_a_correction_keeps_the_state(sewing, carla):
    entry = claim(sewing)
    hours.correct(entry=entry, work=Work(TODAY, 45), by=carla, now=NOW)
    entry.refresh_from_db()
    assert (entry.minutes, entry.state) == (45, "claimed")


# --- Nothing counts twice ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ticked_first", [True, False])
def test_hours_for_a_shift_count_instead_of_the_roster_whichever_came_first(carla, ticked_first):
    vera = makers.person()
    sign_up = shift_of(vera)
    if ticked_first:
        attendance.mark(sign_up=sign_up, state=State.ATTENDED, by=carla, now=NOW)
        sign_up.refresh_from_db()
    entry = claim(sign_up, minutes=240)
    assert counted(vera) == (180 if ticked_first else 0)
    hours.approve(entry=entry, by=carla, now=NOW)
    if not ticked_first:
        attendance.mark(sign_up=sign_up, state=State.ATTENDED, by=carla, now=NOW)
    assert counted(vera) == 240
    hours.decline(entry=entry, reason="You left at noon.", by=carla, now=NOW)
    assert counted(vera) == 180


def test_what_staff_key_for_a_day_with_a_shift_stands_in_for_that_shift(carla):
    vera = makers.person()
    sign_up = shift_of(vera, state=State.ATTENDED)
    type(sign_up).objects.filter(pk=sign_up.pk).update(attended_minutes=180)
    entry = record(sign_up.shift_role.opportunity, vera, day=TODAY - timedelta(days=2), minutes=60, by=carla)
    assert (entry.sign_up, counted(vera)) == (sign_up, 60)


def test_a_persons_hours_are_their_own_and_the_work_was_given_those_of_the_party(carla):
    vera = makers.person()
    sign_up = shift_of(vera, size=3)
    attendance.mark(sign_up=sign_up, state=State.ATTENDED, by=carla, now=NOW)
    work = sign_up.shift_role.opportunity
    assert (counted(vera), totals.given(work).minutes) == (180, 540)
    hours.approve(entry=claim(sign_up, minutes=60), by=carla, now=NOW)
    assert (counted(vera), totals.given(work).minutes) == (60, 180)


def test_totals_are_one_query_and_end_where_the_period_ends(sewing, carla, django_assert_num_queries):
    for days in (0, 10, 20):
        hours.approve(entry=claim(sewing, day=TODAY - timedelta(days=days)), by=carla, now=NOW)
    vera = sewing.person
    with django_assert_num_queries(1):
        assert totals.minutes_of([vera.pk, 0], first=TODAY - timedelta(days=10), last=TODAY) == {vera.pk: 180, 0: 0}
    assert counted(vera) == 270


# --- What stays, and for how long --------------------------------------------------------------------------------------------


def test_when_somebody_is_forgotten_the_total_stays_and_what_they_wrote_goes(sewing, carla):
    work, vera = sewing.shift_role.opportunity, sewing.person
    hours.approve(entry=claim(sewing, note="With my daughter Ada"), by=carla, now=NOW)
    waiting = claim(sewing, day=TODAY - timedelta(days=1), note="canary")
    no = hours.decline(entry=claim(sewing, day=TODAY - timedelta(days=2)), reason="Ask Ada", by=carla, now=NOW)
    forget(person=vera, now=NOW)
    assert totals.given(work).minutes == 90
    assert set(HoursEntry.objects.values_list("note", flat=True)) == {""}
    assert [HoursEntry.objects.get(pk=one.pk).state for one in (waiting, no)] == ["withdrawn", "declined"]
    assert not HoursEntry.objects.filter(reason__contains="Ada").exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_being_forgotten_writes_nothing_down_any_more(sewing):
    refused = meet(lambda: forget(person=sewing.person, now=NOW), lambda: claim(sewing, note="canary"))
    assert isinstance(refused, Refused) and refused.code == "forgotten"
    assert HoursEntry.objects.count() == 0


@pytest.mark.parametrize(("days", "kept"), [(364, True), (366, False)])
def test_notes_and_reasons_go_a_year_after_the_day(sewing, carla, days, kept):
    entry = hours.decline(entry=claim(sewing, note="canary"), reason="canary", by=carla, now=NOW)
    now = NOW + timedelta(days=days)
    assert forget_notes(now=now) == (0 if kept else 1)
    entry.refresh_from_db()
    assert (entry.note, entry.reason) == (("canary", "canary") if kept else ("", "—"))
    assert forget_notes(now=now) == 0


def test_every_change_is_traced_without_the_words(sewing, carla):
    entry = claim(sewing, note="canary")
    hours.decline(entry=entry, reason="canary too", by=carla, now=NOW)
    labels = list(entry.changes.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert labels[0] == "insert" and {"update", "reason"} <= set(labels)
    assert "canary" not in str(list(entry.changes.values()))
