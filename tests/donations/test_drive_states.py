"""From draft to reported: what a drive needs before each step, and what the clock does by itself."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from donations.actions import drives
from donations.models import Drive
from donations.tasks import close_promises
from intake.refusal import Refused
from sharing.models import TrackedLink
from tests import goods, makers

pytestmark = pytest.mark.django_db

NOW = makers.NOW


@pytest.fixture
def draft(db):
    made = goods.drive(state=Drive.State.DRAFT)
    goods.need(made)
    goods.location(made)
    return made


def state(drive):
    return Drive.objects.get(pk=drive.pk).state


def act(verb, drive, **more):
    return verb(drive=drive, by=None, now=NOW, **more)


def received(drive, quantity=5):
    donation = drive.donations.create(location=drive.locations.first() or goods.location(drive), source="walk_in", received_at=NOW)
    donation.lines.create(need=drive.needs.first() or goods.need(drive), quantity=quantity)


def test_opening_makes_its_counted_links(draft):
    act(drives.open_drive, draft)
    assert state(draft) == "open"
    assert list(TrackedLink.objects.values_list("target", "channel")) == [
        (f"/donate/{draft.slug}/", channel) for channel in ("email", "flyer", "message", "sign")
    ]


def test_opening_twice_is_opening_once(draft):
    act(drives.open_drive, draft)
    act(drives.open_drive, draft)
    assert (state(draft), TrackedLink.objects.count()) == ("open", 4)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda drive: Drive.objects.update(help_text=" \n"), "Say first under “Need help yourself?” where and when the goods are given out."),
        (lambda drive: Drive.objects.update(closes=NOW), "Its last day is past. Give it a later one first."),
        (lambda drive: drive.needs.all().delete(), "Add what is needed first."),
        (lambda drive: drive.locations.all().delete(), "Add a drop-off location first, or offer to fetch goods."),
        (lambda drive: Drive.objects.update(state="reported"), "Only a draft, or a drive that takes no more promises, can be opened."),
    ],
)
def test_it_does_not_open_before_everything_is_said(draft, spoil, sentence):
    spoil(draft)
    before = state(draft)
    with pytest.raises(Refused, match=sentence.replace("?", r"\?")):
        act(drives.open_drive, draft)
    assert (state(draft), TrackedLink.objects.count()) == (before, 0)


def test_a_drive_that_only_fetches_needs_no_place(draft):
    draft.locations.all().delete()
    Drive.objects.update(offers_pick_up=True)
    act(drives.open_drive, draft)
    assert state(draft) == "open"


def test_where_help_is_found_stays_said_while_it_runs(draft):
    draft.help_text = " "
    draft.clean()
    act(drives.open_drive, Drive.objects.get(pk=draft.pk))
    running = Drive.objects.get(pk=draft.pk)
    running.help_text = ""
    with pytest.raises(ValidationError, match="Need help yourself"):
        running.clean()


@pytest.mark.parametrize(("early", "expected"), [(timedelta(seconds=1), "open"), (timedelta(0), "closing"), (timedelta(days=-3), "closing")])
def test_promises_end_at_the_closing_time(draft, early, expected):
    closes = datetime(2026, 12, 12, 23, 0, tzinfo=UTC)
    Drive.objects.update(state="open", closes=closes)
    drives.sweep(now=closes - early)
    assert state(draft) == expected


def test_the_sweep_touches_nothing_else_and_may_run_twice(draft):
    others = [goods.drive(state=one, closes=NOW - timedelta(minutes=1)) for one in ("draft", "closing", "closed", "reported")]
    due = goods.drive(closes=NOW - timedelta(minutes=1))
    assert (drives.sweep(now=NOW), drives.sweep(now=NOW)) == (1, 0)
    assert [state(one) for one in (*others, due)] == ["draft", "closing", "closed", "reported", "closing"]


def test_the_clock_rings_the_sweep(draft):
    Drive.objects.update(state="open", opens="2020-01-01T00:00Z", closes="2020-01-02T00:00Z")
    close_promises()
    assert state(draft) == "closing"


def test_promises_end_early_goods_still_come(draft):
    act(drives.open_drive, draft)
    act(drives.stop_promises, draft)
    found = Drive.objects.get(pk=draft.pk)
    assert (found.state, found.takes_goods, found.takes_pledges(NOW)) == ("closing", True, False)


def test_promises_are_taken_again_after_a_later_last_day(draft):
    Drive.objects.update(state="closing", closes=NOW - timedelta(days=1))
    with pytest.raises(Refused, match="Its last day is past"):
        act(drives.open_drive, draft)
    Drive.objects.update(closes=NOW + timedelta(days=1))
    assert act(drives.open_drive, draft).takes_pledges(NOW)


def test_closed_takes_nothing_and_can_be_undone_before_the_report(draft):
    Drive.objects.update(state="closing")
    act(drives.close, draft)
    assert not Drive.objects.get(pk=draft.pk).takes_goods
    act(drives.take_goods_again, draft)
    assert Drive.objects.get(pk=draft.pk).takes_goods


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        (drives.stop_promises, {"draft", "closed", "reported"}),
        (drives.close, {"draft", "reported"}),
        (drives.take_goods_again, {"draft", "open", "reported"}),
    ],
)
def test_no_step_is_taken_from_the_wrong_state(draft, verb, states):
    for before in states:
        Drive.objects.update(state=before)
        with pytest.raises(Refused):
            act(verb, draft)
        assert state(draft) == before


def test_a_report_needs_figures(draft):
    Drive.objects.update(state="closed")
    for values, sentence in [
        ({"result": "", "people_helped": 5}, "Say what came of it"),
        ({"result": "Much.", "people_helped": None}, "how many people were helped"),
        ({"result": "Much.", "people_helped": 0}, "how many people were helped"),
        ({"result": "Much.", "people_helped": 5}, "Nothing that came is booked yet"),
    ]:
        with pytest.raises(Refused, match=sentence):
            act(drives.report, draft, **values)
    assert state(draft) == "closed"
    Drive.objects.update(state="closing")
    received(draft)
    with pytest.raises(Refused, match="Close the drive first"):
        act(drives.report, draft, result="Much.", people_helped=5)


def test_a_report_is_published_once_and_can_be_put_right(draft):
    received(draft)
    Drive.objects.update(state="closed")
    act(drives.report, draft, result=" Much came. ", people_helped=40)
    drives.report(drive=draft, result="A lot came.", people_helped=41, by=None, now=NOW + timedelta(days=2))
    found = Drive.objects.get(pk=draft.pk)
    assert (found.state, found.result, found.people_helped, found.reported_at) == ("reported", "A lot came.", 41, NOW)


@pytest.mark.django_db(transaction=True)
def test_opened_and_swept_at_once_it_ends_in_one_of_the_two(draft):
    """Two presses and the clock at the same moment: no deadlock, no state that nobody asked for."""
    Drive.objects.update(closes=NOW + timedelta(seconds=1))
    failures = []

    def run(verb, **values):
        try:
            verb(**values)
        except Refused:
            pass
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread is told by the test
            failures.append(error)
        finally:
            connection.close()

    opening = [threading.Thread(target=run, args=(drives.open_drive,), kwargs={"drive": draft, "by": None, "now": NOW}) for _one in range(4)]
    sweeps = [threading.Thread(target=run, args=(drives.sweep,), kwargs={"now": NOW + timedelta(seconds=2)}) for _one in range(2)]
    for thread in [*opening, *sweeps]:
        thread.start()
    for thread in [*opening, *sweeps]:
        thread.join()
    drives.sweep(now=NOW + timedelta(seconds=2))
    assert failures == [] and state(draft) == "closing" and TrackedLink.objects.count() == 4
