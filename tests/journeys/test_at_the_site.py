"""On the day: a sign at the door, a kiosk, a sheet of paper and its keying, and a call from somebody who has nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from people.models import OfficeRole
from tests import makers
from tests.browsing import shows
from tests.journeys.test_staff import begin_work
from tests.staff.conftest import make_staff
from tests.volunteers.checking_in import KIOSK, code_of, point
from volunteers import check_in_points
from volunteers.models import CheckInPoint, Headcount, Shift, SignUp

CODE = re.compile(r"\b([2-9A-HJKMNP-Z]{3} [2-9A-HJKMNP-Z]{3})\b")


@pytest.fixture
def begun(shift):
    """The shift of ten places, and let it begin: `begun()`."""

    def begin():
        now = timezone.now()
        Shift.objects.filter(pk=shift.shift_id).update(starts=now - timedelta(minutes=5), ends=now + timedelta(hours=3))
        shift.shift.refresh_from_db()
        return shift

    return begin


@pytest.fixture
def carla(walk, town):
    return lambda **browser: begin_work(walk(**browser), make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_letter_to_the_sign_at_the_door(walk, shift, begun, carla, javascript):
    vera = walk(width=320, javascript=javascript).sign_up(shift)
    vera.type_code(vera.code())
    code = CODE.search(vera.letter("signed_up").text.partition("Your code for the day")[2])[1]
    begun()
    staff = carla(width=320, javascript=javascript)
    staff.open(f"/admin/desk/shifts/{shift.shift_id}/").follow("Check-in at the site")
    staff.press("Make the sign")
    assert shows(staff.page.locator(".sign svg"))

    sam = walk(width=320, javascript=javascript).open(check_in_points.url(CheckInPoint.objects.get()))
    assert "Vera" not in sam.text and "open" not in sam.page.url
    sam.fill(code=code[:-1] + ("2" if code[-1] != "2" else "3")).press("Check in")
    assert "We do not find this here." in sam.text
    sam.fill(code=code.lower()).press("Check in")
    assert "Welcome, Vera. You are checked in." in sam.text
    assert SignUp.objects.get().state == State.ATTENDED

    vera.open(check_in_points.url(CheckInPoint.objects.get()))
    assert "You are checked in" in vera.text


def test_a_browser_that_proved_its_address_checks_in_with_one_press(walk, shift, begun):
    vera = walk(width=320).sign_up(shift)
    vera.type_code(vera.code())
    vera.open(check_in_points.url(point(begun()))).press("I am here")
    assert "You are checked in." in vera.text and SignUp.objects.get().state == State.ATTENDED


@pytest.mark.parametrize("language", ["", "es/", "ar/"])
def test_a_kiosk_greets_says_what_it_does_not_find_and_shows_no_names(walk, begun, language):
    role = begun()
    vera = makers.sign_up(role, who=makers.person("Vera Lopez", "vera@example.org", phone="+16175550143"))
    made = point(role, KIOSK, takes_walk_ins=True, language=language.strip("/") or "en")
    kiosk = walk(width=768).open(check_in_points.url(made))
    assert f"/{language}volunteer/kiosk/" in kiosk.page.url and "Vera" not in kiosk.text
    kiosk.fill(who="617-555-0100")
    kiosk.page.locator("form button[type=submit]").first.click()
    kiosk.page.locator("[data-ticks-said] p").wait_for()
    kiosk.look()
    kiosk.fill(who="617-555-0143")
    kiosk.page.locator("form button[type=submit]").first.click()
    kiosk.page.get_by_text("Vera").wait_for()
    kiosk.look()
    assert "Lopez" not in kiosk.text and SignUp.objects.get(pk=vera.pk).state == State.ATTENDED


def test_a_kiosk_starts_over_after_a_minute_and_gives_more_time(walk, begun):
    made = point(begun(), KIOSK)
    kiosk = walk(width=768)
    kiosk.page.clock.install()
    kiosk.open(check_in_points.url(made))
    field, warning = kiosk.page.locator("[name=who]"), kiosk.page.locator("[data-kiosk-warning]")
    kiosk.page.clock.run_for(120_000)
    assert warning.is_hidden()
    field.fill("617-555")
    kiosk.page.clock.run_for(38_000)
    assert warning.is_hidden()
    kiosk.page.clock.run_for(3_000)
    assert shows(warning) and kiosk.page.get_by_role("button", name="More time").evaluate("one => one === document.activeElement")
    kiosk.look()
    kiosk.page.keyboard.press("Enter")
    assert warning.is_hidden() and field.input_value() == "617-555"
    kiosk.page.clock.run_for(38_000)
    assert warning.is_hidden()
    kiosk.page.clock.run_for(23_000)
    assert warning.is_hidden() and field.input_value() == ""


def test_a_kiosk_without_a_connection_writes_it_down_and_sends_it_once(walk, begun):
    role = begun()
    vera = makers.sign_up(role, who=makers.person("Vera", "vera@example.org"))
    kiosk = walk(width=768).open(check_in_points.url(point(role, KIOSK)))
    kiosk.page.context.set_offline(True)
    for typed in (code_of(vera), "nobody@example.org"):
        kiosk.fill(who=typed)
        kiosk.page.get_by_role("button", name="Check in").click()
    kiosk.page.get_by_text("We wrote it down. There is no connection just now").wait_for()
    assert kiosk.page.locator("[name=who]").input_value() == "" and SignUp.objects.get().state == State.CONFIRMED
    kiosk.page.context.set_offline(False)
    kiosk.page.get_by_text("What was written down here is sent.").wait_for()
    kiosk.page.get_by_text(re.compile(r"What somebody typed here at .* was not found")).wait_for()
    assert "Vera" not in kiosk.text and "nobody@" not in kiosk.text and SignUp.objects.get().state == State.ATTENDED
    assert kiosk.page.evaluate("Object.keys(localStorage).length") == 0


def test_a_kiosk_works_without_javascript(walk, begun):
    role = begun()
    makers.sign_up(role, who=makers.person("Vera", "vera@example.org"))
    kiosk = walk(width=320, javascript=False).open(check_in_points.url(point(role, KIOSK)))
    kiosk.fill(who="vera@example.org").press("Check in")
    assert "Welcome, Vera." in kiosk.text
    kiosk.follow("Next person")
    assert "Vera" not in kiosk.text


def type_keys(page, *keys):
    """Type as on the keyboard alone, once something has the focus: words are typed, names of keys are pressed; returns how many keys that was."""
    for one in keys:
        page.locator(":focus").wait_for()
        if one == "Enter":
            with page.expect_navigation():
                page.keyboard.press(one)
        elif one == "Tab":
            page.keyboard.press(one)
        else:
            page.keyboard.type(one)
    return sum(1 if one in {"Enter", "Tab"} else len(one) for one in keys)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_of_paper_goes_out_and_comes_back(begun, carla, javascript):
    role = begun()
    people = [makers.sign_up(role, who=makers.person(f"Vera {n}", f"vera{n}@example.org")) for n in range(3)]
    staff = carla(width=768 if javascript else 320, javascript=javascript)
    staff.open(f"/admin/desk/shifts/{role.shift_id}/").follow("Print the sign-in sheet")
    staff.page.locator("[name=blanks]").fill("4")
    staff.press("Show it so")
    printed = staff.page.locator(".sheet__code").all_inner_texts()
    assert printed[:3] == [code_of(one) for one in people] and len(printed) == 7
    assert staff.page.locator("tbody th").all_inner_texts() == ["Vera 0", "Vera 1", "Vera 2"]

    staff.follow("Key the sign-in sheet")
    page = staff.page
    keys = type_keys(page, printed[0].replace(" ", ""), "Enter", "Enter")
    assert keys == 8 and SignUp.objects.get(pk=people[0].pk).attended_minutes == 185
    slip = printed[1].lower()[:-1] + ("2" if printed[1][-1] != "2" else "3")
    type_keys(page, slip, "Enter")
    staff.look()
    assert "There is a slip in this code." in staff.text and page.locator("#code").input_value() == slip
    page.locator("#code").fill("")
    type_keys(page, printed[1], "Enter")
    page.get_by_label("Or minutes").fill("90")
    type_keys(page, "Enter")
    staff.look()
    assert SignUp.objects.get(pk=people[1].pk).attended_minutes == 90
    type_keys(page, printed[3], "Enter", "Wanda Lee", "Tab", "617-555-0188", "Enter")
    staff.look()
    type_keys(page, printed[4], "Enter", "Enter")
    staff.look()
    walk_in = SignUp.objects.get(state=State.WALK_IN)
    assert (walk_in.person.name, str(walk_in.person.phone), Headcount.objects.get().people) == ("Wanda Lee", "+16175550188", 1)
    assert "Still to key (1)" in staff.text and "Vera 2" in staff.text
    type_keys(page, printed[3], "Enter", "Enter")
    staff.look()
    assert "That was keyed already; nothing has changed." in page.locator("body").inner_text()
    assert SignUp.objects.filter(state=State.WALK_IN).count() == 1


@pytest.mark.parametrize(("phone", "most"), [("617-555-0142", 40), ("", 30)])
def test_somebody_who_calls_is_signed_up_by_keyboard_alone(shift, carla, record_property, phone, most):
    staff = carla()
    staff.open(f"/admin/desk/shifts/{shift.shift_id}/")
    page = staff.page
    tabs = 0
    while (at := page.locator("a:focus").all_inner_texts()) != ["Sign up someone by phone"] and tabs < most:
        page.keyboard.press("Enter" if at == ["Skip to main content"] else "Tab")
        tabs += 1
    keys = tabs + type_keys(page, "Enter")
    page.wait_for_url("**/sign-up/")
    keys += type_keys(page, "Dan Ruiz", "Tab", *([phone] if phone else []), "Enter")
    page.wait_for_url("**/desk/shifts/**")
    staff.look()
    dan = SignUp.objects.get()
    assert (dan.state, dan.person.name, str(dan.person.phone)) == ("confirmed", "Dan Ruiz", "+16175550142" if phone else "")
    assert code_of(dan) in page.locator("body").inner_text()
    record_property("keys", keys)
    assert keys <= most, keys
