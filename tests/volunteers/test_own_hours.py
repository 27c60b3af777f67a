"""The pages of one's own hours: seen by whoever proved the address, filled in with a form, refused politely."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from intake.form_keys import new_key
from mailing import proof
from tests import makers
from tests.fuzz.test_forms import storm
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import hours
from volunteers.models import HoursEntry, ShiftRole, SignUp, Tally

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sewing(db):
    makers.city()
    work = makers.opportunity(kind="remote", title="Sew masks")
    Tally.objects.create(opportunity=work, made="masks")
    return ShiftRole.objects.create(opportunity=work)


@pytest.fixture
def vera(sewing):
    """A browser that has proved Vera's address."""
    return signed_up(sewing, "Vera", "vera@example.org")


def signed_up(role, name, email):
    browser = Visitor()
    browser.sign_up(role, name=name, email=email)
    browser.type_code(code_for(email))
    return browser


def door(name="Vera"):
    return f"/volunteer/sign-ups/{SignUp.objects.get(person__name=name).pk}/hours/"


def write(browser, path=None, **typed):
    path = path or door()
    values = {"day": f"{today()}", "hours": "2", "minutes": "30", "made": "", "note": "", **typed}
    return browser.press(path, from_page=path, **values)


def today():
    return timezone.localdate()


def test_hours_are_written_down_from_the_sign_up_and_stand_on_my_hours(vera):
    assert "Write down your hours" in vera.get(door().removesuffix("hours/")).text
    answer = write(vera, made="12", note="At home")
    assert (answer.status_code, answer["Location"]) == (302, "/my/hours/")
    entry = HoursEntry.objects.get()
    assert (entry.minutes, entry.made, entry.note, entry.state, entry.day) == (150, 12, "At home", "claimed", today())
    page = vera.get("/my/hours/").text
    assert "2 hours 30 minutes, 12 masks" in page and "Waiting for approval" in page and "Thank you. Your hours are written down." in page
    assert 'href="/my/hours/"' in vera.get("/my/").text


def test_a_double_click_writes_one_entry(vera):
    hidden = vera.hidden(vera.get(door()))
    sent = [vera.post(door(), {**hidden, "day": f"{today()}", "hours": "1"}).status_code for _turn in range(2)]
    assert (sent, HoursEntry.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": ""}, "Enter the day."),
        ({"day": "31 February"}, "Enter a day that the calendar has"),
        ({"hours": "25"}, "Enter at most 24."),
        ({"minutes": "60"}, "Enter at most 59."),
        ({"hours": "-1"}, "Enter 0 or more."),
        ({"hours": "two"}, "Enter a whole number"),
        ({"hours": "24", "minutes": "1"}, "A day has 24 hours"),
        ({"hours": "", "minutes": ""}, "Write down how long it took, or how many you made."),
        ({"made": "100001"}, "Enter at most 100000."),
        ({"note": "x" * 601}, "at most 600 letters fit"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field_and_the_text_is_kept(vera, typed, sentence):
    answer = write(vera, **{"note": "My own words", **typed})
    assert answer.status_code == 422 and sentence in answer.text and "error-summary" in answer.text
    assert HoursEntry.objects.count() == 0
    assert typed.get("note", "My own words") in answer.text


def test_tomorrow_and_long_ago_are_refused_in_words(vera):
    assert "This day is still to come." in write(vera, day=f"{today() + timedelta(days=1)}").text
    assert "For an earlier day, please call us." in write(vera, day=f"{today() - timedelta(days=61)}").text
    assert HoursEntry.objects.count() == 0


def test_things_alone_are_enough_and_digits_of_any_script_are_read(vera):
    write(vera, hours="", minutes="", made="١٢")
    assert HoursEntry.objects.values_list("minutes", "made").get() == (0, 12)


def test_the_form_asks_for_things_only_where_the_office_counts_them(vera):
    assert "How many masks did you make?" in vera.get(door()).text
    Tally.objects.all().delete()
    assert "did you make" not in vera.get(door()).text


def test_own_hours_are_changed_and_taken_back(vera):
    write(vera)
    entry = HoursEntry.objects.get()
    page = f"/my/hours/{entry.pk}/"
    assert 'value="30"' in vera.get(page).text
    assert vera.press(page, from_page=page, day=f"{today()}", hours="1", minutes="")["Location"] == "/my/hours/"
    entry.refresh_from_db()
    assert entry.minutes == 60
    assert vera.press(f"{page}take-back/", from_page="/my/hours/")["Location"] == "/my/hours/"
    entry.refresh_from_db()
    assert entry.state == "withdrawn"
    assert "Waiting for approval" not in vera.get("/my/hours/").text
    assert vera.get(page).status_code == 404


def test_approved_hours_are_out_of_ones_hands(vera):
    write(vera)
    entry = hours.approve(entry=HoursEntry.objects.get(), by=makers.staff(), now=timezone.now())
    assert vera.get(f"/my/hours/{entry.pk}/")["Location"] == "/my/hours/"
    page = vera.press(f"/my/hours/{entry.pk}/", from_page="/my/hours/", day=f"{today()}", hours="9")
    assert page.status_code == 422 and "already counted" in page.text
    vera.press(f"/my/hours/{entry.pk}/take-back/", from_page="/my/hours/")
    assert "already counted" in vera.get("/my/hours/").text
    entry.refresh_from_db()
    assert (entry.minutes, entry.state) == (150, "approved")


def test_who_was_declined_reads_why_and_may_send_it_again(vera):
    write(vera)
    entry = hours.decline(entry=HoursEntry.objects.get(), reason="That was a holiday.", by=makers.staff(), now=timezone.now())
    assert "That was a holiday." in vera.get("/my/hours/").text and "That was a holiday." in vera.get(f"/my/hours/{entry.pk}/").text
    vera.press(f"/my/hours/{entry.pk}/", from_page="/my/hours/", day=f"{today() - timedelta(days=1)}", hours="1")
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("claimed", "")


def test_a_family_behind_one_address_has_a_sheet_each(vera, sewing):
    vera.sign_up(sewing, name="Ada")
    write(vera, door("Ada"), hours="5", minutes="")
    page = vera.get("/my/hours/").text
    assert page.index(">Vera</h2>") < page.index(">Ada</h2>") < page.index("5 hours")
    assert HoursEntry.objects.get().person.name == "Ada"


def test_who_came_by_a_mailed_link_writes_hours_for_that_sign_up_only(vera):
    sign_up = SignUp.objects.get()
    token = proof.token(proof.manage_links({sign_up.ref: sign_up.person})[sign_up.ref])
    phone = Visitor()
    phone.get(f"/my/link/{token}/")
    answer = write(phone)
    assert (answer.status_code, answer["Location"]) == (302, f"/volunteer/sign-ups/{sign_up.pk}/")
    assert phone.get("/my/hours/")["Location"] == "/my/"
    assert phone.get(f"/my/hours/{HoursEntry.objects.get().pk}/").status_code == 404


def test_nobody_finds_anothers_hours(vera, sewing):
    write(vera)
    entry, sam = HoursEntry.objects.get(), signed_up(sewing, "Sam", "sam@example.org")
    for browser in (sam, Visitor()):
        token = browser.hidden(sam.get("/my/") if browser is sam else browser.get("/my/"))
        for pk in (entry.pk, 987_654_321):
            assert browser.get(f"/my/hours/{pk}/").status_code == 404
            assert browser.post(f"/my/hours/{pk}/", {**token, "hours": "9", "day": f"{today()}"}).status_code == 404
            assert browser.post(f"/my/hours/{pk}/take-back/", token).status_code == 404
        assert browser.get(door()).status_code == 404
    entry.refresh_from_db()
    assert (entry.minutes, entry.state) == (150, "claimed") and "Sew masks" in sam.get("/my/hours/").text and ">Vera<" not in sam.get("/my/hours/").text


def test_a_shift_that_nobody_ticked_is_offered_and_what_was_ticked_stands_below(vera):
    person = SignUp.objects.get().person
    past = makers.sign_up(makers.role(starts=timezone.now() - timedelta(days=3)), who=person)
    ticked = makers.sign_up(makers.role(starts=timezone.now() - timedelta(days=9)), who=person, state=State.ATTENDED, attended_minutes=180)
    page = vera.get("/my/hours/").text
    assert f"/volunteer/sign-ups/{past.pk}/hours/" in page and f"/volunteer/sign-ups/{ticked.pk}/hours/" not in page
    assert page.index("Counted on the day") < page.rindex("3 hours")
    path = f"/volunteer/sign-ups/{past.pk}/hours/"
    assert 'name="day"' not in vera.get(path).text
    write(vera, path, hours="1", minutes="")
    assert HoursEntry.objects.get().sign_up == past


def test_the_page_costs_the_same_queries_for_one_entry_and_for_many(vera, django_assert_max_num_queries):
    write(vera)
    vera.get("/my/hours/")
    with django_assert_max_num_queries(20) as few:
        vera.get("/my/hours/")
    cost = len(few)
    person, path = SignUp.objects.get().person, door()
    for days in range(1, 6):
        write(vera, path, day=f"{today() - timedelta(days=days)}")
        makers.sign_up(makers.role(starts=timezone.now() - timedelta(days=days)), who=person)
        makers.sign_up(makers.role(starts=timezone.now() - timedelta(days=days)), who=person, state=State.ATTENDED, attended_minutes=60)
    with django_assert_max_num_queries(cost):
        vera.get("/my/hours/")


def test_looking_changes_nothing(vera):
    write(vera)
    entry = HoursEntry.objects.get()
    for path in ("/my/hours/", f"/my/hours/{entry.pk}/", door()):
        assert (vera.get(path).status_code, vera.head(path).status_code) == (200, 200)
    assert vera.get(f"/my/hours/{entry.pk}/take-back/").status_code == 405
    assert entry.changes.count() == 1


def test_the_page_of_who_has_proved_nothing_asks_for_an_address(db):
    makers.city()
    assert Visitor().get("/my/hours/")["Location"] == "/my/"


def test_the_form_survives_anything(vera):
    honest = {"day": f"{today()}", "hours": "1", "minutes": "0", "made": "3", "note": ""}
    found = storm(vera, door(), [*honest, "key"], honest, count=120, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > 20


def test_the_hours_are_shown_in_spanish_dates_with_the_works_own_words(vera):
    write(vera)
    assert "2 h" in vera.get("/es/my/hours/").text


def test_a_correction_of_the_roster_is_written_from_the_sign_up(vera):
    person = SignUp.objects.get().person
    ticked = makers.sign_up(makers.role(starts=timezone.now() - timedelta(days=9)), who=person, state=State.ATTENDED, attended_minutes=180)
    write(vera, f"/volunteer/sign-ups/{ticked.pk}/hours/", hours="4", minutes="")
    hours.approve(entry=HoursEntry.objects.get(), by=makers.staff(), now=timezone.now())
    page = vera.get("/my/hours/").text
    assert "4 hours" in page and "3 hours" not in page


def test_the_verb_takes_no_key_of_another_browser(vera):
    hidden = vera.hidden(vera.get(door()))
    answer = vera.post(door(), {**hidden, "key": "short", "day": f"{today()}", "hours": "1"})
    assert answer.status_code == 422 and "This form is too old" in answer.text
