"""Suggestions: what fits a person and why, what is never suggested, and how it is found among many."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from languages.content import set_translation
from languages.models import Language
from people import profiles
from people.models import Person, Profile
from people.profiles import Answers
from tests import makers
from tests.civic.test_my_profile import proved
from tests.volunteers import making
from tests.volunteers.visitor import Visitor, code_for
from volunteers.matching import suggestion_query, suggestions

BOSTON = ZoneInfo("America/New_York")
SATURDAY = datetime(2031, 10, 11, 9, tzinfo=BOSTON)
NOW = SATURDAY - timedelta(days=10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera():
    for code, name, own in (("en", "English", "English"), ("es", "Spanish", "Español")):
        Language.objects.create(code=code, name=name, own_name=own, offered=True)
    makers.city()
    return makers.person()


def knows(person, *, interests=(), languages=(), area=None, free=()):
    answers = Answers(interests=[one.pk for one in interests], languages=languages, neighborhood=area, availability=free)
    profiles.save(person=person, answers=answers, now=NOW)
    person.refresh_from_db()


def suggested(person, now=NOW):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # cards follow at the end of the transaction
    return [(one.title, one.reasons) for one in suggestions.for_person(person, now=now)]


def test_each_suggestion_says_why(vera):
    garden, area = making.interest("Gardening"), making.neighborhood("Roxbury")
    knows(vera, interests=[garden], languages=["en", "es"], area=area, free=[15, 16])
    making.shift(making.opportunity("Plant trees", interests=[garden], languages_wanted=["es"]), starts=SATURDAY, place=making.venue(area=area))
    making.shift(making.opportunity("Sort food"), starts=SATURDAY, place=making.venue(area=area))
    assert suggested(vera) == [("Plant trees", "near you · in Spanish · Gardening · Saturday mornings"), ("Sort food", "near you · Saturday mornings")]


def test_near_is_the_same_neighborhood_or_the_next_one(vera):
    knows(vera, area=making.neighborhood("Roxbury", lat=42.30, lng=-71.06))
    for name, lat in (("Here", 42.30), ("Next", 42.32), ("Far", 42.40)):
        area = making.neighborhood({"Here": "Roxbury"}.get(name, name), lat=lat, lng=-71.06)
        making.shift(making.opportunity(name), starts=SATURDAY, place=making.venue(area=area))
    assert [title for title, _why in suggested(vera)] == ["Here", "Next"]


def test_what_fits_for_no_reason_is_not_suggested(vera):
    knows(vera, languages=["en"])
    making.shift(making.opportunity("Sort food", languages_wanted=["en"]), starts=SATURDAY)
    assert suggested(vera) == []


def test_whoever_named_only_times_gets_what_lies_in_them(vera):
    knows(vera, free=[17])
    making.shift(making.opportunity("Morning"), starts=SATURDAY)
    making.shift(making.opportunity("Into the night"), starts=SATURDAY + timedelta(hours=6), hours=4)
    making.shift(making.opportunity("Evening"), starts=SATURDAY + timedelta(hours=8))
    assert suggested(vera) == [("Evening", "Saturday evenings")]


@pytest.mark.parametrize("which", ["full", "called off", "past", "draft", "signed up", "at the same time", "closed", "not open yet", "sign-up has ended"])
def test_what_cannot_be_taken_is_never_suggested(vera, which):
    garden = making.interest("Gardening")
    knows(vera, interests=[garden])
    work = making.opportunity("Plant trees", interests=[garden], state={"draft": "draft", "closed": "closed"}.get(which, "published"))
    shift = making.shift(work, starts=SATURDAY if which != "past" else NOW - timedelta(hours=1), hours=3 if which != "past" else 5)
    assert (suggested(vera) == []) is (which in {"past", "draft", "closed"})
    if which == "full":
        making.fill(shift.roles.get())
    if which == "called off":
        type(shift).objects.update(cancelled_at=NOW)
    if which == "not open yet":
        type(shift).objects.update(sign_up_opens=NOW + timedelta(days=1))
    if which == "sign-up has ended":
        type(shift).objects.update(sign_up_closes=NOW)
    if which == "signed up":
        makers.sign_up(shift.roles.get(), who=vera)
        making.shift(work, starts=SATURDAY + timedelta(days=7))
    if which == "at the same time":
        makers.sign_up(making.shift(starts=SATURDAY + timedelta(hours=2)).roles.get(), who=vera)
    assert suggested(vera) == []


def test_a_cancelled_sign_up_stands_in_nobodys_way(vera):
    garden = making.interest("Gardening")
    knows(vera, interests=[garden])
    making.shift(making.opportunity("Plant trees", interests=[garden]), starts=SATURDAY)
    makers.sign_up(making.shift(starts=SATURDAY + timedelta(hours=2)).roles.get(), who=vera, state="cancelled")
    assert len(suggested(vera)) == 1


def test_each_opportunity_is_suggested_once_and_at_most_five(vera):
    garden = making.interest("Gardening")
    knows(vera, interests=[garden])
    for number in range(7):
        work = making.opportunity(f"Work {number}", interests=[garden])
        for week in range(3):
            making.shift(work, starts=SATURDAY + timedelta(days=7 * week, minutes=number))
    assert [title for title, _why in suggested(vera)] == [f"Work {number}" for number in range(5)]


def test_the_second_shift_of_a_day_is_found_when_the_first_is_full(vera):
    knows(vera, free=[15, 16])
    work = making.opportunity("Sort food")
    first = making.shift(work, starts=SATURDAY)
    making.shift(work, starts=SATURDAY + timedelta(hours=4))
    making.fill(first.roles.get())
    assert suggested(vera) == [("Sort food", "Saturday afternoons")]


def test_whoever_has_told_nothing_is_known_by_their_sign_ups(vera):
    garden = making.interest("Gardening")
    before = making.shift(making.opportunity("Rake leaves", interests=[garden]), starts=NOW - timedelta(days=30))
    makers.sign_up(before.roles.get(), who=vera, state="attended")
    making.shift(making.opportunity("Plant trees", interests=[garden]), starts=SATURDAY)
    assert suggested(vera) == [("Plant trees", "Gardening")]


def test_reasons_are_in_the_readers_language(vera):
    knows(vera, languages=["es"], free=[15])
    work = making.opportunity("Plant trees", languages_wanted=["es"])
    making.shift(work, starts=SATURDAY)
    set_translation(record=work, field="title", language="es", text="Plantar árboles", status="verified", now=NOW)
    with translation.override("es"):
        ((title, why),) = suggested(vera)
    assert title == "Plantar árboles" and "español" in why


def test_suggesting_costs_the_same_for_one_and_for_five(vera, django_assert_num_queries):
    garden = making.interest("Gardening")
    knows(vera, interests=[garden])
    making.shift(making.opportunity("Work", interests=[garden]), starts=SATURDAY)
    suggested(vera)
    with django_assert_num_queries(5):
        assert len(suggested(vera)) == 1
    for number in range(4):
        making.shift(making.opportunity(f"Work {number}", interests=[garden]), starts=SATURDAY)
    with django_assert_num_queries(5):
        assert len(suggested(vera)) == 5


# --- On the pages -------------------------------------------------------------------------------------------------------


def test_my_page_and_the_page_after_a_sign_up_show_what_may_suit(vera):
    Person.objects.all().delete()
    garden = making.interest("Gardening")
    role = making.shift(making.opportunity("Rake leaves", interests=[garden]), starts=timezone.now() + timedelta(days=3)).roles.get()
    making.shift(making.opportunity("Plant trees", interests=[garden]), starts=timezone.now() + timedelta(days=4))
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    browser = Visitor()
    browser.sign_up(role)
    done = browser.type_code(code_for("vera@example.org"))
    for page in (done["Location"], "/my/"):
        text = browser.get(page).content.decode()
        assert "This may suit you" in text and "Plant trees" in text and "Why:" in text, page
    own = browser.get(f"/volunteer/sign-ups/{role.sign_ups.get().pk}/").content.decode()
    assert "This may suit you" in own


def test_a_page_with_nothing_to_suggest_says_nothing(vera):
    assert "This may suit you" not in proved().get("/my/").content.decode()


# --- Among many ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_shifts_are_searched_by_an_index():
    call_command("bulk", people=200, opportunities=2000, shifts=10_000, sign_ups=1000, verbosity=0)
    profile = Profile.objects.exclude(languages=["en"]).first()
    known = suggestions.known_of(profile.person)
    assert known.interests and known.near and known.languages
    plan, found = explained(known, profile.person)
    assert len(found) == suggestions.MOST
    assert "Seq Scan on volunteers_card" not in plan and "Seq Scan on volunteers_shift" not in plan, plan
    assert "Index Scan" in plan


def explained(known, person):
    """Return the plan of the statement, and what it finds."""
    values = {"interests": known.interests, "languages": known.languages, "near": known.near, "availability": known.availability}
    taken = {}
    asked = suggestion_query._ask
    suggestion_query._ask = lambda text, params: taken.update(text=text, params=params) or asked(text, params)
    try:
        found = suggestion_query.rows(persons=[person.pk], now=timezone.now(), most=suggestions.MOST, **values)
    finally:
        suggestion_query._ask = asked
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + taken["text"], taken["params"])
        return "\n".join(row[0] for row in cursor.fetchall()), found
