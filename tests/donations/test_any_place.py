"""Who has chosen no place reads where they can go: places that take what is promised, with their hours, and the way to the list of all."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations.actions import pledges
from donations.letters import pledges as letters_of
from donations.models import DropOffLocation, PickUpRequest
from mailing.models import Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving
from tests.donations.test_own_pledge import own, owner
from tests.journeys.every_letter import remind

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "All places, with what they take and when they are open"


@pytest.fixture
def place(drive):
    return goods.location(drive)


@pytest.fixture
def other(drive):
    return goods.location(drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"), hours=[(10, 14)])


def sent(mail_server):
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    return mail_server.letters[-1]


def promise(drive, wanted, mail_server, **typed):
    giving.promise(drive, {wanted: 3}, proved=["dan@example.org"], **typed)
    return sent(mail_server)


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_the_letter_names_places_with_their_hours_and_leads_to_all(drive, wanted, place, other, mail_server):
    letter = promise(drive, wanted, mail_server)
    assert "Where: Any drop-off location of this drive" in letter.text
    assert "- Grove Hall Library, 41 Geneva Ave, 02121 (Every day: 9 a.m. to 6 p.m.)" in letter.text
    assert "- Maverick Library, 75 Bremen St, 02121 (Every day: 10 a.m. to 2 p.m.)" in letter.text
    assert f"{ALL}: http" in letter.text and f"{drive.get_absolute_url()}#places" in letter.text
    for words in ("Grove Hall Library, 41 Geneva Ave", "Maverick Library", f'{drive.get_absolute_url()}#places"', ALL):
        assert words in letter.html


def test_for_a_day_it_names_places_that_take_goods_then_with_the_hours_of_that_day(drive, wanted, place, other, mail_server):
    day = timezone.localdate(timezone.now(), drive.zone) + timedelta(days=5)
    place.closures.create(day=day)
    letter = promise(drive, wanted, mail_server, day=day)
    assert "- Maverick Library, 75 Bremen St, 02121 (10 a.m. to 2 p.m.)" in letter.text and "Grove Hall" not in letter.text


def test_no_door_is_named_that_is_shut_takes_other_things_or_wants_an_appointment(drive, wanted, place, other, mail_server):
    DropOffLocation.objects.filter(pk=place.pk).update(state="full")
    other.accepts.add(goods.need(drive, name="Bags"))
    goods.location(drive, venue=makers.venue(name="Codman Square Library", address="690 Washington St"), wants_appointments=True)
    letter = promise(drive, wanted, mail_server)
    assert "Library" not in letter.text and f"{drive.get_absolute_url()}#places" in letter.text


def test_of_many_places_five_are_named(drive, wanted, mail_server):
    for number in range(7):
        goods.location(drive, venue=makers.venue(name=f"Branch {number}", address=f"{number} Elm St"), order=number)
    letter = promise(drive, wanted, mail_server)
    assert re.findall(r"Branch \d", letter.text) == [f"Branch {number}" for number in range(5)]


def test_a_change_and_a_reminder_say_it_too_and_a_withdrawal_does_not(drive, wanted, place, mail_server):
    pledge = giving.made({wanted: 7})
    remind(pledge, now=timezone.now())
    assert "- Grove Hall Library" in sent(mail_server).text
    pledges.change(pledge=pledge, plan=pledges.Plan(((wanted.pk, 2),)), seen=pledges.version(pledge), by=None, now=timezone.now())
    assert "- Grove Hall Library" in sent(mail_server).text
    pledges.withdraw(pledge=pledge, by=None, now=timezone.now())
    letter = sent(mail_server)
    assert "Withdrawn" in letter.subject and "Grove Hall" not in letter.text and "#places" not in letter.text


@pytest.mark.parametrize("is_fetched", [False, True])
def test_who_has_chosen_a_place_or_is_fetched_reads_of_no_other(drive, wanted, place, other, mail_server, is_fetched):
    pledge = giving.made({wanted: 7}, location=None if is_fetched else place)
    if is_fetched:
        goods.pick_up(drive, who=pledge.person, pledge=pledge, state=PickUpRequest.State.SCHEDULED)
    pledges.change(pledge=pledge, plan=pledges.Plan(((wanted.pk, 2),), pledge.location_id), seen=pledges.version(pledge), by=None, now=timezone.now())
    letter, page = sent(mail_server), text_of(owner(pledge).get(own(pledge)))
    assert "#places" not in letter.text and "Maverick" not in letter.text and ALL not in page


def test_ones_own_page_names_them_too_while_it_is_open(drive, wanted, place, other):
    pledge = giving.made({wanted: 7})
    dan = owner(pledge)
    page = dan.get(own(pledge))
    for words in ("Grove Hall Library, 41 Geneva Ave, 02121 (Every day: 9 a.m. to 6 p.m.)", "Maverick Library", ALL):
        assert words in text_of(page)
    assert f'href="{drive.get_absolute_url()}#places"' in page.content.decode()
    pledges.withdraw(pledge=pledge, by=None, now=timezone.now())
    assert ALL not in text_of(dan.get(own(pledge)))


def test_a_drive_without_places_leads_to_none(drive, wanted, mail_server):
    assert "#places" not in promise(drive, wanted, mail_server).text


def test_many_letters_cost_no_more_than_one(drive, wanted, place, other):
    counts = []
    for count in (1, 5):
        made = [giving.made({wanted: 1}) for _one in range(count)]
        for pledge in made:
            remind(pledge, now=timezone.now())
        messages = list(Message.objects.filter(about__in=[pledge.ref for pledge in made]).order_by("pk"))
        letters_of.load_expected(messages)  # the links that lead to them are made once
        with CaptureQueriesContext(connection) as asked:
            found = letters_of.load_expected(messages)
            for message in messages:
                assert letters_of.context(message, found[message.pk]).shared["places"]
        counts.append(len(asked))
    assert counts[0] == counts[1]
