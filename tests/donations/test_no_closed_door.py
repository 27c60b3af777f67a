"""Nobody is sent to a closed door: who named no day is told once when the place closes or turns full, and a reminder names a place that takes goods, or says to call."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations.actions import drives, locations, rerouting, sweeps
from donations.letters import pledges as letters_of
from donations.models import Appointment, DropOffLocation, DropOffWindow, LocationCheck, Pledge
from mailing.models import Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving
from tests.donations.test_own_pledge import own, owner
from tests.journeys.every_letter import remind

pytestmark = pytest.mark.django_db
State = DropOffLocation.State


@pytest.fixture
def place(drive):
    return goods.location(drive)


@pytest.fixture
def other(drive):
    return goods.location(drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"), contact_phone="+16175550177", instructions="Ring twice.")


def say(place, state, *, now=None):
    return locations.set_state(location=place, state=state, by=makers.staff(f"{makers.key()}@example.org"), now=now or timezone.now())


def told():
    return Message.objects.filter(kind="location_closed").count()


def send():
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()


# --- Without a day ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "said"), [("full", "is full and takes no goods just now"), ("closed", "is closed and takes no goods any more")])
def test_who_named_no_day_is_told_with_the_nearest_place_and_its_week(place, other, wanted, mail_server, state, said):
    giving.made({wanted: 7}, location=place)
    say(place, state)
    send()
    (letter,) = mail_server.letters
    assert f"{place.venue.name}, {place.venue.address}, {place.venue.zip} {said}. We are sorry." in letter.text
    assert "The nearest place that takes them: Maverick Library" in letter.text and "Hours: Every day: 9 a.m. to 6 p.m." in letter.text
    assert "that day" not in letter.text and said in letter.html and "Maverick Library" in letter.html


def test_where_no_other_place_takes_it_they_are_asked_to_call(place, wanted, mail_server):
    giving.made({wanted: 7}, location=place)
    say(place, State.FULL)
    send()
    assert "No other place takes them just now. Please call us before you come." in mail_server.letters[0].text


@pytest.mark.parametrize("state", ["paused", "open"])
def test_a_pause_tells_nobody_without_a_day(place, wanted, state):
    giving.made({wanted: 7}, location=place)
    say(place, state)
    assert (rerouting.sweep(now=timezone.now()), told()) == (0, 0)


def test_while_a_place_pauses_a_closed_day_tells_only_who_comes_on_it(place, wanted):
    today = timezone.localdate(timezone.now(), place.drive.zone)
    _before, on_it = (giving.made({wanted: 1}, location=place, expected_day=today + timedelta(days=days)) for days in (1, 3))
    say(place, "paused")
    place.closures.create(day=on_it.expected_day)
    rerouting.sweep(now=timezone.now())
    assert list(Message.objects.filter(kind="location_closed").values_list("about", flat=True)) == [on_it.ref]


def test_a_single_closed_day_tells_nobody_without_a_day(place, wanted):
    giving.made({wanted: 7}, location=place)
    locations.close_today(location=place, reason="Water", by=makers.staff(), now=timezone.now())
    assert told() == 0


def test_they_are_told_once_however_long_it_lasts_and_again_when_it_happens_anew(place, wanted):
    giving.made({wanted: 7}, location=place)
    now = timezone.now()
    say(place, State.FULL, now=now)
    for hours in (1, 30, 60):
        locations.check(location=place, by=makers.staff(f"{makers.key()}@example.org"), now=now + timedelta(hours=hours))
        rerouting.sweep(now=now + timedelta(hours=hours))
    assert told() == 1
    say(place, State.CLOSED, now=now + timedelta(hours=61))
    assert told() == 1  # they know already to go elsewhere
    say(place, State.OPEN, now=now + timedelta(hours=70))
    say(place, State.FULL, now=now + timedelta(hours=71))
    assert told() == 2


def test_a_place_that_was_never_looked_at_counts_from_the_day_it_was_made(drive, wanted):
    giving.made({wanted: 7}, location=goods.location(drive, state="full"))
    assert not LocationCheck.objects.exists()
    assert [rerouting.sweep(now=timezone.now() + timedelta(days=days)) for days in (0, 1, 2)] == [1, 0, 0]


def test_who_confirms_after_it_closed_is_told_by_the_sweep(place, wanted):
    pledge = giving.made({wanted: 7}, location=place, state="held")
    say(place, State.FULL)
    assert told() == 0
    Pledge.objects.filter(pk=pledge.pk).update(state="promised")
    assert (rerouting.sweep(now=timezone.now()), told()) == (1, 1)


def test_when_it_opens_again_before_the_letter_left_it_does_not_leave(place, wanted, mail_server):
    giving.made({wanted: 7}, location=place)
    say(place, State.FULL)
    place.hours.all().delete()
    place.hours.create(weekday=(timezone.localdate(timezone.now(), place.drive.zone).weekday() + 2) % 7, opens="09:00", closes="10:00")  # not open today
    say(place, State.OPEN)
    send()
    assert mail_server.letters == []


# --- A reminder -------------------------------------------------------------------------------------------------------------


def reminded(pledge, mail_server):
    remind(pledge, now=timezone.now())
    send()
    return mail_server.letters[-1]


@pytest.mark.parametrize("with_day", [True, False])
@pytest.mark.parametrize("state", ["full", "closed"])
def test_a_reminder_names_the_nearest_open_place_instead(drive, place, other, wanted, mail_server, with_day, state):
    day = timezone.localdate(timezone.now(), drive.zone) + timedelta(days=5) if with_day else None
    pledge = giving.made({wanted: 7}, location=place, expected_day=day)
    DropOffLocation.objects.filter(pk=place.pk).update(state=state, contact_phone="+16175550111", instructions="Use the red door.")
    letter = reminded(pledge, mail_server)
    assert "The place you chose cannot take it. This is the nearest one that can:" in letter.text
    assert (
        "Where: Maverick Library, 75 Bremen St" in letter.text
        and "9 a.m. to 6 p.m." in letter.text
        and "Ring twice." in letter.text
        and "617-555-0177" in letter.text
    )
    for words in (place.venue.name, "red door", "555-0111"):
        assert words not in letter.text and words not in letter.html


def test_on_a_closed_day_too(drive, place, other, wanted, mail_server):
    day = timezone.localdate(timezone.now(), drive.zone) + timedelta(days=5)
    place.closures.create(day=day)
    letter = reminded(giving.made({wanted: 7}, location=place, expected_day=day), mail_server)
    assert "Maverick Library" in letter.text and place.venue.name not in letter.text


def test_where_none_takes_it_a_reminder_says_to_call(place, wanted, mail_server):
    pledge = giving.made({wanted: 7}, location=place)
    DropOffLocation.objects.update(state="closed")
    letter = reminded(pledge, mail_server)
    assert "Where: Please call us before you come. The place you chose cannot take it." in letter.text and place.venue.name not in letter.text


@pytest.mark.parametrize("state", ["open", "paused"])
def test_an_open_place_is_named_as_ever(place, other, wanted, mail_server, state):
    pledge = giving.made({wanted: 7}, location=place)
    DropOffLocation.objects.filter(pk=place.pk).update(state=state)
    letter = reminded(pledge, mail_server)
    assert f"Where: {place.venue.name}" in letter.text and "cannot take it" not in letter.text


def test_many_reminders_cost_no_more_than_one(place, other, wanted):
    DropOffLocation.objects.filter(pk=place.pk).update(state="closed")

    def letters(count):
        made = [giving.made({wanted: 1}, location=place) for _one in range(count)]
        for pledge in made:
            remind(pledge, now=timezone.now())
        return list(Message.objects.filter(about__in=[pledge.ref for pledge in made]))

    def work(messages):
        for message_id, pledge in letters_of.load_reminders(messages).items():
            letters_of.context(next(one for one in messages if one.pk == message_id), pledge)

    one, five = letters(1), letters(5)
    counts = []
    for batch in (one, five):
        work(batch)  # the links that lead to them are made once
        with CaptureQueriesContext(connection) as asked:
            work(batch)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_ones_own_page_says_that_the_place_is_closed(place, wanted):
    pledge = giving.made({wanted: 7}, location=place, who=goods.dan())
    dan = owner(pledge)
    assert "Please choose another place" not in dan.get(own(pledge)).text
    DropOffLocation.objects.update(state="closed")
    assert f"{place.venue.name} is closed. Please choose another place." in dan.get(own(pledge)).text


# --- A drive that is closed early -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "has_time", "state", "is_told"),
    [(1, False, "promised", True), (0, False, "promised", False), (None, False, "promised", False), (None, True, "partly", True), (1, False, "held", False)],
)
def test_who_would_come_after_a_drive_was_closed_is_told_once(drive, place, wanted, mail_server, days, has_time, state, is_told):
    today = timezone.localdate(timezone.now(), drive.zone)
    pledge = giving.made({wanted: 2}, location=place, state=state, expected_day=None if days is None else today + timedelta(days=days))
    if has_time:
        starts = makers.noon(2)
        window = DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=1)
        Appointment.objects.create(person=pledge.person, window=window, pledge=pledge, state="confirmed", waits_since=starts)
    drives.close(drive=drive, by=None, now=timezone.now())
    for _twice in range(2):
        sweeps.sweep(now=timezone.now())
        send()
    assert (Pledge.objects.get().state, [letter.kind for letter in mail_server.letters]) == ("lapsed", ["pledge_withdrawn"] * is_told)
    assert all("We have taken your promise off our list." in letter.text for letter in mail_server.letters)
