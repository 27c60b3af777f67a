"""What goes on after the first day: places that stay shut, shifts that move, stops that were missed, goods booked by a slip of the finger."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import location_links, rerouting, scheduling, stops
from donations.letters import rerouting as letters
from donations.models import Donation, Drive, PickUpRequest, PickUpRun, Pledge
from intake.refusal import Refused
from mailing.models import Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import fetching, giving
from volunteers.actions import driving, shifts

pytestmark = pytest.mark.django_db


def place(drive, name="Grove Hall Library", **changes):
    return goods.location(drive, venue=makers.venue(name=name, address=f"{len(name)} Main St", lat=42.31, lng=-71.08), **changes)


def told():
    return list(Message.objects.filter(kind="location_closed").order_by("pk").values_list("about", flat=True))


def test_a_place_that_stays_full_tells_who_comes_later_when_their_day_is_near(drive, wanted):
    at, now = place(drive, state="full"), timezone.now()
    later = giving.made({wanted: 1}, location=at, expected_day=timezone.localdate(now, drive.zone) + timedelta(days=5))
    assert rerouting.sweep(now=now) == 0
    assert [rerouting.sweep(now=now + timedelta(days=days)) for days in (2, 3)] == [1, 0]
    assert told() == [later.ref]


def test_an_open_place_and_a_closed_drive_are_swept_past(drive, wanted):
    at, now = place(drive), timezone.now()
    giving.made({wanted: 1}, location=at, expected_day=timezone.localdate(now, drive.zone))
    assert rerouting.sweep(now=now) == 0
    type(at).objects.update(state="full")
    Drive.objects.update(state="closed")
    assert rerouting.sweep(now=now) == 0


def test_nobody_is_sent_to_a_place_that_wants_an_appointment_where_another_is_open(drive, wanted):
    shut, asks, far = place(drive, state="full"), place(drive, "Maverick Library", wants_appointments=True), place(drive, "East Boston Library")
    day = timezone.localdate(timezone.now(), drive.zone) + timedelta(days=1)
    assert rerouting.nearest(shut, day, {wanted.pk}, [shut, asks, far], today=day - timedelta(days=1)) == far


def test_two_letters_about_one_promise_are_each_about_their_own_place(drive, wanted):
    first, second = place(drive, state="full"), place(drive, "Maverick Library", state="full")
    now, day = timezone.now(), timezone.localdate(timezone.now(), drive.zone) + timedelta(days=1)
    pledge = giving.made({wanted: 1}, location=first, expected_day=day)
    rerouting.sweep(now=now)
    Pledge.objects.filter(pk=pledge.pk).update(location=second)
    rerouting.sweep(now=now)
    messages = list(Message.objects.filter(kind="location_closed").order_by("pk"))
    loaded = letters.load(messages)
    assert [letters.is_wanted(message, loaded[message.pk], now) for message in messages] == [False, True]


def test_who_drives_a_run_drives_it_no_more_when_their_shift_moves_to_another_day(drive):
    role = makers.role(starts=timezone.now() + timedelta(days=3))
    run = goods.run(giving.running(offers_pick_up=True, office=role.opportunity.office), starts=role.shift.starts)
    vera = makers.person()
    makers.sign_up(role, who=vera)
    driving.give_run(shift_role=role, run=run, by=makers.staff(), now=timezone.now())
    assert PickUpRun.objects.get().driver == vera
    shift = role.shift
    shifts.move(
        shift=shift, starts=shift.starts + timedelta(minutes=1), ends=shift.ends, venue=shift.venue, by=makers.staff("a@example.org"), now=timezone.now()
    )
    assert PickUpRun.objects.get().driver == vera
    day = timedelta(days=1)
    shifts.move(shift=shift, starts=shift.starts + day, ends=shift.ends + day, venue=shift.venue, by=makers.staff("b@example.org"), now=timezone.now())
    role.refresh_from_db()
    assert (role.run, PickUpRun.objects.get().driver) == (None, None)


def test_a_missed_pick_up_is_given_another_time_by_the_office():
    fetching.zips()
    drive = fetching.drive()
    window = fetching.window(drive)
    missed = goods.pick_up(drive, state="missed")
    assert list(PickUpRequest.objects.waiting()) == [missed]
    scheduling.schedule(request=missed, window=window, by=makers.staff(), now=timezone.now())
    assert (PickUpRequest.objects.get().state, Message.objects.get().kind) == ("scheduled", "pick_up_scheduled")


def test_who_was_told_a_time_is_told_that_it_is_off_though_the_proposal_of_another_never_left(mail_server):
    fetching.zips()
    drive, staff = fetching.drive(), makers.staff()
    first, other = fetching.window(drive), fetching.window(drive, days=4)
    request, now = goods.pick_up(drive), timezone.now()
    scheduling.schedule(request=request, window=first, by=staff, now=now)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()
    for second in range(2):  # the second time they know already that nobody comes
        scheduling.propose(request=request, window=other, by=staff, now=now)
        scheduling.take_off(PickUpRequest.objects.get(), now=now + timedelta(seconds=second))
        rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()
    assert [letter.kind for letter in mail_server.letters] == ["pick_up_scheduled", "pick_up_put_off"]


def test_goods_of_a_stop_are_taken_back_with_its_mark():
    drive = giving.running(offers_pick_up=True)
    need, now = goods.need(drive, name="Coats"), timezone.now()
    run = goods.run(drive, starts=now + timedelta(minutes=5), to=goods.location(drive))
    stop = goods.pick_up(drive, state="scheduled", window=run.windows.get(), pledge=giving.made({need: 3}))
    values = {"stop": stop, "run": run, "by": makers.staff(), "now": now}
    stops.mark(state="collected", counts={need.pk: 3}, key=makers.key(), **values)
    assert (Donation.objects.count(), Pledge.objects.get().state) == (1, "brought")
    stops.mark(state="scheduled", key=makers.key(), **values)
    need.refresh_from_db()
    assert (Donation.objects.count(), Pledge.objects.get().state, need.received) == (0, "promised", 0)
    assert Message.objects.get(kind="donation_thanks").state == "cancelled"


def counted_stop(quantity=5):
    """A stop with so many coats promised, its need, and the driver's press: state, number counted, key."""
    drive = giving.running(offers_pick_up=True)
    need, now = goods.need(drive, name="Coats"), timezone.now()
    run = goods.run(drive, starts=now + timedelta(minutes=5), to=goods.location(drive))
    stop = goods.pick_up(drive, state="scheduled", window=run.windows.get(), pledge=giving.made({need: quantity}))

    def press(state, counted=0, *, key="", on=run, by=None, **more):
        stop.refresh_from_db()
        return stops.mark(stop=stop, run=on, state=state, counts={need.pk: counted} if counted else {}, key=key or makers.key(), by=by or on, now=now, **more)

    return stop, need, press


def came(need):
    need.refresh_from_db()
    return need.received, list(Donation.objects.values_list("lines__quantity", flat=True)), Pledge.objects.get().state


def test_what_was_undone_is_noted_again_and_counts_once_however_often_a_phone_sends_it():
    stop, need, press = counted_stop()
    first, second = makers.key(), makers.key()
    press("collected", 5, key=first)
    press("scheduled")
    assert came(need) == (0, [], "promised")
    for _again in range(2):
        press("collected", 5, key=second)
    press("collected", 5, key=first)
    assert came(need) == (5, [5], "brought") and PickUpRequest.objects.get().state == "collected"
    press("scheduled")
    press("collected", 5, key=second)  # late news of what was undone since
    assert came(need) == (0, [], "promised")


def test_the_same_form_with_other_values_puts_right_what_it_noted():
    _stop, need, press = counted_stop()
    key = makers.key()
    for counted in (3, 5, 4):  # the browser goes back to the page as it was, and another number is typed
        press("collected", counted, key=key, seen="scheduled")
        assert came(need)[:2] == (counted, [counted])
    press("partly", 4, key=key, seen="scheduled", left="One box")
    press("partly", 4, key=key, seen="scheduled", left="Two boxes")
    assert came(need) == (4, [4], "partly")
    assert list(PickUpRequest.objects.open().values_list("what", flat=True)) == ["Two boxes"]
    assert Message.objects.filter(kind="pick_up_partly", state="queued").count() == 1
    press("missed", key=key, seen="scheduled")
    assert came(need) == (0, [], "promised") and not PickUpRequest.objects.open().exists()


@pytest.mark.parametrize("state", ["collected", "missed"])
def test_it_does_not_put_right_what_somebody_else_has_noted_since(state):
    stop, need, press = counted_stop()
    key, staff = makers.key(), makers.staff()
    press("collected", 3, key=key, seen="scheduled")
    press("missed", by=staff)
    press("collected", 4, by=staff)
    with pytest.raises(Refused) as refused:
        press(state, 5, key=key, seen="scheduled")
    assert refused.value.code == "meanwhile" and came(need)[:2] == (4, [4])


def test_second_thoughts_and_third_ones_end_where_they_began():
    _stop, need, press = counted_stop()
    for state, counted in [("collected", 5), ("partly", 3), ("collected", 5)]:
        press(state, counted)
    assert came(need) == (5, [5], "brought")
    assert list(PickUpRequest.objects.order_by("pk").values_list("state", flat=True)) == ["collected", "cancelled"]


def test_a_stop_that_moved_to_another_run_is_noted_by_its_driver():
    stop, need, press = counted_stop()
    press("collected", 5)
    press("scheduled")
    other = goods.run(stop.drive, starts=timezone.now() + timedelta(minutes=5), to=stop.window.run.to)
    PickUpRequest.objects.update(window=other.windows.get())
    stop.refresh_from_db()
    press("collected", 5, on=other)
    assert came(need) == (5, [5], "brought")


def test_a_link_is_given_as_long_as_goods_come_in():
    now = timezone.now()
    drive = goods.drive(opens=now - timedelta(days=60), closes=now - timedelta(days=30), state="closing")
    values = {"location": goods.location(drive), "name": "Lena", "email": "", "phone": "", "language": "en", "by": makers.staff()}
    assert location_links.give(key=makers.key(), now=now, **values).closes > now
