"""Letters of service: issued for what counts, checked by code and name, corrected, withdrawn, forgotten."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from intake.refusal import Refused
from people.forgetting import forget
from tests import makers
from tests.makers import NOW
from tests.volunteers.meeting import meet
from volunteers.actions import hours, service_letters
from volunteers.actions.hours import Work
from volunteers.models import ServiceLetter
from volunteers.models.service_letters import CODE_LETTERS, new_code

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def work(carla):
    return makers.opportunity(title="Sort food", kind="open_ended")


@pytest.fixture
def vera(work, carla):
    person = makers.person("Vera García-López")
    hours.record(opportunity=work, person=person, work=Work(TODAY, 120), by=carla, now=NOW)
    hours.record(opportunity=work, person=person, work=Work(TODAY - timedelta(days=10), 90), by=carla, now=NOW)
    return person


def issue(person, *, first=TODAY - timedelta(days=30), last=TODAY, by=None, now=NOW, with_days=False):
    return service_letters.issue(person=person, first_day=first, last_day=last, with_days=with_days, by=by, now=now)


def check(letter, name="Lopez", *, code=None, now=NOW):
    return service_letters.check(code=letter.code if code is None else code, name=name, now=now)


def refusal(verb, *args, **kwargs):
    try:
        verb(*args, **kwargs)
    except Refused as refused:
        return refused.code
    return ""


# --- Issued ---------------------------------------------------------------------------------------------------------------


def test_a_letter_says_what_counts_between_two_days(vera, work):
    letter = issue(vera, first=TODAY - timedelta(days=10))
    assert (letter.name, letter.minutes, letter.office, letter.issued_at, letter.issued_by) == ("Vera García-López", 210, vera.office, NOW, None)
    assert letter.lines == [[work.pk, "2026-11-21", 90, None], [work.pk, "2026-12-01", 120, None]]
    assert issue(vera, first=TODAY - timedelta(days=9)).minutes == 120


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(0, 0, ""), (0, -1, "order"), (0, 1, "future"), (-9, -1, "nothing"), (-10, -10, "")],
)
def test_the_period_has_been_and_holds_something(vera, first, last, code):
    assert refusal(issue, vera, first=TODAY + timedelta(days=first), last=TODAY + timedelta(days=last)) == code


def test_a_slip_in_the_year_is_told(vera):
    assert refusal(issue, vera, first=date(1026, 1, 1)) == "too_early"


def test_the_same_letter_asked_for_again_is_the_one_that_exists_until_it_is_withdrawn_or_wrong(vera, work, carla):
    letter = issue(vera)
    assert issue(vera) == letter and issue(vera, with_days=True) != letter
    hours.record(opportunity=work, person=vera, work=Work(TODAY - timedelta(days=1), 30), by=carla, now=NOW)
    corrected = issue(vera)
    assert (corrected != letter, corrected.minutes) == (True, 240)
    service_letters.revoke(letter=corrected, by=carla, now=NOW)
    assert issue(vera) != corrected


def test_a_person_makes_twenty_letters_a_day_and_the_office_as_many_as_it_likes(vera, carla):
    for days in range(20):
        issue(vera, first=TODAY - timedelta(days=11 + days))
    assert refusal(issue, vera, first=date(2020, 1, 1)) == "too_many"
    assert refusal(issue, vera, first=date(2020, 1, 1), by=carla) == ""
    assert refusal(issue, vera, first=date(2020, 1, 2), now=NOW + timedelta(days=1, seconds=1)) == ""


def test_codes_are_unlike_each_other_and_have_no_letters_that_look_alike():
    codes = {new_code() for _turn in range(1000)}
    assert len(codes) == 1000 and {len(code) for code in codes} == {12}
    assert set("".join(codes)) <= set(CODE_LETTERS) and not set("01OIL") & set(CODE_LETTERS)


def test_the_database_keeps_codes_whole_and_once_and_periods_in_order(vera):
    letter = issue(vera)
    values = {"person": vera, "office": vera.office, "first_day": TODAY, "last_day": TODAY, "minutes": 1, "issued_at": NOW}
    for changes, name in [
        ({"code": letter.code}, "code"), ({"code": "SHORT"}, "service_letter_code_is_whole"), ({"code": "ABCDEFGHJKL0"}, "service_letter_code_is_whole"),
        ({"first_day": TODAY + timedelta(days=1)}, "service_letter_ends_after_it_starts"),
    ]:  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ServiceLetter.objects.create(**{**values, **changes})


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_the_button_make_one_letter(vera):
    other = meet(lambda: issue(vera), lambda: issue(vera))
    assert ServiceLetter.objects.get() == other


# --- Checked ---------------------------------------------------------------------------------------------------------------


def test_the_code_and_the_name_confirm_the_letter(vera):
    letter = issue(vera)
    answer = check(letter)
    assert (answer.letter, answer.minutes_today, answer.has_changed, answer.is_forgotten) == (letter, 210, False, False)


@pytest.mark.parametrize("name", ["García-López", "garcia lopez", "LÓPEZ", "Vera García López", "García", "Vera", "  lopez "])
def test_a_name_is_read_as_people_write_it(vera, name):
    assert check(issue(vera), name) is not None


@pytest.mark.parametrize("name", ["Lope", "Dan", "opez", "Vera Lopez", "-", "", "lopez garcia"])
def test_another_name_confirms_nothing(vera, name):
    assert check(issue(vera), name) is None


@pytest.mark.parametrize("name", ["李小龍", "محمد علي", "Nguyễn Văn An", "O’Brien"])
def test_names_of_every_script_are_found_again(name):
    assert service_letters.fits(name, name) and service_letters.fits(name.split()[-1], name)


def test_a_code_is_read_as_it_is_typed(vera):
    letter = issue(vera)
    for typed in (letter.printed_code, letter.code.lower(), " ".join(letter.code), letter.printed_code.replace("-", "–")):
        assert check(letter, code=typed) is not None
    for typed in ("", "-", letter.code[:-1], letter.code + "A", "A" * 12, "\u0000", "0" * 40):
        assert check(letter, code=typed) is None


def test_a_withdrawn_letter_is_not_confirmed(vera, carla):
    letter = issue(vera)
    for _turn in range(2):
        service_letters.revoke(letter=letter, by=carla, now=NOW)
    letter.refresh_from_db()
    assert (check(letter), letter.revoked_by, letter.revoked_at) == (None, carla, NOW)


def test_ten_wrong_names_silence_a_code_for_the_day(vera):
    letter = issue(vera)
    for turn in range(10):
        assert check(letter, f"Name {turn}") is None
    assert check(letter) is None
    assert check(letter, now=NOW + timedelta(days=1)) is not None


def test_nine_wrong_names_and_any_number_of_right_ones_do_not(vera):
    letter = issue(vera)
    for turn in range(9):
        check(letter, f"Name {turn}")
    assert all(check(letter) for _turn in range(15))


def test_a_correction_stands_beside_what_the_letter_says(vera, work, carla):
    letter = issue(vera)
    entry = vera.hours.get(day=TODAY)
    hours.correct(entry=entry, work=Work(TODAY, 60), by=carla, now=NOW)
    answer = check(letter)
    assert (answer.letter.minutes, answer.minutes_today, answer.has_changed) == (210, 150, True)


def test_of_somebody_who_was_forgotten_the_total_stays_without_the_name(vera):
    letter = issue(vera)
    forget(person=vera, now=NOW)
    letter.refresh_from_db()
    assert (letter.name, letter.minutes) == ("", 210)
    assert "García" not in str(list(ServiceLetter.objects.values())) + str(list(letter.changes.values()))
    answer = check(letter)
    assert answer.is_forgotten


@pytest.mark.django_db(transaction=True)
def test_who_is_being_forgotten_gets_no_letter_any_more(vera):
    refused = meet(lambda: forget(person=vera, now=NOW), lambda: issue(vera))
    assert isinstance(refused, Refused) and ServiceLetter.objects.count() == 0
