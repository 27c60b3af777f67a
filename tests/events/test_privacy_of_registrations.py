"""Nobody reaches another person's registration by any address."""

from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from events.models import Registration
from events.views import own_registration
from mailing import proof
from tests import makers, meetings
from tests.events.coming import send
from tests.faults.test_privacy import UNKNOWN, _routes, answer_of
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)
OWN = ["", "coming/", "cancel/", "change/", "offer/accept/", "offer/decline/", "consent-form/"]


def doors(number):
    return [f"/events/registrations/{number}/{act}" for act in OWN] + [f"/events/registrations/{number}.ics"]


def registered(event, name):
    browser, email = Visitor(), f"{name.lower()}@example.org"
    send(browser, event, name=name, email=email)
    browser.type_code(code_for(email))
    return browser, Registration.objects.get(person__name=name)


def strangers_find(browser, number):
    """Return the doors where the answer for another's number is not the answer for a number that does not exist."""
    pairs = [(method, theirs, nobodys) for theirs, nobodys in zip(doors(number), doors(UNKNOWN), strict=True) for method in ("GET", "POST")]
    return [(method, theirs) for method, theirs, nobodys in pairs if _answer(browser, theirs, method) != _answer(browser, nobodys, method)]


def _answer(browser, path, method):
    status, text = answer_of(browser, path, method)
    number = path.split("/")[3].removesuffix(".ics")
    return status, text.replace(f"registrations/{number}", "registrations/N")


@pytest.fixture
def event(db):
    makers.city()
    return meetings.event(starts=timezone.now() + timedelta(days=10))


def test_the_list_of_own_doors_is_complete():
    routes = {str(route) for route in _routes(get_resolver()) if "registrations/" in str(route) and not route.startswith("admin/")}
    assert len(routes) == len(doors(1))


def test_two_people_find_nothing_of_each_other(event, monkeypatch):
    vera, hers = registered(event, "Vera")
    sam, _his = registered(event, "Sam")
    assert vera.get(doors(hers.pk)[0]).status_code == 200
    assert strangers_find(sam, hers.pk) == []
    assert set(Registration.objects.values_list("state", "answer")) == {("confirmed", "")}
    monkeypatch.setattr(own_registration.browser, "may_see", lambda request, person, ref: True)  # negative control
    assert ("GET", doors(hers.pk)[0]) in strangers_find(sam, hers.pk)


def test_a_mailed_link_opens_its_registration_and_no_other(event):
    _vera, hers = registered(event, "Vera")
    _sam, his = registered(event, "Sam")
    phone = Visitor()
    from_letter = phone.get(f"/my/link/{proof.token(proof.manage_links({hers.ref: hers.person})[hers.ref])}/")
    assert from_letter["Location"] == doors(hers.pk)[0] and phone.get(doors(hers.pk)[0]).status_code == 200
    assert phone.get(doors(his.pk)[0]).status_code == 404
