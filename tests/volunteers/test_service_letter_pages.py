"""The pages of letters of service: made and printed by whom they are about, checked by anyone without a name in sight."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.forgetting import forget
from tests import makers
from tests.fuzz.test_forms import storm
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import hours, service_letters
from volunteers.actions.hours import Work
from volunteers.models import ServiceLetter, ShiftRole, Tally

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def work(carla):
    return makers.opportunity(title="Sort food", kind="open_ended")


@pytest.fixture
def browser(work, carla):
    """A browser that has proved the address of Vera Lopez, who gave two hours today."""
    role = ShiftRole.objects.create(opportunity=work)
    visitor = Visitor()
    visitor.sign_up(role, name="Vera Lopez", email="vera@example.org")
    visitor.type_code(code_for("vera@example.org"))
    person = makers.Person.objects.get(email="vera@example.org")
    hours.record(opportunity=work, person=person, work=Work(timezone.localdate(), 120), by=carla, now=timezone.now())
    return visitor


def ask(visitor, **typed):
    page = "/my/letter-of-service/"
    today = f"{timezone.localdate()}"
    return visitor.press(page, from_page=page, first_day=today, last_day=today, **typed)


def test_a_letter_is_made_printed_and_checked(browser):
    assert "Make a letter of service" in browser.get("/my/hours/").text
    answer = ask(browser, with_days="on")
    letter = ServiceLetter.objects.get()
    assert answer["Location"] == f"/my/letter-of-service/{letter.pk}/"
    page = browser.get(answer["Location"]).text
    for said in ("Vera Lopez", "2 hours", "Sort food", letter.printed_code, "/verify/", "1 City Hall Square", "617-555-0142", "Office of Civic Engagement"):
        assert said in page, said
    stranger = Visitor()
    found = stranger.press("/verify/", from_page="/verify/", code=letter.printed_code, name="lopez")
    assert "Yes, this letter is ours" in found.text and "2 hours" in found.text and "Vera" not in found.text
    assert letter.printed_code in browser.get("/my/letter-of-service/").text


def test_the_check_never_shows_a_name_and_says_one_plain_no(browser, carla):
    ask(browser)
    letter, stranger = ServiceLetter.objects.get(), Visitor()

    def no(**typed):
        answer = stranger.press("/verify/", from_page="/verify/", **typed)
        assert answer.status_code == 200 and "Vera" not in answer.text
        return "We cannot confirm this letter" in answer.text

    assert no(code="ABCD-2345-EFGH", name="Lopez") and no(code=letter.code, name="Sam")
    service_letters.revoke(letter=letter, by=carla, now=timezone.now())
    assert no(code=letter.code, name="Lopez")
    forget(person=letter.person, now=timezone.now())
    assert no(code=letter.code, name="Lopez")
    ServiceLetter.objects.update(revoked_at=None)
    answer = stranger.press("/verify/", from_page="/verify/", code=letter.code, name="Lopez")
    assert "We can no longer confirm this letter" in answer.text and "Vera" not in answer.text


def test_the_check_asks_for_both_and_is_not_found_by_search_engines(carla):
    stranger = Visitor()
    assert '<meta name="robots" content="noindex">' in stranger.get("/verify/").text
    assert stranger.get("/verify/")["Cache-Control"].startswith("max-age=0, no-cache")
    answer = stranger.press("/verify/", from_page="/verify/", code="", name="")
    assert answer.status_code == 422 and "Enter the code." in answer.text and "Enter the last name on the letter." in answer.text


def test_the_form_of_a_letter_says_what_is_wrong(browser):
    for typed, sentence in [
        ({"first_day": ""}, "Enter the day."),
        ({"first_day": "no day"}, "Enter a day that the calendar has"),
        ({"last_day": "2999-01-01"}, "The last day is still to come."),
        ({"first_day": "2020-01-02", "last_day": "2020-01-01"}, "The last day is before the first one."),
        ({"first_day": "2020-01-01", "last_day": "2020-01-01"}, "there is nothing to confirm"),
    ]:
        page = "/my/letter-of-service/"
        today = f"{timezone.localdate()}"
        answer = browser.press(page, from_page=page, **{"first_day": today, "last_day": today, **typed})
        assert answer.status_code == 422 and sentence in answer.text, typed
    assert ServiceLetter.objects.count() == 0


def test_where_an_address_stands_for_several_one_says_for_whom(browser, work, carla):
    ada = makers.person("Ada Lopez")
    hours.record(opportunity=work, person=ada, work=Work(timezone.localdate(), 60), by=carla, now=timezone.now())
    assert "Choose for whom." in ask(browser).text
    assert ask(browser, person="987654321").status_code == 422
    assert ask(browser, person=ada.pk).status_code == 302
    assert ServiceLetter.objects.get().name == "Ada Lopez"


def test_nobody_opens_anothers_letter(browser, work):
    ask(browser)
    letter, sam = ServiceLetter.objects.get(), Visitor()
    sam.sign_up(work.roles.get(), name="Sam", email="sam@example.org")
    sam.type_code(code_for("sam@example.org"))
    for stranger in (sam, Visitor()):
        assert stranger.get(f"/my/letter-of-service/{letter.pk}/").status_code == stranger.get("/my/letter-of-service/987654321/").status_code == 404
    assert Visitor().get("/my/letter-of-service/")["Location"] == "/my/"


def test_looking_at_a_letter_writes_nothing_and_tells_what_changed_since(browser, carla):
    ask(browser)
    letter = ServiceLetter.objects.get()
    hours.correct(entry=letter.person.hours.get(), work=Work(timezone.localdate(), 60), by=carla, now=timezone.now())
    page = browser.get(f"/my/letter-of-service/{letter.pk}/").text
    assert "today it is 1 hour" in page and "2 hours" in page
    service_letters.revoke(letter=letter, by=carla, now=timezone.now())
    assert "This letter is withdrawn." in browser.get(f"/my/letter-of-service/{letter.pk}/").text
    assert ServiceLetter.objects.count() == 1 and letter.changes.count() == 2


def test_things_made_stand_on_the_letter_and_the_page_costs_few_queries(browser, work, carla, django_assert_max_num_queries):
    Tally.objects.create(opportunity=work, made="masks")
    person = makers.Person.objects.get(email="vera@example.org")
    for days in range(1, 4):
        hours.record(opportunity=work, person=person, work=Work(timezone.localdate() - timedelta(days=days), 0, 12), by=carla, now=timezone.now())
    letter = service_letters.issue(
        person=person, first_day=timezone.localdate() - timedelta(days=9), last_day=timezone.localdate(), with_days=True, by=None, now=timezone.now()
    )
    with django_assert_max_num_queries(15):
        assert "2 hours, 36 masks" in browser.get(f"/my/letter-of-service/{letter.pk}/").text
    assert "2 hours, 36 masks" in Visitor().press("/verify/", from_page="/verify/", code=letter.code, name="Lopez").text


def test_the_check_survives_anything(browser):
    ask(browser)
    honest = {"code": ServiceLetter.objects.get().printed_code, "name": "Lopez"}
    found = storm(Visitor(), "/verify/", list(honest), honest, count=100)
    assert len(found[422]) > 5 and all("Vera Lopez" not in answer.text for answers in found.values() for _pairs, answer in answers)
