"""The kiosk: code, phone number or email at the entrance; a welcome by first name and never a list; what came late counts once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.models import State
from intake import actors
from tests import makers
from tests.reading import named
from tests.volunteers.checking_in import FROM_SCRIPT, KIOSK, Phone, code_of, point, shift_now
from volunteers import eligibility
from volunteers.actions import check_in_points as verbs
from volunteers.models import CheckInTry, Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return shift_now(places=None)


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person("Vera Lopez", "vera@example.org", phone="+16175550143"))


@pytest.fixture
def kiosk(role):
    return Phone(point(role, KIOSK))


def state_of(sign_up):
    return SignUp.objects.get(pk=sign_up.pk).state


@pytest.mark.parametrize("who", ["code", "617-555-0143", "(617) 555 0143", "+1 617 555 0143", "Vera@Example.org "])
def test_code_phone_or_email_checks_in_and_greets_by_first_name_only(kiosk, vera, who):
    answer = kiosk.type_at_kiosk(code_of(vera) if who == "code" else who)
    assert (answer.status_code, state_of(vera)) == (302, State.ATTENDED)
    page = kiosk.page().text
    assert "Welcome, Vera. You are checked in." in page and "Lopez" not in page and "vera@" not in page.lower()


def test_the_page_shows_no_name_of_anybody_who_is_expected(kiosk, vera, role):
    makers.sign_up(role, who=makers.person("Dan Ruiz", "dan@example.org"))
    page = kiosk.page().text
    assert "Vera" not in page and not named("Dan", page) and "Check in" in page
    assert "All ways to volunteer" not in page and "/my/" not in page


def test_what_nobody_here_has_is_one_answer_and_counts_as_a_try(kiosk, vera, role):
    makers.person("Nia", "nia@example.org", phone="+16175550149")
    makers.sign_up(role, who=makers.person("Wes", "wes@example.org"), state=State.WAITLISTED)
    pages = set()
    for typed in ["nia@example.org", "wes@example.org", "nobody@example.org", "617-555-0149", "617-555-0100", "K7P 4XD", "Vera Lopez", "Vera", "12", "+", "@"]:
        answer = kiosk.type_at_kiosk(typed)
        pages.add((answer.status_code, re.sub(r' value="[^"]*"', "", answer.text)))
    assert len(pages) == 1 and CheckInTry.objects.count() == 11
    assert state_of(vera) == State.CONFIRMED


def test_a_family_with_one_number_is_asked_for_the_first_name(kiosk, role, vera):
    ana = makers.sign_up(role, who=makers.person("Ana Lopez", "", phone="+16175550143"))
    answer = kiosk.type_at_kiosk("617-555-0143")
    assert answer.status_code == 422 and "Several people use this." in answer.text and not named("Ana", answer.text) and "Vera" not in answer.text
    assert kiosk.type_at_kiosk("617-555-0143", "Bo").status_code == 422
    assert kiosk.type_at_kiosk("617-555-0143", " ANA ").status_code == 302
    assert (state_of(ana), state_of(vera)) == (State.ATTENDED, State.CONFIRMED)


def test_two_people_of_one_first_name_and_number_are_sent_to_the_lead(kiosk, role, vera):
    makers.sign_up(role, who=makers.person("Vera Ruiz", "", phone="+16175550143"))
    answer = kiosk.type_at_kiosk("617-555-0143", "Vera")
    assert answer.status_code == 422 and "We cannot tell who you are." in answer.text
    assert kiosk.type_at_kiosk(code_of(vera)).status_code == 302


def test_a_kiosk_for_the_day_checks_in_to_the_shift_that_is_on(role, vera):
    later = makers.role(starts=timezone.now() + timedelta(hours=5))
    afternoon = makers.sign_up(later, who=vera.person)
    elsewhere = makers.sign_up(makers.role(starts=timezone.now()), who=makers.person("Sam", "sam@example.org"))
    Shift.objects.filter(pk=elsewhere.shift_role.shift_id).update(venue=makers.venue(name="Hall", address="2 Main"))
    kiosk = Phone(point(role, KIOSK, whole_day=True))
    assert kiosk.type_at_kiosk("vera@example.org").status_code == 302
    assert (state_of(vera), state_of(afternoon)) == (State.ATTENDED, State.CONFIRMED)
    answer = kiosk.type_at_kiosk(code_of(afternoon))
    same_day = later.shift.local_starts.date() == role.shift.local_starts.date()
    assert answer.status_code == 422 and ("Check-in opens on" in answer.text) == same_day
    assert kiosk.type_at_kiosk("sam@example.org").status_code == 422 and state_of(elsewhere) == State.CONFIRMED


def test_before_its_time_it_says_when_it_opens(role, vera):
    Shift.objects.update(starts=timezone.now() + timedelta(minutes=61), ends=timezone.now() + timedelta(hours=4))
    kiosk = Phone(point(role, KIOSK))
    page = kiosk.page().text
    assert "Check-in opens on" in page and 'name="who"' not in page and re.search(r'data-opens="(5\d|6\d)"', page)
    assert kiosk.type_at_kiosk("vera@example.org").status_code == 422 and state_of(vera) == State.CONFIRMED


def test_what_was_kept_without_a_connection_counts_hours_later_and_once(kiosk, vera):
    Shift.objects.update(starts=timezone.now() - timedelta(hours=8), ends=timezone.now() - timedelta(hours=5))
    assert kiosk.type_at_kiosk(code_of(vera)).status_code == 422
    key = makers.key()
    said, rows = [], []
    for _ in range(2):
        said.append(kiosk.type_at_kiosk(code_of(vera), key=key, **FROM_SCRIPT))
        rows.append(vera.changes.count())
    assert [(one.status_code, one.json()) for one in said] == [(200, {"said": "Welcome, Vera. You are checked in."})] * 2
    assert state_of(vera) == State.ATTENDED and rows[0] == rows[1]


def test_a_check_in_sent_again_does_not_undo_what_the_lead_has_noted_since(kiosk, vera):
    key = makers.key()
    kiosk.type_at_kiosk(code_of(vera), key=key, **FROM_SCRIPT)
    SignUp.objects.filter(pk=vera.pk).update(state=State.NO_SHOW)
    kiosk.type_at_kiosk(code_of(vera), key=key, **FROM_SCRIPT)
    assert state_of(vera) == State.NO_SHOW


def test_the_script_is_refused_in_words_and_for_good(kiosk, vera):
    answer = kiosk.type_at_kiosk("nobody@example.org", key=makers.key(), **FROM_SCRIPT)
    assert answer.status_code == 409 and answer.json()["said"].startswith("We do not find this here.")
    assert kiosk.type_at_kiosk("", **FROM_SCRIPT).status_code == 409


def test_typing_numbers_one_after_the_other_comes_to_an_end(kiosk, vera, monkeypatch):
    monkeypatch.setattr(eligibility, "TRIES_AT_A_KIOSK", 5)
    assert {kiosk.type_at_kiosk(f"617-555-01{n:02}").status_code for n in range(5)} == {422}
    answer = kiosk.type_at_kiosk("617-555-0143")
    assert (answer.status_code, answer["Retry-After"], state_of(vera)) == (429, "600", State.CONFIRMED)


def test_twenty_people_who_mistype_do_not_close_a_kiosk(kiosk, vera):
    for _ in range(20):
        kiosk.type_at_kiosk("K7P 4XE")
    assert kiosk.type_at_kiosk("617-555-0143").status_code == 302


def test_the_history_says_that_it_was_done_at_the_kiosk(kiosk, vera):
    kiosk.type_at_kiosk(code_of(vera))
    context = vera.changes.latest("pgh_id").pgh_context
    assert (context, actors.who(context, actors.names_of([context]))) == ({"check_in_point": kiosk.point.pk}, "Checked in at the kiosk")


def test_a_closed_kiosk_is_one_404_in_every_browser(kiosk, vera):
    verbs.close_point(point=kiosk.point, by=kiosk.point.made_by, now=timezone.now())
    assert {kiosk.page().status_code, kiosk.type_at_kiosk(code_of(vera)).status_code, Client().get(kiosk.base).status_code} == {404}
    assert state_of(vera) == State.CONFIRMED


def test_a_sign_opens_no_kiosk_and_a_kiosk_no_sign(role, vera):
    sign, kiosk = Phone(point(role)), Phone(point(role, KIOSK))
    sign.client.cookies.update(kiosk.client.cookies)
    assert sign.client.post(f"/volunteer/kiosk/{sign.point.pk}/check-in/", {"who": "vera@example.org"}).status_code == 404
    assert sign.client.get(f"/volunteer/check-in/{kiosk.point.pk}/").status_code == 404


def test_people_without_a_sign_up_write_down_their_name_where_it_is_allowed(role):
    kiosk = Phone(point(role, KIOSK, takes_walk_ins=True))
    assert kiosk.write_name(role, "Wanda Lee", key=makers.key(), **FROM_SCRIPT).json() == {"said": "Thank you, Wanda. You are on the list."}
    assert SignUp.objects.get().state == State.WALK_IN
    assert kiosk.write_name(role, "", **FROM_SCRIPT).status_code == 409


@pytest.mark.parametrize("who", ["\u200b", "x" * 300, "@" * 200, "9" * 200, "a@b", "٦١٧٥٥٥٠١٤٣"])
def test_whatever_is_typed_is_answered(kiosk, vera, who):
    assert kiosk.type_at_kiosk(who).status_code in (302, 422)


def test_a_kiosk_of_any_number_of_people_asks_the_same_of_the_database(kiosk, role):
    counts = []
    for others in (0, 20):
        for _ in range(others):
            makers.sign_up(role)
        one = makers.sign_up(role, who=makers.person(f"Ona {others}", f"ona{others}@example.org"))
        with CaptureQueriesContext(connection) as queries:
            kiosk.type_at_kiosk(code_of(one))
        counts.append(len(queries))
    assert counts[0] == counts[1]
