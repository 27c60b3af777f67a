"""The board of a drive: every figure is true, costs the same for a small drive and a large one, and shows no way to reach anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations import board, pictures
from donations.models import Appointment, Arrangement, Correction, Donation, DonationLine, DropOffWindow, Need, Pledge, TurnedAway
from people.models import OfficeRole
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
Role = OfficeRole.Role


@pytest.fixture
def drive(office):
    now = timezone.now()
    return goods.drive(office=office, opens=now - timedelta(days=10), closes=now + timedelta(days=10))


def dan(office, number=0):
    return makers.person(f"Dan {number}", f"dan{number}@example.org", office=office, phone="+16175550142")


def arrive(at, need, quantity, *, days_ago=0, **more):
    donation = Donation.objects.create(drive=at.drive, location=at, source="walk_in", received_at=timezone.now() - timedelta(days=days_ago), **more)
    return DonationLine.objects.create(donation=donation, need=need, quantity=quantity)


def of(drive):
    return board.of(drive, now=timezone.now(), with_arrangements=True)


def page(user, drive):
    return signed_in(user).get(reverse("admin:drive_board", args=[drive.pk]))


def test_wanted_promised_received_and_missing_are_those_of_the_needs(drive, office):
    need, other = goods.need(drive, target=50), goods.need(drive, target=10)
    arrive(goods.location(drive), need, 20)
    goods.pledge({need: 5, other: 12}, who=dan(office))
    shown = of(drive)
    assert (shown.target, shown.promised, shown.received, shown.missing) == (60, 17, 20, 25)
    assert sorted(row[1:] for row in shown.need_rows) == [(10, 12, 0, 0), (50, 5, 20, 25)]


def test_what_came_stands_by_place_and_day_and_a_wrong_count_is_put_right(drive, carla):
    need = goods.need(drive)
    first, second = goods.location(drive), goods.location(drive, venue=makers.venue(name="East Boston Library"))
    arrive(first, need, 7)
    arrive(first, need, 3)
    arrive(first, need, 4, days_ago=40)
    arrive(second, need, 30, days_ago=1)
    Correction.objects.create(location=second, need=need, kind="miscount", change=-5, reason="Counted twice", at=timezone.now(), by=carla)
    Correction.objects.create(location=second, need=need, kind="lost", change=-1, reason="Wet", at=timezone.now(), by=carla)
    shown = of(drive)
    assert [(row[0], row[2], row[3][-2:], row[4]) for row in shown.arrived_rows] == [
        ("East Boston Library", 0, [30, -5], 25),
        ("Grove Hall Library", 4, [0, 10], 14),
    ]
    assert sum(row[4] for row in shown.arrived_rows) == Need.objects.get().received == shown.received


def test_a_day_is_a_day_at_the_place(drive):
    need, at = goods.need(drive), goods.location(drive)
    late = timezone.now().astimezone(drive.zone).replace(hour=23, minute=30) - timedelta(days=1)  # the next day already, in Greenwich
    donation = Donation.objects.create(drive=drive, location=at, source="walk_in", received_at=late)
    DonationLine.objects.create(donation=donation, need=need, quantity=1)
    assert of(drive).arrived[0].by_day == {late.date(): 1}


def test_the_picture_shows_what_the_table_says(drive):
    need, at = goods.need(drive), goods.location(drive)
    arrive(at, need, 40)
    arrive(at, need, 10, days_ago=3)
    shown = of(drive)
    picture = pictures.of_arrivals(shown.arrived, shown.days)
    assert [bar.number for bar in picture.lines[0].bars] == [number for number in shown.arrived_rows[0][3] if number]
    heights = [bar.height for bar in picture.lines[0].bars]
    assert heights == [pictures.BAR // 4 + 1, pictures.BAR] or heights == [round(pictures.BAR / 4), pictures.BAR]
    assert pictures.of_arrivals([], shown.days) is None


def test_what_lags_is_what_has_less_than_the_time_that_is_gone(drive, office):
    behind, ahead, extra = goods.need(drive, target=100), goods.need(drive, target=10), goods.need(drive, target=100, priority=Need.Priority.EXTRA)
    goods.pledge({behind: 20, ahead: 9}, who=dan(office))
    shown = of(drive)
    assert (shown.elapsed, shown.lagging) == (50, [behind, extra])


def test_what_is_expected_stands_by_day_and_place_and_withdrawn_pledges_do_not(drive, office):
    need, at = goods.need(drive), goods.location(drive)
    today = timezone.localdate()
    for number, day in enumerate([today, today, today + timedelta(days=6), today + timedelta(days=7), today - timedelta(days=1), None]):
        goods.pledge({need: 4}, who=dan(office, number), location=at if number else None, expected_day=day)
    goods.pledge({need: 9}, who=dan(office, 9), expected_day=today, state=Pledge.State.WITHDRAWN)
    shown = of(drive)
    assert [(one.day, one.place, one.pledges, one.items) for one in shown.expected] == [
        (today, "Grove Hall Library", 1, 4), (today, "", 1, 4), (today + timedelta(days=6), "Grove Hall Library", 1, 4),
    ]  # fmt: skip
    assert (shown.overdue, shown.undated) == (1, 1)


def test_an_appointment_says_the_day(drive, office):
    need, at = goods.need(drive), goods.location(drive, wants_appointments=True)
    for number, days in enumerate([2, 2, -1]):
        starts = makers.noon(days)
        window = DropOffWindow.objects.get_or_create(location=at, starts=starts, defaults={"ends": starts + timedelta(minutes=30), "capacity": 3})[0]
        pledge = goods.pledge({need: 4}, who=dan(office, number), location=at)
        for state in ("cancelled", "confirmed"):
            Appointment.objects.create(person=pledge.person, window=window, pledge=pledge, state=state, waits_since=timezone.now())
    shown = of(drive)
    assert [(one.day, one.place, one.pledges, one.items) for one in shown.expected] == [(makers.noon(2).date(), "Grove Hall Library", 2, 8)]
    assert (shown.overdue, shown.undated) == (1, 0)


def test_who_was_turned_away_and_why_and_pick_ups_by_state(drive, office):
    at = goods.location(drive)
    for reason in ("full", "full", "condition"):
        TurnedAway.objects.create(location=at, reason=reason, what="Coats", at=timezone.now())
    goods.pick_up(drive, who=dan(office), state="requested")
    shown = of(drive)
    assert (shown.turned_away, shown.pick_ups) == ([("no room", 2), ("not fit for use", 1)], [("requested", 1)])


def test_the_page_shows_all_of_it_and_no_way_to_reach_anybody(drive, office, carla):
    need, at = goods.need(drive), goods.location(drive)
    arrive(at, need, 20)
    goods.pledge({need: 3}, who=dan(office), location=at, expected_day=timezone.localdate())
    TurnedAway.objects.create(location=at, reason="full", what="A sofa", at=timezone.now())
    Arrangement.objects.create(
        drive=drive, kind="large_gift", person=dan(office, 1), state="asked", reply_by=timezone.localdate() - timedelta(days=1), need=need, quantity=900
    )
    text = page(carla, drive).text
    assert all(words in text for words in ("Grove Hall Library", "A sofa", "Dan 1", "900", "overdue", 'class="bars"', "pledges.csv"))
    viewer = page(make_staff("vi@example.org", office, Role.VIEWER), drive).text
    assert "Dan 1" not in viewer and "pledges.csv" not in viewer and "A sofa" in viewer
    assert "dan0@example.org" not in text + viewer and "617-555-0142" not in text + viewer


def test_an_empty_drive_says_what_to_do_next(drive, carla):
    text = page(carla, drive).text
    assert "This drive needs nothing yet. Add items on its page." in text and "This drive has no location yet. Add one on its page." in text


def test_a_lead_sees_the_board_of_their_own_drive_only(drive, office):
    other, lead = goods.drive(office=office), make_staff("lea@example.org")
    drive.leads.add(lead)
    assert (page(lead, drive).status_code, page(lead, other).status_code) == (200, 404)


def test_another_offices_board_is_not_there(drive, other_coordinator):
    assert page(other_coordinator, drive).status_code == 404


def test_the_board_costs_the_same_for_little_and_for_much(drive, office, carla, django_assert_max_num_queries):
    client, url = signed_in(carla), reverse("admin:drive_board", args=[drive.pk])
    need, at = goods.need(drive), goods.location(drive)
    arrive(at, need, 1)
    goods.pledge({need: 1}, who=dan(office), location=at, expected_day=timezone.localdate())
    client.get(url)
    with django_assert_max_num_queries(30) as one:
        client.get(url)
    cost = len(one)
    for number in range(1, 5):
        place = goods.location(drive, venue=makers.venue(name=f"Hall {number}"))
        more = goods.need(drive)
        arrive(place, more, 2, days_ago=number)
        goods.pledge({more: 1}, who=dan(office, number), location=place, expected_day=timezone.localdate() + timedelta(days=number))
        TurnedAway.objects.create(location=place, reason="full", what="Coats", at=timezone.now())
        Arrangement.objects.create(drive=drive, kind="box", person=dan(office, number + 10), state="asked", reply_by=timezone.localdate())
    with django_assert_max_num_queries(cost):
        client.get(url)
