"""The right twelve: who is asked, who is left in peace, in what order, and how they are found among many."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from people.models import Office, Person, Profile
from tests import makers
from tests.volunteers.asking import area, saturday, short_shift, willing
from volunteers.matching import twelve, twelve_query
from volunteers.models import Ask, Opportunity, ShiftRole

pytestmark = pytest.mark.django_db


def names(role, **how):
    return [one.person.name for one in twelve.candidates(twelve.wanted_for(role, **how), now=timezone.now())]


def test_each_of_them_says_why():
    role = short_shift(interests=["Food"], languages=["es"])
    willing("Vera", interests=["Food"], languages=["en", "es"])
    (vera,) = twelve.candidates(twelve.wanted_for(role), now=timezone.now())
    assert (vera.reasons, vera.asked) == ("Food · in es · lives in Dorchester, 0.0 miles away · free on Saturday mornings", "never asked before")


@pytest.mark.parametrize(
    ("who", "is_asked"),
    [
        ({}, True), ({"may_ask": False}, False), ({"free": [0, 1, 2]}, False), ({"free": []}, False), ({"interests": ["Music"]}, False), ({"languages": ["es"], "interests": []}, True),
        ({"lives": None}, False), ({"asked": 3}, False), ({"asked": 8}, True), ({"asked": 3, "asks_a_week": 2}, True), ({"email": "", "phone": "+16175550142"}, True), ({"email": ""}, False),
        ({"email_refused_at": timezone.now()}, False), ({"email_refused_at": timezone.now(), "phone": "+16175550142"}, True), ({"forgotten_at": timezone.now()}, False),
    ],
)  # fmt: skip
def test_only_who_fits_and_agreed_and_was_not_asked_too_often_is_asked(who, is_asked):
    role = short_shift(interests=["Food"], languages=["es"])
    willing("Vera", **{"interests": ["Food"], **who})
    assert names(role) == (["Vera"] if is_asked else [])


def test_without_the_weekly_limit_a_person_would_be_asked_twice_a_week(monkeypatch):
    role = short_shift()
    willing("Vera", asked=3)
    assert names(role) == []
    monkeypatch.setattr(twelve_query, "WEEK", timedelta(0))
    assert names(role) == ["Vera"]


@pytest.mark.parametrize("state", ["confirmed", "waitlisted", "cancelled", "declined"])
def test_who_is_on_the_shift_or_has_left_it_is_not_asked(state):
    role = short_shift(places=5)
    makers.sign_up(role, who=willing("Vera"), state=state)
    assert names(role) == []


@pytest.mark.parametrize(("hours", "state", "is_asked"), [(2, "confirmed", False), (-2, "waitlisted", False), (3, "confirmed", True), (2, "cancelled", True)])
def test_who_is_busy_elsewhere_at_that_time_is_not_asked(hours, state, is_asked):
    role = short_shift()
    makers.sign_up(makers.role(starts=saturday() + timedelta(hours=hours)), who=willing("Vera"), state=state)
    assert names(role) == (["Vera"] if is_asked else [])


@pytest.mark.parametrize("answer", ["", "not_this_time"])
def test_who_was_asked_for_this_shift_is_not_asked_again_for_another_role_of_it(answer):
    role = short_shift()
    other = ShiftRole.objects.create(opportunity=role.opportunity, shift=role.shift, capacity=3, name="Driver")
    vera = willing("Vera", asks_a_week=7)
    Ask.objects.create(shift_role=role, person=vera, asked_at=timezone.now() - timedelta(days=9), answer=answer)
    assert (names(role), names(other)) == ([], [])


def test_people_of_another_office_are_not_asked():
    other = Office.objects.create(name="Parks", slug="parks", phone="+16175550100", phone_hours="weekdays", email="parks@example.org", address="1 Park")
    role = short_shift()
    Person.objects.filter(pk=willing("Vera").pk).update(office=other)
    assert names(role) == []


def test_whoever_was_asked_longest_ago_comes_first_then_who_fits_best_then_who_lives_nearest():
    role, next_door = short_shift(interests=["Food"], languages=["es"]), area("roxbury", lat=42.315)
    willing("Last", interests=["Food"], asked=10)
    willing("Before", interests=["Food"], asked=30)
    willing("Farther", interests=["Food"], lives=next_door)
    willing("Near", interests=["Food"])
    willing("Best", interests=["Food"], languages=["es"], lives=next_door)
    assert names(role) == ["Best", "Near", "Farther", "Before", "Last"]


def test_one_can_look_farther_away_and_without_the_skill():
    role = short_shift(interests=["Food"])
    willing("Far", interests=["Food"], lives=area("hyde-park", lat=42.20))
    willing("Nowhere", interests=["Food"], lives=None)
    willing("Unskilled")
    assert (names(role), names(role, far=True), names(role, anybody=True)) == ([], ["Far", "Nowhere"], ["Unskilled"])
    assert set(names(role, far=True, anybody=True)) == {"Far", "Nowhere", "Unskilled"}


def test_a_shift_whose_place_nobody_knows_is_near_to_everybody():
    role = short_shift()
    type(role.shift).objects.update(venue=None)
    Opportunity.objects.update(neighborhood=None)
    willing("Vera")
    assert names(ShiftRole.objects.get(pk=role.pk)) == ["Vera"]


def test_no_more_are_found_than_asked_for():
    role = short_shift()
    for number in range(4):
        willing(f"Vera{number}")
    assert len(twelve.candidates(twelve.wanted_for(role), now=timezone.now(), most=3)) == 3


def test_finding_twelve_costs_the_same_queries_as_finding_one(django_assert_num_queries):
    role = short_shift(interests=["Food"])
    willing("Vera", interests=["Food"])
    wanted = twelve.wanted_for(role)
    twelve.candidates(wanted, now=timezone.now())
    with django_assert_num_queries(4):
        twelve.candidates(wanted, now=timezone.now())
    for number in range(3):
        willing(f"Vera{number}", interests=["Food"])
    with django_assert_num_queries(4):
        assert len(twelve.candidates(wanted, now=timezone.now())) == 4


# --- Among many ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_right_twelve_are_found_by_an_index():
    call_command("bulk", people=20_000, opportunities=100, shifts=300, sign_ups=500, verbosity=0)
    role = ShiftRole.objects.filter(shift__starts__gt=timezone.now(), opportunity__kind="shifts").order_by("pk").first()
    for how in ({}, {"far": True}, {"anybody": True}):
        wanted = twelve.wanted_for(role, **how)
        assert len(twelve_query.rows(wanted, now=timezone.now(), most=12)) == 12
        plan = explained(wanted)
        assert "profile_asks" in plan or "profile_skills" in plan, plan
        assert "Seq Scan on people_profile" not in plan and "Seq Scan on people_person" not in plan and "Seq Scan on volunteers_signup" not in plan, plan


@pytest.mark.django_db(transaction=True)
def test_without_its_indexes_the_whole_table_would_be_read():
    """Negative control: the plan that the test above refuses is the one that is left when the indexes are gone."""
    call_command("bulk", people=20_000, opportunities=100, shifts=300, sign_ups=500, verbosity=0)
    wanted = twelve.wanted_for(ShiftRole.objects.filter(shift__starts__gt=timezone.now()).order_by("pk").first())
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; DROP INDEX profile_asks, profile_asks_near, profile_skills")
        plan = explained(wanted)
        cursor.execute("ROLLBACK")
    assert "Seq Scan on people_profile" in plan
    assert Profile.objects.count() == 20_000


def explained(wanted):
    text, values = twelve_query.statement(wanted, now=timezone.now(), most=12)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + text, values)
        return "\n".join(row[0] for row in cursor.fetchall())
