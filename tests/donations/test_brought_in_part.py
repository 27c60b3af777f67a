"""A pledge of which a part came when its drive closes: brought in part, never “not brought”, with right totals and no letter that says nothing came."""

import pytest
from django.utils import timezone

from donations import pledge_words
from donations.actions import drives, goods, sweeps
from donations.browsing import results
from donations.models import Donation, Drive, Pledge
from mailing.models import Message
from tests import goods as of
from tests import makers
from tests.donations import giving
from tests.donations.bringing import book, numbers
from tests.donations.test_own_pledge import own, owner
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(drive):
    return of.location(drive)


@pytest.fixture
def pledge(books, bags):
    return giving.made({books: 5, bags: 2}, who=of.dan())


def close(drive):
    drives.close(drive=drive, by=None, now=timezone.now())
    for _twice in range(2):
        sweeps.sweep(now=timezone.now())


def state(pledge):
    return Pledge.objects.values_list("state", flat=True).get(pk=pledge.pk)


def bring(place, pledge, lines):
    return book(place, lines, source="pledge", pledge=pledge)


def test_what_came_stays_and_the_rest_is_expected_no_more(drive, place, books, bags, pledge):
    bring(place, pledge, {books: 3})
    assert (state(pledge), numbers(books), numbers(bags)) == ("partly", (2, 3), (2, 0))
    close(drive)
    assert (state(pledge), numbers(books), numbers(bags)) == ("in_part", (0, 3), (0, 0))
    assert set(pledge.lines.values_list("state", flat=True)) == {"in_part"}


def test_nothing_at_all_is_still_not_brought(drive, place, pledge):
    close(drive)
    assert state(pledge) == "lapsed"


def test_the_only_letter_is_the_thanks(drive, place, books, pledge):
    bring(place, pledge, {books: 3})
    close(drive)
    assert list(Message.objects.values_list("kind", "state")) == [("donation_thanks", "queued")]


def test_it_is_said_in_words_on_the_own_page_and_on_my_page(drive, place, books, pledge):
    bring(place, pledge, {books: 3})
    close(drive)
    page = owner(pledge).get(own(pledge))
    assert "You have brought a part of it. Thank you!" in page.text and "5 × Notebooks, 3 brought" in page.text
    assert "not brought" not in page.text and "Change it" not in page.text
    thing = pledge_words.thing(*pledge_words.fetch([pledge.pk]))
    assert (thing.state, thing.state_words, thing.next_words) == ("attended", "You have brought a part of it. Thank you!", "")


def test_staff_read_it_in_the_list_and_find_it_by_its_state(office, carla):
    drive = giving.running(office=office)
    books, place = of.need(drive, name="Notebooks"), of.location(drive)
    pledge = giving.made({books: 5}, who=makers.person("Dan", "dan@example.org", office=office))
    bring(place, pledge, {books: 3})
    close(drive)
    page = signed_in(carla).get("/admin/donations/pledge/?state__exact=in_part")
    assert '<td class="field-state">brought in part</td>' in page.text
    assert "<td class" not in signed_in(carla).get("/admin/donations/pledge/?state__exact=lapsed").text


def test_what_comes_late_counts_and_what_is_taken_back_does_not(drive, place, books, bags, pledge):
    close(drive)
    drives.take_goods_again(drive=Drive.objects.get(pk=drive.pk), by=None, now=timezone.now())
    came = bring(place, pledge, {books: 3})
    assert state(pledge) == "in_part"
    goods.take_back(donation=came, by=makers.staff(), now=timezone.now())
    assert (state(pledge), numbers(books)) == ("lapsed", (0, 0))
    bring(place, pledge, {books: 5, bags: 2})
    assert (state(pledge), numbers(books), numbers(bags)) == ("brought", (0, 5), (0, 2))


def test_an_organization_that_brought_a_part_is_thanked_where_it_agreed(drive, place, books):
    agreed = giving.made({books: 5}, organization="Bakers’ Union", thanks_agreed_at=timezone.now())
    unproved = giving.made({books: 5}, organization="Somebody else’s", thanks_agreed_at=timezone.now(), state="held")
    for pledge in (agreed, unproved):
        bring(place, pledge, {books: 1})
    Donation.objects.update(thanks_agreed_at=None)
    close(drive)
    assert [state(pledge) for pledge in (agreed, unproved)] == ["in_part", "in_part"]
    assert results.thanked(drive) == ["Bakers’ Union"]
