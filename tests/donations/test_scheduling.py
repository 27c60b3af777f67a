"""The office and the donor settle a time: scheduled, proposed and answered, declined, put off; and what is written when that is still true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import pick_up_reminders, pick_ups, runs, scheduling
from donations.models import PickUpRequest, PickUpRun, PickUpWindow
from intake.refusal import Refused
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import fetching
from tests.donations.fetching import Donor
from volunteers.actions import reminders as shift_reminders
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
State = PickUpRequest.State


@pytest.fixture
def carla():
    return makers.staff()


@pytest.fixture
def drive():
    fetching.zips()
    return fetching.drive()


@pytest.fixture
def window(drive):
    return fetching.window(drive)


@pytest.fixture
def request_(drive):
    return goods.pick_up(drive)


def now():
    return timezone.now()


def state(request):
    return PickUpRequest.objects.get(pk=request.pk).state


def kinds():
    return list(Message.objects.exclude(state="cancelled").order_by("pk").values_list("kind", flat=True))


def send(at=None):
    """Let the worker send what is due at a moment."""
    moment = at or now()
    rounds.Round(lanes=rounds.WORKER, clock=lambda: moment).run()


def test_a_scheduled_request_has_a_stop_and_its_donor_is_told_once(request_, window, carla, mail_server):
    for _ in range(2):
        scheduling.schedule(request=request_, window=window, by=carla, now=now())
    request_.refresh_from_db()
    assert (request_.state, request_.window, request_.order) == ("scheduled", window, 1)
    assert PickUpWindow.objects.get(pk=window.pk).taken == 1
    send()
    (letter,) = mail_server.letters
    assert letter.kind == "pick_up_scheduled" and "We come:" in letter.subject
    assert "12 Saratoga St" in letter.text and "Six bags of coats" in letter.html
    assert any(part.get_content_type() == "text/calendar" for part in letter.message.walk())


def test_a_full_time_and_one_of_another_drive_are_refused(request_, drive, carla):
    full, elsewhere = fetching.window(drive, stops=1), fetching.window(fetching.drive())
    goods.pick_up(drive, window=full, who=makers.person("Sam", "sam@example.org"))
    for window in (full, elsewhere):
        with pytest.raises(Refused):
            scheduling.schedule(request=request_, window=window, by=carla, now=now())
    assert state(request_) == "requested" and kinds() == []


def test_a_proposed_time_keeps_a_stop_and_is_accepted_on_the_own_page(drive, window, carla):
    donor = Donor()
    donor.ask_and_prove(drive)
    request = PickUpRequest.objects.get()
    scheduling.propose(request=request, window=window, by=carla, now=now())
    assert PickUpWindow.objects.get(pk=window.pk).taken == 1
    page = donor.get(request.get_absolute_url())
    assert b"We propose another time" in page.content and b"Yes, come then" in page.content
    answer = donor.press(f"/donate/pick-ups/{request.pk}/accept/", from_page=request.get_absolute_url())
    assert answer.status_code == 302 and state(request) == "scheduled"
    assert kinds()[-1] == "pick_up_scheduled"
    again = donor.press(f"/donate/pick-ups/{request.pk}/accept/", from_page="/my/", window=str(window.pk))
    assert again.status_code == 302 and kinds().count("pick_up_scheduled") == 1


def test_a_declined_proposal_frees_the_stop_and_the_office_proposes_again(drive, window, carla):
    donor = Donor()
    donor.ask_and_prove(drive)
    request = PickUpRequest.objects.get()
    scheduling.propose(request=request, window=window, by=carla, now=now())
    donor.press(f"/donate/pick-ups/{request.pk}/decline/", from_page=request.get_absolute_url())
    request.refresh_from_db()
    assert (request.state, request.window, PickUpWindow.objects.get(pk=window.pk).taken) == ("requested", None, 0)


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 40, "١"])
def test_an_answer_to_a_proposal_that_was_replaced_meanwhile_is_refused(drive, window, carla, typed):
    donor = Donor()
    donor.ask_and_prove(drive)
    request = PickUpRequest.objects.get()
    scheduling.propose(request=request, window=window, by=carla, now=now())
    answer = donor.press(f"/donate/pick-ups/{request.pk}/accept/", from_page="/my/", window=typed)
    assert answer.status_code == 422 and b"not open any more" in answer.content
    other = fetching.window(drive, days=5)
    scheduling.propose(request=request, window=other, by=carla, now=now())
    assert donor.press(f"/donate/pick-ups/{request.pk}/accept/", from_page="/my/", window=str(window.pk)).status_code == 422
    assert state(request) == "proposed"


def test_a_replaced_proposal_is_never_sent(request_, window, drive, carla, mail_server):
    scheduling.propose(request=request_, window=window, by=carla, now=now())
    other = fetching.window(drive, days=5)
    scheduling.propose(request=request_, window=other, by=carla, now=now() + timedelta(seconds=1))
    send(now() + timedelta(seconds=2))
    (letter,) = mail_server.letters
    assert letter.kind == "pick_up_proposed"
    assert Message.objects.filter(state="cancelled").count() == 1


def test_a_letter_that_is_not_true_any_more_is_not_sent_even_if_nobody_took_it_back(request_, window, carla, mail_server):
    scheduling.schedule(request=request_, window=window, by=carla, now=now())
    PickUpRequest.objects.filter(pk=request_.pk).update(state="cancelled")  # by SQL: no verb has cancelled the letter
    send()
    assert mail_server.letters == [] and Message.objects.get().state == "cancelled"


def test_declining_needs_a_reason_and_the_donor_reads_it(request_, carla, mail_server):
    with pytest.raises(Refused) as refused:
        scheduling.decline(request=request_, reason="  ", by=carla, now=now())
    assert refused.value.field == "reason"
    scheduling.decline(request=request_, reason="Our van is too small for furniture.", by=carla, now=now())
    send()
    (letter,) = mail_server.letters
    assert "Our van is too small" in letter.text and state(request_) == "declined"


def test_a_proposal_is_answered_on_the_phone_too(drive, window, carla):
    who = makers.person("Ana", "", phone="+16175550143", channel="phone")
    request = goods.pick_up(drive, who=who)
    scheduling.propose(request=request, window=window, by=carla, now=now())
    send()
    task = CallTask.objects.get(person=who)
    assert "Does this time suit you" in task.script or "time below" in task.script
    scheduling.accept(request=request, window=window.pk, by=carla, now=now())
    assert state(request) == "scheduled"


def test_a_time_that_begins_before_anybody_agreed_on_it_is_let_go(drive, carla):
    window = fetching.window(drive)
    proposed, wished, promised = (goods.pick_up(drive, who=makers.person(name, f"{name}@example.org"), window=window) for name in ("ann", "bob", "cat"))
    scheduling.propose(request=proposed, window=fetching.window(drive, days=3), by=carla, now=now())
    scheduling.schedule(request=promised, window=window, by=carla, now=now())
    late = window.starts + timedelta(minutes=1)
    with pytest.raises(Refused):
        scheduling.accept(request=proposed, window=PickUpRequest.objects.get(pk=proposed.pk).window_id, by=None, now=late)
    for _ in range(2):
        scheduling.sweep(now=late)
    assert [state(one) for one in (proposed, wished, promised)] == ["requested", "requested", "scheduled"]
    assert list(PickUpRequest.objects.filter(window=None).order_by("pk")) == [proposed, wished]


def test_a_run_that_is_called_off_puts_everybody_off_and_tells_only_whom_it_was_promised(drive, carla, mail_server):
    window = fetching.window(drive)
    promised, proposed, wished = (goods.pick_up(drive, who=makers.person(name, f"{name}@example.org")) for name in ("ann", "bob", "cat"))
    scheduling.schedule(request=promised, window=window, by=carla, now=now())
    scheduling.propose(request=proposed, window=window, by=carla, now=now())
    PickUpRequest.objects.filter(pk=wished.pk).update(window=window)
    for _ in range(2):
        runs.call_off(run=window.run, by=carla, now=now())
    assert set(PickUpRequest.objects.values_list("state", "window")) == {("requested", None)}
    assert PickUpWindow.objects.get(pk=window.pk).taken == 0
    send()
    assert [letter.kind for letter in mail_server.letters] == ["pick_up_put_off"]
    assert Message.objects.get(kind="pick_up_put_off").person == promised.person
    with pytest.raises(Refused):
        scheduling.schedule(request=promised, window=window, by=carla, now=now())


def test_who_has_read_of_a_proposed_time_is_told_that_it_is_gone(drive, carla, mail_server):
    request, window = goods.pick_up(drive), fetching.window(drive)
    scheduling.propose(request=request, window=window, by=carla, now=now())
    send()
    runs.call_off(run=window.run, by=carla, now=now())
    send()
    assert [letter.kind for letter in mail_server.letters] == ["pick_up_proposed", "pick_up_put_off"]


def test_the_reminder_leaves_the_evening_before_under_the_name_that_shifts_use_too(drive, carla, mail_server):
    run = goods.run(drive, starts=makers.NOW + timedelta(days=1, hours=1))  # Wednesday, December 2, 11 a.m. in Boston
    dan = goods.dan()
    goods.pick_up(drive, who=dan, window=run.windows.get(), state="scheduled")
    PickUpRequest.objects.update(changed_at=makers.NOW - timedelta(days=2))
    assert [pick_up_reminders.queue(now=makers.NOW) for _ in range(2)] == [1, 0]
    message = Message.objects.get()
    assert message.due == makers.NOW + timedelta(hours=8) and message.bundle == f"p:{dan.pk}:2026-12-01:eve"
    send(makers.NOW + timedelta(hours=7, minutes=59))
    assert mail_server.letters == []
    send(makers.NOW + timedelta(hours=8, minutes=1))
    assert [letter.kind for letter in mail_server.letters] == ["pick_up_reminder"]
    assert "We come tomorrow" in mail_server.letters[0].text


def test_a_pick_up_and_a_shift_of_the_same_day_leave_as_one_letter(drive, mail_server):
    starts, dan = makers.NOW + timedelta(days=1, hours=1), goods.dan()
    goods.pick_up(drive, who=dan, window=goods.run(drive, starts=starts).windows.get(), state="scheduled")
    makers.sign_up(makers.role(starts=starts + timedelta(hours=4)), who=dan)
    for model in (PickUpRequest, SignUp):
        model.objects.update(changed_at=makers.NOW - timedelta(days=9))
    pick_up_reminders.queue(now=makers.NOW)
    shift_reminders.queue(now=makers.NOW)
    send(makers.NOW + timedelta(hours=8, minutes=1))
    (letter,) = mail_server.letters
    assert "You have 2 things coming up." in letter.text and "We come tomorrow" in letter.text and "Sort food" in letter.text


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"state": "requested", "window": None}])
def test_no_reminder_for_what_is_not_planned_any_more(drive, change, mail_server):
    run = goods.run(drive, starts=makers.NOW + timedelta(days=1))
    goods.pick_up(drive, window=run.windows.get(), state="scheduled")
    PickUpRequest.objects.update(changed_at=makers.NOW - timedelta(days=2))
    pick_up_reminders.queue(now=makers.NOW)
    PickUpRequest.objects.update(**change)
    send(makers.NOW + timedelta(hours=8, minutes=1))
    assert mail_server.letters == []


def test_who_was_told_today_that_we_come_tomorrow_needs_no_reminder(drive, carla):
    run = goods.run(drive, starts=makers.NOW + timedelta(days=1))
    goods.pick_up(drive, window=run.windows.get(), state="scheduled")
    PickUpRequest.objects.update(changed_at=makers.NOW + timedelta(hours=9))
    assert pick_up_reminders.queue(now=makers.NOW + timedelta(hours=9, minutes=5)) == 0


def test_a_driver_is_mailed_the_link_and_the_stops_are_assigned(request_, window, carla, mail_server):
    scheduling.schedule(request=request_, window=window, by=carla, now=now())
    vera = makers.person()
    run = runs.set_driver(run=window.run, driver=vera, by=carla, now=now())
    assert state(request_) == "assigned"
    assert pick_up_reminders.owe_links(now=now()) == 0
    send()
    (letter,) = [one for one in mail_server.letters if one.kind == "run_link"]
    assert f"/donate/runs/open/{run.pk}-" in letter.text
    assert f"/donate/runs/open/{run.pk}-" not in Message.objects.get(kind="run_link").text
    runs.set_driver(run=run, driver=None, by=carla, now=now())
    assert state(request_) == "scheduled"


def test_a_driver_set_by_anybody_is_mailed_a_link_and_the_one_before_is_not(window, carla, mail_server):
    vera, sam = makers.person(), makers.person("Sam", "sam@example.org")
    runs.set_driver(run=window.run, driver=vera, by=carla, now=now())
    before = PickUpRun.objects.get().nonce
    PickUpRun.objects.update(driver=sam)
    assert PickUpRun.objects.get().nonce != before
    assert [pick_up_reminders.owe_links(now=now()) for _ in range(2)] == [1, 0]
    send()
    assert [one.kind for one in mail_server.letters] == ["run_link"] and Message.objects.get(person=vera).state == "cancelled"


def test_an_office_enters_who_calls_with_or_without_an_address(drive, carla):
    form = pick_ups.Form(
        name="Ana", email="", phone="", language="es", address="5 Meridian St", zip="02128", what="A desk", size="car", stairs="elevator", leave_outside=True
    )
    key = makers.key()
    first, second = (pick_ups.enter(drive=drive, form=form, key=key, by=carla, now=now()) for _ in range(2))
    assert first == second and (first.state, first.entered_by, first.leave_outside) == ("requested", carla, True)
    with pytest.raises(Refused):
        pick_ups.enter(drive=drive, form=pick_ups.Form(**{**form.__dict__, "zip": "90210"}), key=makers.key(), by=carla, now=now())


def test_times_of_one_run_do_not_overlap_and_none_is_in_the_past(drive, carla):
    window = fetching.window(drive)
    for starts, ends in [(window.local_starts, window.local_ends), (window.local_ends, window.local_starts)]:
        with pytest.raises(Refused):
            runs.add_window(run=window.run, starts=starts.time(), ends=ends.time(), stops=3, by=carla, now=now())
    with pytest.raises(Refused):
        runs.plan(drive=drive, day=(now() - timedelta(days=2)).date(), starts=starts.time(), ends=ends.time(), stops=3, key=makers.key(), by=carla, now=now())
    assert PickUpWindow.objects.count() == 1


def test_stops_of_a_time_never_fall_below_what_is_taken(request_, window, carla):
    scheduling.schedule(request=request_, window=window, by=carla, now=now())
    assert runs.change_stops(window=window, stops=1, by=carla, now=now()).capacity == 1
    with pytest.raises(Refused):
        runs.change_stops(window=window, stops=0, by=carla, now=now())
    with pytest.raises(Refused):
        runs.remove_window(window=window, by=carla, now=now())
