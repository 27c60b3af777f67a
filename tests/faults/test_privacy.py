"""Nobody reaches another person's data by any address, and nobody learns whether an email address is known."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from mailing import proof
from mailing.models import AccessLink, Message
from people.models import Person
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import sign_up as sign_up_verb
from volunteers.models import SignUp
from volunteers.views import own

pytestmark = pytest.mark.django_db(transaction=True)
OWN = [
    "",
    "coming/",
    "cancel/",
    "change/",
    "offer/accept/",
    "offer/decline/",
    "hours/",
    "stand-in/",
    "stand-in/stop/",
    "agreement/",
    "consent-form/",
    "reminders/",
]
UNKNOWN = 987_654_321


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=None, starts=timezone.now() + timedelta(days=10))


def signed_up(role, name):
    """Return a browser that has proved its address, and the sign-up it made."""
    browser = Visitor()
    email = f"{name.lower()}@example.org"
    browser.sign_up(role, name=name, email=email)
    browser.type_code(code_for(email))
    return browser, SignUp.objects.get(person__name=name)


def doors(number):
    """Return every address of a person's own things, for a sign-up's number."""
    return [f"/volunteer/sign-ups/{number}/{act}" for act in OWN] + [f"/volunteer/sign-ups/{number}.ics"]


def test_the_list_of_own_doors_is_complete():
    pattern = re.compile(r"sign-ups/")
    routes = {str(route) for route in _routes(get_resolver()) if pattern.search(route) and not route.startswith("admin/")}
    assert len(routes) == len(doors(1))


def _routes(resolver, before=""):
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        yield from _routes(entry, route) if hasattr(entry, "url_patterns") else [route]


def answer_of(browser, path, method):
    """Return status and page, without what differs by itself: the cross-site token, the request's own path, a nonce."""
    if not hasattr(browser, "token"):
        browser.token = browser.hidden(browser.get("/my/"))
    answer = browser.get(path) if method == "GET" else browser.post(path, {**browser.token, "party_size": "2"})
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return answer.status_code, re.sub(r"sign-ups/\d+", "sign-ups/N", text)


def strangers_find(browser, numbers):
    """Return the doors where the answer for another's number is not the answer for a number that does not exist."""
    unlike = []
    for number in numbers:
        for theirs, nobodys in zip(doors(number), doors(UNKNOWN), strict=True):
            for method in ("GET", "POST"):
                got, expected = answer_of(browser, theirs, method), answer_of(browser, nobodys, method)
                if got != expected or expected[0] not in (404, 405):
                    unlike.append((method, theirs, got[0]))
    return unlike


@pytest.mark.parametrize("people", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_people_with_browsers_find_nothing_of_each_other(role, people):
    crowd = [signed_up(role, f"Vera{n}") for n in range(people)]
    for n, (browser, mine) in enumerate(crowd):
        others = [other.pk for m, (_browser, other) in enumerate(crowd) if m in {(n + 1) % people, (n + 2) % people}]
        assert browser.get(doors(mine.pk)[0]).status_code == 200
        assert strangers_find(browser, others) == []
    assert set(SignUp.objects.values_list("state", "party_size", "answer")) == {("confirmed", 1, "")}


def test_a_page_that_asks_nobody_who_they_are_would_be_caught(role, monkeypatch):
    _, theirs = signed_up(role, "Vera")
    sam, _ = signed_up(role, "Sam")
    monkeypatch.setattr(own.browser, "may_see", lambda request, person, ref: True)
    assert ("GET", doors(theirs.pk)[0], 200) in strangers_find(sam, [theirs.pk])


def test_a_mailed_link_opens_one_thing_and_a_changed_one_opens_nothing(role):
    _, vera = signed_up(role, "Vera")
    _, dan = signed_up(role, "Dan")
    links = proof.manage_links({vera.ref: vera.person, dan.ref: dan.person})
    token, other = proof.token(links[vera.ref]), proof.token(links[dan.ref])
    phone = Visitor()
    assert phone.get(f"/my/link/{token}/")["Location"] == f"/volunteer/sign-ups/{vera.pk}/"
    assert phone.get(f"/volunteer/sign-ups/{vera.pk}/").status_code == 200
    assert phone.get(f"/volunteer/sign-ups/{dan.pk}/").status_code == 404
    number, secret = token.split("-", 1)
    changed = [
        f"{number}-{other.split('-', 1)[1]}",
        token[:-1],
        token + "A",
        token.swapcase(),
        number,
        f"-{secret}",
        f"{number}-",
        "0" * 40,
        f"{int(number, 16)}-x",
    ]
    pages = {answer_of(Visitor(), f"/my/link/{one}/", "GET")[0] for one in changed} | {
        answer_of(Visitor(), f"/confirm/{one}/", "GET")[0] for one in [token, other]
    }
    assert pages == {404}


def test_the_cookie_of_a_mailed_link_cannot_be_made_up_or_moved(role):
    _, vera = signed_up(role, "Vera")
    for value in ["", "manage:1", '["manage", 1]', "eyJ:x:y", "\u00e9"]:
        sam = Visitor()
        sam.cookies["opened"] = value
        assert sam.get(f"/volunteer/sign-ups/{vera.pk}/").status_code == 404


def test_a_held_place_stays_with_the_browser_that_holds_it(role):
    vera = Visitor()
    vera.sign_up(role)
    sam = Visitor()
    sam.sign_up(role)
    sam.press("/confirm/address/", email="sam@example.org")
    assert "Sort food" in sam.get("/confirm/").content.decode()
    sam.type_code(code_for("sam@example.org"))
    vera.type_code(code_for("vera@example.org"))
    assert dict(SignUp.objects.values_list("person__email", "state")) == {"vera@example.org": State.CONFIRMED, "sam@example.org": State.CONFIRMED}


def test_what_the_city_knows_of_a_person_does_not_follow_to_another_address(role):
    makers.sign_up(role, who=makers.person(phone="+16175550142", email_confirmed_at=timezone.now()), size=4)
    sam = Visitor()
    sam.sign_up(role)
    sam.press("/confirm/address/", email="sam@example.org")
    sam.type_code(code_for("sam@example.org"))
    own = SignUp.objects.get(person__email="sam@example.org")
    assert (own.party_size, str(own.person.phone), own.state) == (1, "", "confirmed")


# --- Known or unknown -----------------------------------------------------------------------------------------------------


def page_after(role, name, email, phone=""):
    """Sign up in a fresh browser; return statuses and pages without the name, and the seconds of the sending."""
    browser = Visitor()
    form = browser.form_of(role, name=name, email=email, phone=phone)
    began = time.perf_counter()
    answer = browser.post(f"/volunteer/shifts/{role.pk}/sign-up/", form)
    seconds = time.perf_counter() - began
    page = browser.get("/confirm/")
    text = re.sub(r'(name="(csrfmiddlewaretoken|link)" value=")[^"]*"', "", page.content.decode())
    return (answer.status_code, answer.get("Location"), page.status_code, text.replace(name, "NAME").replace(email or "\0", "ADDRESS")), seconds


def told_apart(role, people, *, measurings=3):
    """Let known and new addresses sign up in turns; return by what a stranger could tell them apart: "status", "page", "time".

    A difference in time counts when it is there in every measuring; what else the machine has to do differs from one to the next.
    """
    other = makers.role(places=None, starts=timezone.now() + timedelta(days=12))
    for turn in range(measurings):
        pages, times = set(), {"known": [], "new": []}
        for n in range(people):
            for kind, name in [("known", f"Known{turn}{n:03d}"), ("new", f"Anew{turn}{n:04d}")]:
                if kind == "known":
                    makers.sign_up(other, who=makers.person(name, f"{name.lower()}@example.org", email_confirmed_at=timezone.now()))
                page, seconds = page_after(role, name, f"{name.lower()}@example.org")
                pages.add(page)
                times[kind].append(seconds)
        apart = {name for name, differs in [("status", {page[:3] for page in pages}), ("page", {page[3] for page in pages})] if len(differs) > 1}
        known, new = statistics.median(times["known"]), statistics.median(times["new"])
        if apart or abs(known - new) <= max(0.3 * max(known, new), 0.01):
            return apart
    return {"time"}


@pytest.mark.parametrize("people", [12, pytest.param(500, marks=pytest.mark.soak)])
def test_known_and_unknown_addresses_get_the_same_page_in_the_same_time(role, people):
    assert told_apart(role, people) == set()


def refuse(outcome):
    raise Refused("You are known here already.")


def speak_of_before(outcome):
    AccessLink.objects.filter(pk=outcome.link_id).update(last_letter_at=timezone.now() - timedelta(hours=1))
    return outcome


def take_longer(outcome):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    return outcome


@pytest.mark.parametrize(("leak", "noticed"), [(refuse, {"status", "page"}), (speak_of_before, {"page"}), (take_longer, {"time"})])
def test_a_form_that_tells_who_is_known_would_be_noticed(role, monkeypatch, leak, noticed):
    keeps_quiet = sign_up_verb._hold

    def hold(*, person, **more):
        outcome = keeps_quiet(person=person, **more)
        return leak(outcome) if person.email_confirmed_at else outcome

    monkeypatch.setattr(sign_up_verb, "_hold", hold)
    assert told_apart(role, 3, measurings=2) == noticed


@pytest.mark.parametrize(("email", "phone"), [("vera@example.org", ""), ("", "+16175550142")])
def test_who_is_signed_up_already_is_not_told_to_a_stranger(role, email, phone):
    pages = []
    for is_known in (False, True):
        for model in (SignUp, Message, AccessLink, Person):
            model.objects.all().delete()
        if is_known:
            makers.sign_up(role, who=makers.person("VERA", email, phone=phone, email_confirmed_at=timezone.now()), size=4)
        pages.append(page_after(role, "Vera", email, phone)[0])
    assert pages[0] == pages[1]


@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_code_looks_the_same(role, known):
    if known:
        makers.sign_up(role, who=makers.person(email_confirmed_at=timezone.now()))
    sam = Visitor()
    answer = sam.press("/my/", from_page="/my/", email="vera@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    assert "vera@example.org" in sam.get("/confirm/").content.decode()
