"""The thank-you letter and the receipt it leads to: items and numbers, no money, for the donor alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from donations import retention
from donations.actions import goods as verbs
from donations.letters import goods as letters
from donations.models import Donation, Drive
from mailing import proof
from mailing.models import Message
from people import forgetting
from people.things import things_of
from tests import goods, makers
from tests.donations.bringing import book, give_on, here, link

pytestmark = pytest.mark.django_db


@pytest.fixture
def donation(db):
    location = here()
    notebooks, pens = goods.need(location.drive, name="Notebooks", note="wide ruled"), goods.need(location.drive, name="Pens")
    return book(location, {notebooks: 1200, pens: 3}, person=goods.dan())


def opened(donation):
    """A browser that has opened the link of the letter."""
    client, message = Client(), Message.objects.get(kind="donation_thanks", about=donation.ref)
    loaded = letters.load([message])[message.pk]
    answer = client.get(f"/my/link/{proof.token(loaded.manage_link)}/")
    assert answer["Location"] == f"/donate/receipts/{donation.pk}/"
    return client


def said(donation):
    message = Message.objects.get(kind="donation_thanks", about=donation.ref)
    return letters.context(message, letters.load([message])[message.pk])


def test_the_letter_says_what_came_where_and_when_and_hides_its_link(donation):
    letter = said(donation)
    assert letter.personal["goods"] == "Notebooks: 1,200\nPens: 3"
    assert (letter.personal["name"], letter.personal["where"], letter.secret) == ("Dan", "Grove Hall Library, 41 Geneva Ave", {"url"})


def test_the_link_opens_the_receipt_and_it_names_no_money(donation):
    page = opened(donation).get(f"/donate/receipts/{donation.pk}/")
    assert page.status_code == 200
    text = re.sub(r"<[^>]+>", " ", page.text)
    assert "Notebooks" in text and "1,200" in text and "wide ruled" in text and "Dan" in text and f"No. {donation.pk}" in text
    assert "$" not in text and "does not say what they are worth in money" in text
    assert "no-store" in page["Cache-Control"]


def test_a_receipt_says_the_year_for_it_is_read_years_later(donation):
    year = timezone.localtime(donation.received_at, donation.drive.zone).year
    assert re.search(rf"Received on \w+, \w+ \d+, {year}, at Grove Hall Library", opened(donation).get(f"/donate/receipts/{donation.pk}/").text)


def test_the_receipt_is_in_the_name_of_the_organization(donation):
    Donation.objects.update(organization="Bakers’ Union")
    page = opened(donation).get(f"/donate/receipts/{donation.pk}/").text
    assert "<strong>Bakers’ Union</strong>" in page and "<strong>Dan</strong>" not in page


def test_nobody_else_reads_a_receipt_and_unknown_looks_the_same(donation):
    other = book(donation.location, {donation.lines.first().need: 1}, person=makers.person("Sam", "sam@example.org"))
    nameless = book(donation.location, {donation.lines.first().need: 1})
    client = opened(donation)
    for number in (other.pk, nameless.pk, 987_654_321):
        assert client.get(f"/donate/receipts/{number}/").status_code == 404
    assert Client().get(f"/donate/receipts/{donation.pk}/").status_code == 404
    assert client.post(f"/donate/receipts/{donation.pk}/").status_code == 405


def test_what_was_taken_back_is_not_thanked_for(donation):
    message = Message.objects.get(kind="donation_thanks")
    verbs.take_back(donation=donation, by=makers.staff("x@example.org"), now=timezone.now())
    assert letters.load([message]) == {}


def test_it_stands_on_the_page_of_whoever_gave_it(donation):
    thing = things_of([donation.person])[0]
    assert (thing.url, thing.state_words) == (f"/donate/receipts/{donation.pk}/", "You gave this. Thank you!")


def test_who_is_forgotten_leaves_the_totals_as_they_are(donation):
    Donation.objects.update(organization="Dan the Baker")
    forgetting.forget(person=donation.person, now=timezone.now())
    donation.refresh_from_db()
    assert (donation.organization, sum(donation.lines.values_list("quantity", flat=True))) == ("", 1203)


@pytest.mark.parametrize(("days", "is_kept"), [(360, True), (370, False)])
def test_names_are_dropped_a_year_after_the_drive(donation, days, is_kept):
    Donation.objects.update(organization="Bakers’ Union")
    lena, given = link(donation.location), give_on(donation.location, {donation.lines.first().need: 1}, received_by_name="Rosa")
    Drive.objects.update(opens=timezone.now() - timedelta(days=days + 9), closes=timezone.now() - timedelta(days=days))
    retention.forget_old(now=timezone.now())
    for record, field in ((donation, "organization"), (lena, "name"), (given, "received_by_name")):
        record.refresh_from_db()
        assert bool(getattr(record, field)) is is_kept
