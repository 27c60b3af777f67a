"""Goods and locations at the desk: what stands where, booked in, sorted, given on with a receipt, put right, and the links of the people there."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from donations import codes
from donations.location_links import DOOR
from donations.models import Correction, Donation, HandOver, LocationLink, TurnedAway
from mailing.models import Message
from people.models import OfficeRole
from tests import goods, makers
from tests.donations.bringing import book, give_on, in_stock, partner
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
LINK = {"name": "Lena Lead", "email": "", "phone": "617-555-0144", "language": "en", "key": ""}


@pytest.fixture
def location(office):
    return goods.location(goods.drive(office=office))


@pytest.fixture
def need(location):
    return goods.need(location.drive, name="Notebooks")


@pytest.fixture
def desk(carla, need):
    return signed_in(carla)


def door(name, record):
    return reverse(f"admin:{name}", args=[record.pk])


def key_of(page):
    return re.search(r'name="key" value="([^"]+)"', page.text)[1]


def test_what_stands_where_is_one_table(desk, location, need, carla):
    other = goods.location(location.drive, venue=makers.venue(name="East Boston Library"))
    donation = book(location, {need: 12}, by=carla)
    book(other, {need: 3}, by=carla)
    give_on(location, {need: 2}, by=carla)
    page = desk.get(door("drive_goods", location.drive))
    cells = re.findall(r"<td>(?:<strong>)?(\d+)", page.text)
    assert page.status_code == 200 and cells == ["15", "0", "2", "13", "10", "3"]
    assert door("sort_goods", donation) in page.text and "Partners for Schools" in page.text


def test_the_table_costs_the_same_at_one_and_three_rows(desk, location, need, carla):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(door("drive_goods", location.drive))
        return len(asked)

    book(location, {need: 12}, by=carla)
    give_on(location, {need: 2}, by=carla)
    queries()
    one = queries()
    for number in range(3):
        more = goods.need(location.drive, name=f"More {number}")
        book(location, {more: 3}, by=carla)
        give_on(location, {more: 1}, by=carla)
    assert queries() == one


def test_goods_are_booked_in_once_and_the_receipt_can_be_printed(desk, location, need):
    key = key_of(desk.get(door("book_goods", location)))
    data = {f"quantity-{need.pk}": "12", "source": "organization", "organization": "Bakers’ Union", "key": key}
    for _press in range(2):
        answer = desk.post(door("book_goods", location), data, follow=True)
    donation = Donation.objects.get()
    assert (in_stock(location, need), donation.organization, donation.received_by.name) == (12, "Bakers’ Union", "Carla")
    assert answer.redirect_chain[-1][0] == door("goods_receipt", donation) and "<strong>Bakers’ Union</strong>" in answer.text and "$" not in answer.text


def test_a_code_books_for_its_pledge(desk, location, need):
    pledge = goods.pledge({need: 4}, who=makers.person("Dan", "dan@example.org", office=location.drive.office))
    desk.post(door("book_goods", location), {f"quantity-{need.pk}": "4", "source": "pledge", "code": codes.of(pledge.pk)})
    pledge.refresh_from_db()
    assert pledge.state == "brought"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "at least one item"),
        ({"quantity": "-1"}, "Enter 0 or more."),
        ({"quantity": "1.5"}, "whole number"),
        ({"quantity": "9" * 30}, "Enter at most 100000."),
        ({"quantity": "1", "source": "pledge"}, "Type the code of the pledge."),
        ({"quantity": "1", "source": "pledge", "code": "K7P 4XE"}, "No pledge of this drive has this code."),
        ({"quantity": "1", "source": "organization"}, "Enter the name of the organization."),
        ({"quantity": "1", "source": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_with_422_and_nothing_is_booked(desk, location, need, data, said):
    sent = {"source": "walk_in", **data}
    if "quantity" in sent:
        sent[f"quantity-{need.pk}"] = sent.pop("quantity")
    answer = desk.post(door("book_goods", location), sent)
    assert answer.status_code == 422 and said in answer.text and not Donation.objects.exists()


def test_sorting_takes_what_is_unfit_out_of_the_stock(desk, location, need, carla):
    donation = book(location, {need: 12}, by=carla)
    line = donation.lines.get().pk
    seen = re.search(r'name="seen" value="([^"]+)"', desk.get(door("sort_goods", donation)).text)[1]
    data = {f"unusable-{line}": "13", f"condition-{line}": "mixed", "seen": seen}
    refused = desk.post(door("sort_goods", donation), data)
    assert refused.status_code == 422 and "No more than 12 came." in refused.text and 'value="13"' in refused.text
    assert desk.post(door("sort_goods", donation), {**data, f"unusable-{line}": "3"}).status_code == 302
    assert (in_stock(location, need), Donation.objects.get().state) == (9, "sorted")
    stale = desk.post(door("sort_goods", donation), {**data, f"unusable-{line}": "0"})
    assert stale.status_code == 422 and "Somebody else has sorted this meanwhile" in stale.text and in_stock(location, need) == 9


def test_a_hand_over_has_a_number_and_lines_to_sign(desk, location, need, carla):
    book(location, {need: 12}, by=carla)
    to = partner(location)
    page = desk.get(door("hand_over_goods", location))
    assert "12 in stock here" in page.text
    data = {f"quantity-{need.pk}": "13", "partner": to.pk, "received_by_name": "Rosa", "key": key_of(page)}
    refused = desk.post(door("hand_over_goods", location), data)
    assert refused.status_code == 422 and "Only 12 of “Notebooks” are in stock here." in refused.text and 'value="Rosa"' in refused.text
    answer = desk.post(door("hand_over_goods", location), {**data, f"quantity-{need.pk}": "5", "key": key_of(refused)}, follow=True)
    given = HandOver.objects.get()
    assert f"Hand-over receipt no. {given.pk}" in answer.text and "Rosa" in answer.text and "Partners for Schools" in answer.text and "$" not in answer.text
    year = timezone.localtime(given.at, given.drive.zone).year
    assert re.search(rf", on \w+, \w+ \d+, {year}, ", answer.text), "a receipt is read years later"
    assert in_stock(location, need) == 7


def test_where_nothing_stands_nothing_is_given_on(desk, location):
    assert "Nothing is in stock here." in desk.get(door("hand_over_goods", location)).text


def test_numbers_are_put_right_with_a_reason_and_moved(desk, location, need, carla):
    book(location, {need: 12}, by=carla)
    other = goods.location(location.drive, venue=makers.venue(name="East Boston Library"))
    data = {"need": need.pk, "kind": "lost", "change": "-2", "reason": "Rain", "to": ""}
    assert desk.post(door("correct_stock", location), data).status_code == 302
    assert desk.post(door("correct_stock", location), {**data, "kind": "moved", "change": "4", "to": other.pk}).status_code == 302
    assert (in_stock(location, need), in_stock(other, need)) == (6, 4)
    for wrong, said in [
        ({"change": "-7"}, "Only 6 of"),
        ({"reason": ""}, "required"),
        ({"kind": "moved"}, "Choose where it was moved to."),
        ({"change": "9" * 40}, "less than or equal"),
    ]:
        answer = desk.post(door("correct_stock", location), {**data, **wrong})
        assert answer.status_code == 422 and said in answer.text, wrong
    assert Correction.objects.count() == 3
    assert "Rain" in desk.get(door("drive_goods", location.drive)).text


def test_the_office_says_how_a_location_is_and_sees_who_looked_and_who_was_turned_away(desk, location, carla):
    TurnedAway.objects.create(location=location, reason="full", what="Sofa", at=timezone.now(), by=carla)
    answer = desk.post(door("location_state", location), {"state": "full", "reason": "", "seen": "open"}, follow=True)
    assert "It stands there as: <strong>Full</strong>" in answer.text and "Sofa" in answer.text and "carla" in answer.text.lower()
    stale = desk.post(door("location_state", location), {"state": "paused", "reason": "", "seen": "open"})
    assert stale.status_code == 422 and "changed this meanwhile" in stale.text
    desk.post(door("location_state", location), {"state": "closed_today", "reason": "No heat", "seen": "full"})
    assert location.closures.get().reason == "No heat"


def test_a_link_is_given_read_out_and_taken_back(desk, location):
    page = desk.post(door("location_links", location), {**LINK, "email": "lena@example.org"}, follow=True)
    link = LocationLink.objects.get()
    assert (link.name, str(link.phone), link.made_by.name) == ("Lena Lead", "+16175550144", "Carla")
    assert DOOR.url(link) in page.text and "sms:+16175550144" in page.text and Message.objects.filter(kind="location_link", to="lena@example.org").exists()
    path = f"/donate/site/open/{DOOR.token(link)}/"
    assert Client().get(path).status_code == 302
    gone = desk.post(door("revoke_location_link", link), follow=True)
    assert "opens nothing any more" in gone.text and "Lena Lead</strong>" not in gone.text and Client().get(path).status_code == 404


@pytest.mark.parametrize("wrong", [{"name": "\u200b"}, {"email": "lena@localhost"}, {"phone": "12"}, {"language": "xx"}, {"name": "x" * 121}])
def test_a_link_for_nobody_is_refused(desk, location, wrong):
    assert desk.post(door("location_links", location), {**LINK, **wrong}).status_code == 422
    assert not LocationLink.objects.exists()


def test_who_only_looks_reads_the_stock_and_changes_nothing(desk, location, need, office, carla):
    donation = book(location, {need: 2}, by=carla)
    vi = signed_in(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER))
    page = vi.get(door("drive_goods", location.drive))
    assert page.status_code == 200 and "Book goods in" not in page.text and door("sort_goods", donation) not in page.text
    for name, record in (
        ("book_goods", location),
        ("hand_over_goods", location),
        ("correct_stock", location),
        ("location_state", location),
        ("location_links", location),
        ("sort_goods", donation),
    ):
        assert vi.get(door(name, record)).status_code == 403 == vi.post(door(name, record)).status_code


def test_who_leads_one_drive_reaches_its_goods_and_no_others(desk, location, need, office, carla):
    lee = make_staff("lee@example.org")
    location.drive.leads.add(lee)
    other = goods.location(goods.drive(office=office), venue=makers.venue(name="Elsewhere"))
    client = signed_in(lee)
    assert client.get(door("drive_goods", location.drive)).status_code == 200 == client.get(door("book_goods", location)).status_code
    assert client.get(door("drive_goods", other.drive)).status_code == 404 == client.get(door("book_goods", other)).status_code
