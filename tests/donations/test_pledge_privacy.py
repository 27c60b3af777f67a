"""Nobody reaches another donor's promise by any address, the page tells nobody who is known, and words leave after a year."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from civic import tasks
from donations.models import Arrangement, Drive, Pledge
from donations.views import own_pledge
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import Giver
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)
OWN = {"pledges": ["", "change/", "withdraw/"], "arrangements": ["", "withdraw/"]}
UNKNOWN = 987_654_321


@pytest.fixture
def drive(db):
    makers.city()
    return giving.running()


@pytest.fixture
def wanted(drive):
    return goods.need(drive, name="Notebooks")


def doors(number):
    return [f"/donate/{what}/{number}/{act}" for what, acts in OWN.items() for act in acts]


def _routes(resolver, before=""):
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        yield from _routes(entry, route) if hasattr(entry, "url_patterns") else [route]


def test_the_list_of_own_doors_is_complete():
    routes = {route for route in _routes(get_resolver()) if re.search(r"donate/(pledges|arrangements)/", route)}
    assert len(routes) == len(doors(1))


def promised(drive, wanted, name):
    """A browser that has proved its address, and what it promised."""
    browser, email = Giver(), f"{name.lower()}@example.org"
    browser.pledge(drive, {wanted: 2}, name=name, email=email)
    browser.type_code(code_for(email))
    return browser, Pledge.objects.get(person__name=name)


def found_by(browser, number):
    """The doors whose answer for another's number is not the answer for a number that does not exist."""
    token = browser.hidden(browser.get("/my/"))
    unlike = []
    for theirs, nobodys in zip(doors(number), doors(UNKNOWN), strict=True):
        for ask in (browser.get, lambda path: browser.post(path, token)):
            got, expected = ask(theirs).status_code, ask(nobodys).status_code
            if got != expected or expected not in (404, 405):
                unlike.append(theirs)
    return unlike


def test_people_with_browsers_find_nothing_of_each_other(drive, wanted):
    (dan, his), (sam, hers) = promised(drive, wanted, "Dan"), promised(drive, wanted, "Sam")
    Arrangement.objects.create(pk=his.pk, drive=drive, kind="box", person=his.person, reply_by=timezone.localdate(), state="asked")
    assert dan.get(doors(his.pk)[0]).status_code == 200
    assert found_by(sam, his.pk) == [] and found_by(dan, hers.pk) == []
    assert set(Pledge.objects.values_list("state", flat=True)) == {"promised"}


def test_a_page_that_asks_nobody_who_they_are_would_be_caught(drive, wanted, monkeypatch):
    _dan, his = promised(drive, wanted, "Dan")
    sam, _hers = promised(drive, wanted, "Sam")
    monkeypatch.setattr(own_pledge.browser, "may_see", lambda request, person, ref: True)
    assert doors(his.pk)[0] in found_by(sam, his.pk)


def test_known_and_unknown_addresses_get_the_same_page(drive, wanted):
    goods.dan(email_confirmed_at=timezone.now())
    pages = []
    for email in ("dan@example.org", "nobody@example.org"):
        browser = Giver()
        answer = browser.pledge(drive, {wanted: 2}, email=email)
        page = browser.get(answer["Location"]).content.decode().replace(email, "ADDRESS")
        pages.append((answer.status_code, re.sub(r'(value|id|for)="[^"]*"', "", page)))
    assert pages[0] == pages[1]


def test_what_donors_wrote_leaves_a_year_after_the_drive_and_the_numbers_stay(drive, wanted):
    kept = giving.made({wanted: 5}, organization="Bakery", notes="Ring twice", thanks_agreed_at=timezone.now())
    offer = Arrangement.objects.create(
        drive=drive, kind="box", person=kept.person, organization="Bakery", address="1 Main St", what="Box", reply="Yes", reply_by=timezone.localdate()
    )
    for closes, state, is_kept in [(364, "closed", True), (366, "closing", False), (366, "reported", False)]:
        Drive.objects.update(closes=timezone.now() - timedelta(days=closes), opens=timezone.now() - timedelta(days=500), state=state)
        tasks.forget_notes()
        kept.refresh_from_db()
        offer.refresh_from_db()
        assert [bool(text) for text in (kept.organization, kept.notes, offer.organization, offer.address, offer.what, offer.reply)] == [is_kept] * 6
    assert kept.lines.get().quantity == 5
