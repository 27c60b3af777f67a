"""What a donor was told stays true: a time belongs to its pledge and its place, a day that is closed tells who would come, and a run that is off stays off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import appointments, drives, locations, places, pledges, stops
from donations.models import Donation, DropOffWindow, PickUpRequest, PickUpRun, Pledge
from intake.refusal import Refused
from mailing.models import Message
from tests import goods, makers
from tests.donations import fetching, giving
from tests.donations.bringing import book
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db


def place(drive, name="Grove Hall Library", **changes):
    return goods.location(drive, venue=makers.venue(name=name, address=f"{len(name)} Main St"), **changes)


def window(location, *, days=2):
    starts = timezone.now() + timedelta(days=days)
    return DropOffWindow.objects.create(location=location, starts=starts, ends=starts + timedelta(minutes=30), capacity=3)


def told():
    return list(Message.objects.filter(kind="location_closed").values_list("about", flat=True))


def test_who_types_somebody_elses_name_does_not_learn_of_their_time(drive, wanted):
    at = place(drive, wants_appointments=True)
    time = window(at)
    of_dan = giving.made({wanted: 1}, location=at, who=goods.dan())
    appointments.keep(pledge=of_dan, window_id=time.pk, now=timezone.now())
    outcome = giving.promise(drive, {wanted: 1}, location=at, window=time)  # the same name and address, nothing proved
    assert outcome.link_id and Pledge.objects.count() == 2
    assert appointments.live(list(Pledge.objects.all())).count() == 2


def test_another_place_needs_another_time(drive, wanted):
    first, second = place(drive, wants_appointments=True), place(drive, "Maverick Library")
    time = window(first)
    pledge = giving.made({wanted: 1}, location=first)
    appointments.keep(pledge=pledge, window_id=time.pk, now=timezone.now())
    plan = pledges.Plan(((wanted.pk, 1),), second.pk, None, time.pk)
    with pytest.raises(Refused) as refused:
        pledges.change(pledge=pledge, plan=plan, seen=pledges.version(Pledge.objects.get()), by=None, now=timezone.now())
    assert refused.value.field == "window"


def test_a_day_that_staff_close_tells_who_would_come_then(drive, wanted):
    at, now = place(drive), timezone.now()
    tomorrow = timezone.localdate(now, drive.zone) + timedelta(days=1)
    pledge = giving.made({wanted: 1}, location=at, expected_day=tomorrow)
    places.describe(location=at, closed_days=[tomorrow], by=None, now=now)
    assert told() == [pledge.ref]
    places.describe(location=at, closed_days=[tomorrow], by=None, now=now)
    assert told() == [pledge.ref]


def test_an_old_press_does_not_shut_a_place_that_was_looked_at_since(drive):
    at, now = place(drive), timezone.now()
    by = makers.staff()
    locations.check(location=at, by=by, now=now)
    with pytest.raises(Refused):
        locations.set_state(location=at, state="full", seen="open", at=now - timedelta(hours=15), by=by, now=now)
    assert locations.set_state(location=at, state="full", seen="open", at=now + timedelta(seconds=1), by=by, now=now).state == "full"


def test_what_came_before_the_address_was_proved_is_thanked_for_afterwards(drive, wanted):
    at = place(drive)
    outcome = giving.promise(drive, {wanted: 2}, organization="Bakery", thanks=True)
    pledge = Pledge.objects.get()
    book(at, {wanted: 2}, source="pledge", pledge=pledge)
    assert (Pledge.objects.get().state, Donation.objects.get().thanks_agreed_at) == ("brought", None)
    assert not Message.objects.filter(kind="donation_thanks").exists() and outcome.link_id
    giving.settle(pledge)
    assert Pledge.objects.get().link is None and Message.objects.filter(kind="donation_thanks").count() == 1


def test_a_run_that_was_called_off_stays_off(drive):
    run = goods.run(giving.running(offers_pick_up=True), state=PickUpRun.State.CANCELLED)
    stop = goods.pick_up(run.drive, state="collected", window=run.windows.get())
    with pytest.raises(Refused):
        stops.mark(stop=stop, run=run, state="assigned", key=makers.key(), by=makers.staff(), now=timezone.now())
    assert PickUpRun.objects.get().state == "cancelled"


@pytest.mark.parametrize("state", ["requested", "missed"])  # whoever was missed was told that we find another time
def test_a_drive_closes_once_nobody_waits_to_be_fetched(state):
    fetching.zips()
    drive = fetching.drive()
    stop = goods.pick_up(drive, state=state)
    with pytest.raises(Refused):
        drives.close(drive=drive, by=None, now=timezone.now())
    PickUpRequest.objects.filter(pk=stop.pk).update(state="cancelled")
    assert drives.close(drive=drive, by=None, now=timezone.now()).state == "closed"


def test_whoever_types_the_code_after_the_drive_has_closed_is_not_told_that_we_come():
    fetching.zips()
    drive, donor = fetching.drive(), fetching.Donor()
    donor.ask(drive)
    drives.close(drive=drive, by=None, now=timezone.now())
    donor.type_code(code_for("dan@example.org"))
    request = PickUpRequest.objects.get()
    assert request.state == "declined" and not Message.objects.filter(kind="pick_up_requested").exists()
    assert "This drive is closed: nothing is fetched for it any more." in donor.get(f"/donate/pick-ups/{request.pk}/").content.decode()


def test_a_card_number_is_refused_and_not_shown_again(drive, wanted):
    page = giving.Giver().pledge(drive, {wanted: 1}, notes="4111 1111 1111 1111", organization="5500 0000 0000 0004")
    assert page.status_code == 422 and "4111 1111" not in page.content.decode()
    assert Pledge.objects.count() == 0
