"""Checking in on one's own phone: the sign's QR code leads to the page of one shift, and a code or a proved address does the rest."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from bookings.check_in import TRY_WINDOW
from bookings.models import State
from intake import actors
from intake.refusal import Refused
from mailing import proof
from people.models import Person
from tests import makers
from tests.volunteers.checking_in import Phone, code_of, point, shift_now
from tests.volunteers.visitor import Visitor, code_for
from volunteers import check_in_points, codes, eligibility
from volunteers.actions import check_in
from volunteers.actions import check_in_points as verbs
from volunteers.models import CheckInPoint, CheckInTry, Shift, SignUp
from volunteers.retention import forget_tries
from volunteers.views import check_in as views

pytestmark = pytest.mark.django_db(transaction=True)
NOT_FOUND = "We do not find this here."


@pytest.fixture
def role(db):
    makers.city()
    return shift_now()


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person("Vera Lopez", "vera@example.org"))


@pytest.fixture
def phone(role):
    return Phone(point(role))


def state_of(sign_up):
    return SignUp.objects.get(pk=sign_up.pk).state


def by_code(role, typed, *, at=None, browser="b", where=None):
    return check_in.by_code(point=where or point(role), typed=typed, browser=browser, now=at or timezone.now())


# --- The code ---------------------------------------------------------------------------------------------------------------


def test_the_code_of_the_letter_checks_in_and_greets_by_first_name(phone, vera):
    answer = phone.type(code_of(vera).lower())
    assert (answer.status_code, answer["Location"]) == (302, phone.base)
    assert state_of(vera) == State.ATTENDED
    assert "Welcome, Vera. You are checked in." in phone.page().text and "Lopez" not in phone.page().text


def test_the_letter_and_the_own_page_say_the_code(role):
    browser = Visitor()
    role = makers.role(starts=timezone.now() + timedelta(days=3))
    browser.sign_up(role)
    browser.type_code(code_for("vera@example.org"))
    mine = SignUp.objects.get()
    assert code_of(mine) in browser.get(f"/volunteer/sign-ups/{mine.pk}/").content.decode()


def test_a_second_time_changes_nothing_more(phone, vera):
    phone.type(code_of(vera))
    before = vera.changes.count()
    assert phone.type(code_of(vera)).status_code == 302
    assert (state_of(vera), vera.changes.count()) == (State.ATTENDED, before)


def test_the_history_says_that_it_was_done_at_the_door(phone, vera):
    phone.type(code_of(vera))
    context = vera.changes.latest("pgh_id").pgh_context
    assert context == {"check_in_point": phone.point.pk}
    assert actors.who(context, actors.names_of([context])) == "Checked in by phone at the door"


def test_mistyped_foreign_cancelled_and_unknown_codes_look_the_same(phone, vera, role):
    elsewhere = makers.sign_up(shift_now())
    gone, held, waits = (makers.sign_up(role, state=state) for state in (State.CANCELLED, State.HELD, State.WAITLISTED))
    never = codes.spaced(codes.of(987_654_321))
    pages = set()
    for typed in [
        code_of(vera)[:-1] + "2" if code_of(vera)[-1] != "2" else "K7P 4XD",
        never,
        "nonsense",
        "x" * 200,
        *map(code_of, (elsewhere, gone, held, waits)),
    ]:
        answer = phone.type(typed)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
        pages.add((answer.status_code, re.sub(r' value="[^"]*"', "", text)))
        CheckInTry.objects.all().delete()
    assert len(pages) == 1 and (pages.pop()[0]) == 422
    assert set(SignUp.objects.values_list("state", flat=True)) == {"confirmed", "cancelled", "held", "waitlisted"}


@pytest.mark.parametrize("typed", ["", "\x00", "K7P\x00", "\u200b", "\ud800"])
def test_what_is_no_text_is_refused_beside_the_field(phone, typed):
    answer = phone.client.post(phone.base, f"code={quote(typed, errors='surrogatepass')}", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422 and "usa-error-message" in answer.text


def test_what_the_lead_has_noted_stays(phone, role):
    for state in (State.NO_SHOW, State.EXCUSED):
        noted = makers.sign_up(role, state=state)
        answer = phone.type(code_of(noted))
        assert answer.status_code == 422 and "Please ask the person who leads the shift" in answer.text
        assert state_of(noted) == state


def test_a_code_that_two_people_have_checks_in_nobody(phone, vera, role, monkeypatch):
    other = makers.sign_up(role)
    code = code_of(vera)
    monkeypatch.setattr(codes, "of", lambda number: codes.read(code))
    assert phone.type(code).status_code == 422
    assert {state_of(vera), state_of(other)} == {State.CONFIRMED}


# --- Before and after -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes_from_start", "code"), [(-61, "too_early"), (-60, None), (0, None), (3 * 60 + 59, None), (4 * 60, "over")])
def test_it_opens_an_hour_before_the_start_and_closes_an_hour_after_the_end(role, vera, minutes_from_start, code):
    door, at = point(role), role.shift.starts + timedelta(minutes=minutes_from_start)
    if code is None:
        assert by_code(role, code_of(vera), at=at, where=door).state == State.ATTENDED
        return
    with pytest.raises(Refused) as refused:
        by_code(role, code_of(vera), at=at, where=door)
    assert (refused.value.code, state_of(vera)) == (code, State.CONFIRMED)


def test_the_page_says_when_it_opens_that_it_is_over_and_that_it_is_called_off(phone, vera):
    now = timezone.now()
    for change, words in [
        ({"starts": now + timedelta(hours=2), "ends": now + timedelta(hours=4)}, "Check-in opens on"),
        ({"starts": now - timedelta(hours=6), "ends": now - timedelta(hours=2)}, "Check-in for this shift is over."),
        ({"starts": now, "ends": now + timedelta(hours=1), "cancelled_at": now}, "This shift is called off."),
    ]:
        Shift.objects.filter(pk=vera.shift_role.shift_id).update(**change)
        page = phone.page().text
        assert words in page and 'name="code"' not in page


# --- Who may open it ---------------------------------------------------------------------------------------------------------


def test_only_who_followed_the_code_of_the_sign_sees_the_page(phone, vera):
    sam = Client()
    assert {sam.get(phone.base).status_code, sam.post(phone.base, {"code": code_of(vera)}).status_code} == {404}
    other = Phone(point(shift_now()))
    assert other.client.get(phone.base).status_code == 404
    token = check_in_points.token(phone.point)
    for changed in (token[:-1], token + "a", token.replace("-", ""), f"{phone.point.pk}-", "9" * 30, "-"):
        assert Client().get(f"/volunteer/check-in/open/{changed}/").status_code == 404


def test_a_sign_taken_back_opens_nothing(phone, vera):
    verbs.close_point(point=phone.point, by=phone.point.made_by, now=timezone.now())
    assert phone.page().status_code == 404 and phone.type(code_of(vera)).status_code == 404
    assert Phone(phone.point).page().status_code == 404
    assert state_of(vera) == State.CONFIRMED


def test_opening_the_code_and_the_page_writes_nothing(role, vera):
    made, rows = point(role), (SignUp, CheckInTry, CheckInPoint, Person)
    before = [list(model.objects.values()) for model in rows]
    phone = Phone(made)
    for path in (phone.base, f"{phone.base}here/", f"{phone.base}name/"):
        assert phone.client.get(path).status_code in (200, 405)
        phone.client.head(path)
    assert [list(model.objects.values()) for model in rows] == before
    assert phone.page().headers["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in phone.page().headers["Cache-Control"]


# --- A browser that knows who it is ------------------------------------------------------------------------------------------


def test_a_browser_that_has_proved_the_address_needs_no_code(vera, role):
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email="vera@example.org")
    browser.type_code(code_for("vera@example.org"))
    made = point(role)
    browser.get(f"/volunteer/check-in/open/{check_in_points.token(made)}/")
    page = browser.get(f"/volunteer/check-in/{made.pk}/")
    assert "Vera Lopez" in page.content.decode() and "I am here: check me in" in page.content.decode()
    assert state_of(vera) == State.CONFIRMED
    answer = browser.post(f"/volunteer/check-in/{made.pk}/here/", {**browser.hidden(page), "sign_up": str(vera.pk)})
    assert (answer.status_code, state_of(vera)) == (302, State.ATTENDED)


def test_a_browser_that_has_opened_the_mailed_link_needs_no_code(phone, vera):
    link = proof.manage_links({vera.ref: vera.person})[vera.ref]
    phone.client.get(f"/my/link/{proof.token(link)}/")
    assert "I am here: check me in" in phone.page().text
    assert phone.here(vera).status_code == 302 and state_of(vera) == State.ATTENDED


def test_nobody_checks_in_somebody_else_by_their_number(phone, vera, role):
    mine = makers.sign_up(role, who=makers.person("Sam", "sam@example.org"))
    link = proof.manage_links({mine.ref: mine.person})[mine.ref]
    phone.client.get(f"/my/link/{proof.token(link)}/")
    assert "Vera" not in phone.page().text
    assert phone.here(vera).status_code == 404
    assert phone.client.post(f"{phone.base}here/", {"sign_up": "x" * 40}).status_code == 404
    assert state_of(vera) == State.CONFIRMED


def test_a_button_that_asks_nobody_who_they_are_would_be_caught(phone, vera, monkeypatch):
    monkeypatch.setattr(views, "own_sign_ups", lambda request, point: list(SignUp.objects.select_related("person", "shift_role__shift")))
    assert phone.here(vera).status_code == 302 and state_of(vera) == State.ATTENDED


# --- Guessing ---------------------------------------------------------------------------------------------------------------


def test_whoever_guesses_comes_to_an_end(phone, vera, role):
    for n in range(eligibility.TRIES_OF_A_BROWSER):
        assert phone.type(codes.of(10_000 + n)).status_code == 422
    answer = phone.type(code_of(vera))
    assert (answer.status_code, answer["Retry-After"], state_of(vera)) == (429, "600", State.CONFIRMED)
    assert Phone(phone.point).type(code_of(vera)).status_code == 302
    later = timezone.now() + TRY_WINDOW
    assert check_in.by_code(point=phone.point, typed=code_of(vera), browser="b", now=later).state == State.ATTENDED


def test_without_the_limit_guessing_would_go_on(phone, vera, monkeypatch):
    monkeypatch.setattr(eligibility, "check_tries", lambda point, browser, now: None)
    for n in range(eligibility.TRIES_OF_A_BROWSER):
        phone.type(codes.of(10_000 + n))
    assert phone.type(code_of(vera)).status_code == 302


def test_a_browser_that_forgets_itself_comes_to_an_end_too(role, vera, monkeypatch):
    door = point(role)
    monkeypatch.setattr(eligibility, "TRIES_AT_A_SIGN", 20)
    for n in range(20):
        assert by_code(role, codes.of(10_000 + n), browser=f"b{n}", where=door) is None
    with pytest.raises(Refused, match="several times"):
        by_code(role, code_of(vera), browser="another", where=door)


def test_a_shared_phone_that_checks_in_forty_people_is_not_stopped(phone, role):
    role.capacity = None
    role.save()
    assert {phone.type(code_of(makers.sign_up(role))).status_code for _ in range(40)} == {302}


def test_what_was_typed_in_vain_is_dropped_after_a_day(phone):
    phone.type("nonsense")
    now = timezone.now()
    assert (forget_tries(now=now), forget_tries(now=now + timedelta(days=1, minutes=1))) == (0, 1)
