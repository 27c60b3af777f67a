"""The sign at an event's door: made and printed by staff, scanned by people who check themselves in or are counted, and by nobody else's right."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import check_in as shared
from bookings.models import State
from events import door_rules, door_signs
from events.actions import check_in, door
from events.actions import door_signs as verbs
from events.models import DoorCount, DoorSign, DoorTry, Event, Registration
from events.registration_retention import forget_old
from events.views import check_in as views
from intake import actors
from intake.refusal import Refused
from languages.models import Language
from people.models import Person
from tests import makers, meetings
from tests.events.coming import opened
from tests.events.scanning import Phone, code_of, sign_of, state_of
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)
FROM_SCRIPT = {"headers": {"accept": "application/json"}}


@pytest.fixture
def event(db):
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return meetings.event(starts=timezone.now() + timedelta(minutes=30))


# --- Who is there ------------------------------------------------------------------------------------------------------------


def test_code_address_and_number_check_in_once_without_a_name_on_the_page(event):
    one = meetings.registration(event, size=2)
    two = meetings.registration(event, who=makers.person("Sam Stranger", "sam@example.org"))
    three = meetings.registration(event, who=makers.person("Ana Lopez", "", phone="+16175550123"))
    phone = Phone(sign_of(event))
    for person, typed in [(one, code_of(one).lower()), (one, code_of(one)), (two, "SAM@example.org"), (three, "(617) 555-0123")]:
        assert phone.type(typed).status_code == 302
        assert state_of(person) == State.ATTENDED
        page = phone.page()
        assert "You are checked in. Thank you for coming." in page or "If you registered with this, you are checked in." in page
        assert not any(name in page for name in ("Vera", "Sam", "Stranger", "Ana", "Lopez"))
    assert door.headcount(event) == (4, 0)
    change = one.changes.order_by("-pgh_id").first()
    assert actors.who(change.pgh_context, actors.names_of([change.pgh_context])) == "Checked in by phone at the door"


def test_a_family_that_shares_an_address_says_which_of_them(event):
    ana, leo = (meetings.registration(event, who=makers.person(name, "home@example.org")) for name in ("Ana Lopez", "Leo Lopez"))
    phone = Phone(sign_of(event))
    phone.type("home@example.org")
    assert {state_of(ana), state_of(leo)} == {State.CONFIRMED}
    phone.type("home@example.org", "leo")
    assert (state_of(ana), state_of(leo)) == (State.CONFIRMED, State.ATTENDED)


def answer_to(event, typed):
    """What somebody with a fresh phone is shown for what they type."""
    phone = Phone(sign_of(event))
    answer = phone.type(typed)
    text = answer.content.decode() if answer.status_code == 422 else phone.page()
    DoorTry.objects.all().delete()
    return answer.status_code, re.sub(r' value="[^"]*"', "", text)


def test_unknown_foreign_unproved_waiting_and_gone_codes_look_the_same(event):
    elsewhere = meetings.registration()
    kinds = [meetings.registration(event, state=state) for state in (State.HELD, State.WAITLISTED, State.CANCELLED)]
    pages = {answer_to(event, typed) for typed in ["nonsense", "K7P 4XD", *map(code_of, [elsewhere, *kinds])]}
    assert len(pages) == 1 and "We do not find this here." in pages.pop()[1]
    assert not Registration.objects.filter(state=State.ATTENDED).exists()


def test_an_address_is_heard_and_the_answer_tells_nobody_who_comes(event):
    comes, waits, excused = (meetings.registration(event, state=state) for state in (State.CONFIRMED, State.WAITLISTED, State.EXCUSED))
    pages = {answer_to(event, typed) for typed in ["nobody@example.org", "617-555-0199", *(one.person.email for one in (comes, waits, excused))]}
    assert len(pages) == 1 and "If you registered with this, you are checked in." in pages.pop()[1]
    assert [state_of(one) for one in (comes, waits, excused)] == [State.ATTENDED, State.WAITLISTED, State.EXCUSED]


def test_what_staff_have_noted_stays_and_a_browser_that_knows_needs_no_code(event):
    mine, noted = meetings.registration(event), meetings.registration(event, state=State.EXCUSED)
    sign = sign_of(event)
    assert Phone(sign).type(code_of(noted)).status_code == 422 and state_of(noted) == State.EXCUSED
    phone = Phone(sign, opened(Visitor(), mine))
    assert mine.person.name in phone.page() and noted.person.name not in phone.page()
    assert phone.send("here/", registration=str(noted.pk)).status_code == 404
    assert phone.send("here/", registration="x" * 40).status_code == 404
    assert phone.send("here/", registration=str(mine.pk)).status_code == 302
    assert state_of(mine) == State.ATTENDED and "You are checked in" in phone.page()


def test_a_button_that_asks_nobody_who_they_are_would_be_caught(event, monkeypatch):
    theirs = meetings.registration(event)
    phone = Phone(sign_of(event))
    assert phone.send("here/", registration=str(theirs.pk)).status_code == 404
    monkeypatch.setattr(views, "own_registrations", lambda request, sign: list(Registration.objects.select_related("person", "event")))
    assert phone.send("here/", registration=str(theirs.pk)).status_code == 302


def test_an_address_proved_in_this_browser_is_enough(event):
    mine = meetings.registration(event, who=makers.person("Vera", "vera@example.org"))
    vera = Visitor()
    vera.press("/my/", from_page="/my/", email="vera@example.org")
    vera.type_code(code_for("vera@example.org"))
    assert f'value="{mine.pk}"' in Phone(sign_of(event), vera).page()


# --- Who has not registered ----------------------------------------------------------------------------------------------------


def test_walk_ins_count_with_a_name_or_without_once_a_press_and_a_second_scan_asks(event):
    sign = sign_of(event)
    phone, key = Phone(sign), makers.key()
    for _ in range(2):
        phone.send("count/", name="", party_size="1", key=key)
    phone.send("count/", name="Sam", party_size="3")
    assert door.headcount(event) == (3, 1) and DoorCount.objects.get().sign == sign
    assert Registration.objects.get().state == State.WALK_IN
    assert "4 people were counted from this phone already." in Phone(sign, phone.browser).page()
    assert "counted from this phone" not in Phone(sign).page()
    for wrong in ({"party_size": "0"}, {"party_size": "x"}, {"party_size": "9999"}, {"name": "\x00", "party_size": "1"}):
        answer = phone.send("count/", **{"name": "Sam", **wrong})
        assert answer.status_code == 422 and "usa-error-message" in answer.content.decode()
    assert door.headcount(event) == (3, 1)


def test_where_staff_want_it_nobody_counts_themselves(event):
    phone = Phone(sign_of(event, takes_walk_ins=False))
    assert "Not registered? Please ask at the door." in phone.page()
    assert phone.send("count/", name="", party_size="1").status_code == 422 and not DoorCount.objects.exists()


def test_at_a_sensitive_event_any_name_works_and_no_address_tells_who_comes(event):
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)
    event.refresh_from_db()
    hidden = meetings.registration(event, who=makers.person("Vera Lopez", "vera@example.org", apart=event.ref))
    phone = Phone(sign_of(event))
    assert "email" not in phone.page().partition("<form")[2].partition("</form>")[0]
    known, unknown = (phone.type(typed) for typed in ("vera@example.org", "nobody@example.org"))
    assert known.status_code == unknown.status_code == 422 and state_of(hidden) == State.CONFIRMED
    phone.send("count/", name="A friend", party_size="1")
    assert Person.objects.get(name="A friend").apart == event.ref
    assert phone.type(code_of(hidden)).status_code == 302 and state_of(hidden) == State.ATTENDED
    assert "Vera" not in phone.page()


# --- When, and whether ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "code"), [(-61, "too_early"), (-60, None), (179, None), (180, "over")])
def test_it_opens_an_hour_before_the_start_and_closes_an_hour_after_the_end(event, minutes, code):
    one, sign = meetings.registration(event), sign_of(event)
    values = {"sign": sign, "typed": code_of(one), "browser": "b", "now": event.starts + timedelta(minutes=minutes)}
    if code is None:
        assert check_in.by_code(key=makers.key(), **values).state == State.ATTENDED
        return
    with pytest.raises(Refused) as refused:
        check_in.by_code(key=makers.key(), **values)
    assert (refused.value.code, state_of(one)) == (code, State.CONFIRMED)


def test_the_page_says_in_plain_words_what_is_otherwise_and_asks_for_nothing(event):
    one, now = meetings.registration(event), timezone.now()
    sign = sign_of(event)
    phone = Phone(sign)
    phone.page()
    whole = {"starts": event.starts, "ends": event.ends, "state": "published", "mode": "in_person", "reason": ""}
    for change, said in [
        ({"starts": now + timedelta(days=1), "ends": now + timedelta(days=1, hours=2)}, ["Check-in opens on", "has changed since this sign was printed"]),
        ({"starts": now - timedelta(days=2), "ends": now - timedelta(days=1)}, ["Check-in for this event is over."]),
        ({"state": "cancelled", "reason": "A storm comes."}, ["This event is cancelled. Please do not wait here.", "A storm comes."]),
        ({"state": "postponed"}, ["This event is postponed and has no new date yet."]),
        ({"mode": "online"}, ["takes place online only"]),
    ]:
        Event.objects.filter(pk=event.pk).update(**{**whole, **change})
        page = phone.page()
        assert all(words in page for words in said) and 'name="who"' not in page
        assert phone.type(code_of(one)).status_code == 422 and state_of(one) == State.CONFIRMED
        assert phone.send("count/", name="", party_size="1").status_code == 422
    assert not DoorCount.objects.exists()


def test_only_who_scanned_a_sign_that_hangs_sees_its_page_and_looking_writes_nothing(event):
    sign, sam = sign_of(event), Visitor()
    assert sam.get(f"/events/check-in/{sign.pk}/").status_code == 404
    token = door_signs.DOOR.token(sign)
    for changed in (token[:-1], token + "a", f"{sign.pk}-", "9" * 30):
        assert sam.get(f"/events/check-in/open/{changed}/").status_code == 404
    rows = (Registration, DoorTry, DoorCount, DoorSign, Person)
    before = [list(model.objects.values()) for model in rows]
    phone = Phone(sign)
    for path in ("", "here/", "count/"):
        assert phone.browser.get(phone.base + path).status_code in (200, 405)
    answer = phone.browser.get(phone.base)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer.headers["Cache-Control"]
    assert [list(model.objects.values()) for model in rows] == before
    verbs.close_sign(sign=sign, by=sign.made_by, now=timezone.now())
    assert phone.browser.get(phone.base).status_code == 404 and Phone(sign).browser.get(phone.base).status_code == 404


def test_what_a_phone_kept_without_a_connection_is_taken_once_in_few_words(event):
    one, sign = meetings.registration(event), sign_of(event)
    phone, key = Phone(sign), makers.key()
    phone.page()
    token = phone.browser.cookies["csrftoken"].value
    Event.objects.update(starts=timezone.now() - timedelta(hours=6), ends=timezone.now() - timedelta(hours=3))
    for _ in range(2):
        answer = phone.browser.post(phone.base, {"who": code_of(one), "key": key, "csrfmiddlewaretoken": token}, **FROM_SCRIPT)
        assert (answer.status_code, answer.json()["said"]) == (200, "You are checked in. Thank you for coming.")
    wrong = phone.browser.post(phone.base, {"who": "nonsense", "key": makers.key(), "csrfmiddlewaretoken": token}, **FROM_SCRIPT)
    assert wrong.status_code == 409 and "We do not find this here." in wrong.json()["said"]
    assert state_of(one) == State.ATTENDED


# --- Guessing ---------------------------------------------------------------------------------------------------------------


def test_whoever_guesses_comes_to_an_end_and_addresses_count_even_when_found(event, monkeypatch):
    monkeypatch.setattr(shared, "TRIES_OF_A_BROWSER", 3)
    one, sign = meetings.registration(event), sign_of(event)
    phone = Phone(sign)
    for typed in ("nobody@example.org", one.person.email, "nonsense"):
        phone.type(typed)
    answer = phone.type(code_of(meetings.registration(event)))
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert Phone(sign).type(code_of(one)).status_code == 302
    monkeypatch.setattr(door_rules, "check_tries", lambda sign, browser, now: None)
    assert phone.type(code_of(meetings.registration(event))).status_code == 302, "without the limit guessing would go on"


def test_tries_are_dropped_after_a_day(event):
    Phone(sign_of(event)).type("nonsense")
    forget_old(now=timezone.now() + timedelta(hours=1))
    assert DoorTry.objects.count() == 1
    forget_old(now=timezone.now() + timedelta(days=2))
    assert not DoorTry.objects.exists()
