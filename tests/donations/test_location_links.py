"""A link for the people at a location: one location, without an account; wrong, over, another's and taken back look the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from donations.actions import location_links as verbs
from donations.actions import needs
from donations.letters import site as letters
from donations.location_links import DOOR
from donations.models import Drive, LocationLink
from intake.refusal import Refused
from mailing.models import Message
from tests import goods, makers
from tests.donations.bringing import here, link
from tests.tokens import spoiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def lena(location):
    return link(location)


def door(link):
    return f"/donate/site/open/{DOOR.token(link)}/"


def opened(link):
    client = Client()
    client.get(door(link))
    return client


def test_the_link_opens_the_page_without_an_account_and_leaves_no_token_in_the_address(location, lena):
    answer = Client().get(door(lena))
    assert (answer.status_code, answer["Location"]) == (302, f"/donate/site/{lena.pk}/")
    page = opened(lena).get(answer["Location"])
    assert page.status_code == 200 and location.venue.name in page.text and "You are here as Lena" in page.text
    assert "no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex, nofollow"


def test_opening_a_link_writes_nothing(lena, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as asked:
        Client().get(door(lena))
    assert {query["sql"].split()[0] for query in asked.captured_queries} <= {"SELECT"}


def test_wrong_over_and_taken_back_look_the_same(location, lena):
    number, rest = DOOR.token(lena).split("-", 1)
    paths = [f"/donate/site/open/{text}/" for text in (f"{number}-{spoiled(rest)}", f"{int(number) + 1}-{rest}", number, "x", "9" * 15 + "-x")]
    over = link(location)
    LocationLink.objects.filter(pk=over.pk).update(closes=timezone.now() - timedelta(seconds=1))
    gone = link(location)
    verbs.revoke(link=gone, by=gone.made_by, now=timezone.now())
    paths += [door(over), door(gone)]
    answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace(path, "") for answer, path in zip(answers, paths, strict=True)}) == 1


def test_a_link_taken_back_closes_the_page_where_it_is_open(lena):
    client = opened(lena)
    verbs.revoke(link=lena, by=lena.made_by, now=timezone.now())
    assert client.get(f"/donate/site/{lena.pk}/").status_code == 404
    for path in ("state/", "check/", "goods/", "turned-away/", "code/", "goods/1/back/", "pledges/1/"):
        assert client.post(f"/donate/site/{lena.pk}/{path}", {"state": "full"}).status_code == 404


def test_without_the_check_a_link_taken_back_would_open(lena, monkeypatch):
    """Negative control."""
    verbs.revoke(link=lena, by=lena.made_by, now=timezone.now())
    monkeypatch.setattr(LocationLink, "is_over", lambda self, now: False)
    assert Client().get(door(lena)).status_code == 302


def test_a_link_of_another_location_opens_nothing_here(location, lena):
    other = link(goods.location(location.drive, venue=makers.venue(name="Elsewhere")))
    client = opened(other)
    client.cookies[f"opened_location_{lena.pk}"] = client.cookies[f"opened_location_{other.pk}"].value
    assert client.get(f"/donate/site/{lena.pk}/").status_code == 404
    assert client.post(f"/donate/site/{lena.pk}/state/", {"state": "full"}).status_code == 404
    location.refresh_from_db()
    assert location.state == "open"
    assert client.get(f"/donate/site/{other.pk}/").status_code == 200


def test_the_letter_brings_the_link_in_its_language_and_the_ledger_keeps_none(location):
    lena = link(location, email="lena@example.org", language="es")
    letter = Message.objects.get(kind="location_link")
    assert (letter.to, letter.lane, letter.language, letter.expires) == ("lena@example.org", Message.Lane.URGENT, "es", lena.closes)
    said = letters.context(letter, letters.load([letter])[letter.pk])
    assert said.personal["url"].endswith(f"/es/donate/site/open/{DOOR.token(lena)}/") and said.secret == {"url"}


def test_no_letter_brings_a_link_that_was_taken_back(location):
    lena = link(location, email="lena@example.org")
    for _press in range(2):
        verbs.revoke(link=lena, by=lena.made_by, now=timezone.now())
    assert Message.objects.get().state == Message.State.CANCELLED
    assert not letters.wanted(None, LocationLink.objects.get(), timezone.now())


def test_one_press_makes_one_link_and_one_letter(location):
    same = {"key": makers.key(), "by": makers.staff(), "email": "lena@example.org"}
    assert link(location, **same) == link(location, **same)
    assert (LocationLink.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", ["closed", "reported"])
def test_a_drive_that_is_over_gets_no_link(location, state):
    Drive.objects.update(state=state)
    location.drive.refresh_from_db()
    with pytest.raises(Refused):
        link(location)


def test_a_drive_that_ends_later_takes_its_links_along(location, lena):
    over, taken_back = link(location, name="Otto"), link(location, name="Tess")
    now, drive = timezone.now(), location.drive
    LocationLink.objects.filter(pk=over.pk).update(closes=now)
    verbs.revoke(link=taken_back, by=makers.staff(), now=now)
    before = LocationLink.objects.get(pk=taken_back.pk).closes
    drive.closes += timedelta(days=60)
    needs.describe(drive=drive, by=None, now=now)
    closes = dict(LocationLink.objects.values_list("name", "closes"))
    assert closes == {"Lena": drive.closes + verbs.AFTER, "Otto": now, "Tess": before}
    drive.closes -= timedelta(days=30)
    needs.describe(drive=drive, by=None, now=now)
    assert LocationLink.objects.get(pk=lena.pk).closes == closes["Lena"]


def test_being_forgotten_here_closes_the_page(lena):
    client = opened(lena)
    client.post("/forget-here/")
    assert client.get(f"/donate/site/{lena.pk}/").status_code == 404
