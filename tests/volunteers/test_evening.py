"""The evening letter to staff: their own shifts that are short of people, once a day at most, never empty, with a switch of their own."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from mailing.models import Message
from mailing.outbox import rounds
from people.models import Absence, OfficeRole
from tests import makers
from tests.staff.conftest import make_office, make_staff, signed_in
from tests.volunteers.test_reminders import boston
from volunteers.actions import evening
from volunteers.models import ShiftRole

pytestmark = pytest.mark.django_db
FIVE = boston(2026, 12, 8, 17, 3)


@pytest.fixture
def town(db):
    """At five, whatever the calendar says: what is short is looked up again when the letter leaves."""
    with time_machine.travel(FIVE, tick=False):
        yield _town()


def _town():
    makers.city()
    return makers.office()


@pytest.fixture
def carla(town):
    return make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR)


@pytest.fixture
def short(town):
    return makers.role(starts=FIVE + timedelta(hours=40), of=makers.opportunity(title="Pack boxes"))


def owed():
    return sorted(Message.objects.filter(kind="unfilled").exclude(state="cancelled").values_list("to", flat=True))


@pytest.mark.parametrize(("moment", "letters"), [(boston(2026, 12, 8, 16, 59), 0), (FIVE, 1), (boston(2026, 12, 8, 20, 59), 1), (boston(2026, 12, 8, 21), 0)])
def test_it_comes_in_the_evening(carla, short, moment, letters):
    assert evening.write(now=moment) == letters


def test_it_comes_once_a_day_however_often_the_bell_rings(carla, short):
    assert [evening.write(now=FIVE), evening.write(now=FIVE), evening.write(now=FIVE + timedelta(minutes=10))] == [1, 0, 0]
    assert evening.write(now=FIVE + timedelta(days=1)) == 1


def test_without_a_short_shift_there_is_no_letter(carla, short):
    ShiftRole.objects.update(capacity=0)
    assert evening.write(now=FIVE) == 0


@pytest.mark.parametrize("hours", [-1, 73])
def test_what_has_begun_or_is_later_than_three_days_is_not_in_it(carla, town, hours):
    makers.role(starts=FIVE + timedelta(hours=hours))
    assert evening.write(now=FIVE) == 0


def test_each_gets_their_own(carla, short, town):
    lee = make_staff("lee@example.org")
    short.opportunity.leads.add(lee)
    elsewhere = make_staff("paula@example.org", make_office("Office of Parks"), OfficeRole.Role.COORDINATOR)
    make_staff("vic@example.org", town, OfficeRole.Role.VIEWER)
    evening.write(now=FIVE)
    assert owed() == ["lee@example.org"]
    makers.role(starts=FIVE + timedelta(hours=20))
    assert [len(evening.short_of(one, now=FIVE)) for one in (lee, carla, elsewhere)] == [1, 1, 0]


def test_it_says_what_is_short_when_it_leaves_the_urgent_first_with_the_way_to_ask(carla, short, town, mail_server):
    urgent = makers.role(starts=FIVE + timedelta(hours=60), of=makers.opportunity(title="Drive people", urgent=True))
    filled = makers.role(starts=FIVE + timedelta(hours=10), of=makers.opportunity(title="Read aloud"), places=1)
    evening.write(now=FIVE)
    ShiftRole.objects.filter(pk=filled.pk).update(capacity=0)
    ring()
    (letter,) = mail_server.letters
    assert letter.text.index("Drive people") < letter.text.index("Pack boxes") and "Read aloud" not in letter.text
    assert reverse("admin:ask_people", args=[urgent.pk]) in letter.text and "10 of 10 places free" in letter.text
    assert reverse("admin:ask_people", args=[urgent.pk]) in letter.html and reverse("admin:evening_letter") in letter.text


def ring():
    rounds.Round(lanes=rounds.WORKER, clock=lambda: FIVE).run()


def test_what_is_filled_by_then_is_not_sent(carla, short, mail_server):
    evening.write(now=FIVE)
    ShiftRole.objects.update(capacity=0)
    ring()
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")


def test_ones_own_switch(carla, short, mail_server):
    client, url = signed_in(carla), reverse("admin:evening_letter")
    assert "You get the evening letter." in client.get(url).text
    assert "You get no evening letter." in client.post(url, {"act": "stop"}, follow=True).text
    assert evening.write(now=FIVE) == 0
    client.post(url, {"act": "again"})
    assert evening.write(now=FIVE) == 1
    client.post(url, {"act": "stop"})
    ring()
    assert mail_server.letters == []


def test_who_stands_in_for_a_colleague_gets_it_in_their_place(carla, short, town):
    lena = make_staff("lena@example.org", town, OfficeRole.Role.CALLER)
    short.opportunity.leads.add(carla)
    Absence.objects.create(user=carla, stand_in=lena, until=FIVE.date() + timedelta(days=2), said_by=carla, said_at=FIVE)
    evening.write(now=FIVE)
    assert owed() == ["lena@example.org"]
