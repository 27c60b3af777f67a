"""Standing profiles: what is kept, what is dated, what the history and forgetting leave of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from people import availability, profiles
from people.forgetting import forget
from people.models import Person, Profile
from people.profiles import Answers, Wishes
from places.models import Neighborhood
from tests import makers
from tests.makers import NOW

BOSTON = ZoneInfo("America/New_York")
SATURDAY = datetime(2026, 12, 5, 9, tzinfo=BOSTON)

pytestmark = pytest.mark.django_db


def saved(person, now=NOW, **answers):
    return profiles.save(person=person, answers=Answers(**answers), now=now)


def place(name="Roxbury"):
    return Neighborhood.objects.create(name=name, slug=name.lower())


# --- Free times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "hours", "slots"),
    [
        (SATURDAY, 3, [15]), (SATURDAY, 4, [15, 16]), (SATURDAY, 8, [15, 16]), (SATURDAY, 8.5, [15, 16, 17]), (SATURDAY.replace(hour=17), 2, [17]),
        (SATURDAY + timedelta(days=1, hours=13), 4, [0, 20]), (SATURDAY, 24 * 9, list(range(21))),
    ],
)  # fmt: skip
def test_a_shift_takes_every_part_of_the_day_that_it_touches(starts, hours, slots):
    assert availability.slots_between(starts, starts + timedelta(hours=hours)) == slots


@pytest.mark.parametrize("hours", [1, 3, 4, 11, 30])
@pytest.mark.parametrize("start", [SATURDAY, datetime(2026, 11, 1, 0, 30, tzinfo=BOSTON), datetime(2027, 3, 14, 1, 30, tzinfo=BOSTON)])
def test_the_database_counts_the_parts_of_the_day_as_we_do(start, hours):
    ends = start.astimezone(UTC) + timedelta(hours=hours)
    statement = f"SELECT ARRAY(SELECT unnest({availability.SLOTS_IN_SQL.format('s')}) ORDER BY 1) FROM (SELECT %s::timestamptz AS starts, %s::timestamptz AS ends, %s AS time_zone) s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [start, ends, "America/New_York"])
        assert cursor.fetchone()[0] == availability.slots_between(start, ends.astimezone(BOSTON))


def test_a_slot_is_said_in_words():
    assert [availability.in_words(number) for number in (0, 16, 20)] == ["Monday mornings", "Saturday afternoons", "Sunday evenings"]


# --- Keeping --------------------------------------------------------------------------------------------------------------


def test_a_profile_is_made_once_and_the_latest_word_counts():
    vera, roxbury = makers.person(), place()
    saved(vera, interests=[3, 1, 3], languages=["es"], availability=[15], neighborhood=roxbury)
    profile = saved(vera, interests=[2], neighborhood=None)
    profile.refresh_from_db()
    vera.refresh_from_db()
    assert (profile.interests, profile.languages, profile.availability, vera.neighborhood, Profile.objects.count()) == ([2], [], [], None, 1)


def test_the_day_on_which_somebody_agreed_to_be_asked_stays_and_goes_with_a_no():
    vera = makers.person()
    saved(vera, may_ask=True)
    assert saved(vera, now=NOW + timedelta(days=3), may_ask=True).agreed_to_asks_at == NOW
    assert saved(vera, may_ask=False).agreed_to_asks_at is None


def test_a_residents_department_is_not_kept():
    assert saved(makers.person(), audience="resident", department="Parks").department == ""
    assert saved(makers.person("Dan", "dan@example.org"), audience="city_employee", department="Parks").department == "Parks"


def test_what_is_said_in_passing_changes_only_what_was_said():
    vera, roxbury = makers.person(), place()
    saved(vera, interests=[1], languages=["es"], availability=[15], neighborhood=roxbury, may_ask=True)
    profile = profiles.add(person=vera, wishes=Wishes(interests=[2]))
    vera.refresh_from_db()
    assert (profile.interests, profile.languages, profile.availability, profile.agreed_to_asks_at) == ([2], ["es"], [15], NOW)
    assert vera.neighborhood == roxbury


def test_a_profile_follows_its_person_whoever_moves_them():
    vera, roxbury = makers.person(), place()
    profile = saved(vera, interests=[1])
    Person.objects.filter(pk=vera.pk).update(neighborhood=roxbury)
    profile.refresh_from_db()
    assert (profile.neighborhood, profile.office) == (roxbury, vera.office)
    Profile.objects.update(neighborhood=None, office=999)
    profile.refresh_from_db()
    assert (profile.neighborhood, profile.office) == (roxbury, vera.office)


@pytest.mark.parametrize("wrong", [{"availability": [21]}, {"availability": [-1]}, {"asks_a_week": 0}, {"asks_a_week": 8}])
def test_the_database_refuses_what_no_form_can_mean(wrong):
    saved(makers.person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.update(**wrong)


# --- What is left of it -------------------------------------------------------------------------------------------------


def test_the_history_says_that_it_changed_and_keeps_no_answer():
    vera = makers.person()
    profile = saved(vera, interests=[1])
    saved(vera, interests=[2], languages=["es"], audience="city_employee", department="Parks")
    assert {"interests", "languages", "department", "update"} <= set(profile.changes.values_list("pgh_label", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_profilechange c WHERE c::text LIKE '%%Parks%%'")
        assert cursor.fetchone()[0] == 0


def test_being_asked_adds_no_row_to_the_history():
    profile = saved(makers.person(), may_ask=True)
    before = profile.changes.count()
    Profile.objects.update(asked_at=NOW)
    assert profile.changes.count() == before


def test_who_is_forgotten_leaves_an_empty_profile():
    vera = makers.person()
    saved(vera, interests=[1], languages=["es"], availability=[15], may_ask=True, audience="city_employee", department="Parks")
    forget(person=vera, now=NOW)
    profile = Profile.objects.get()
    assert (profile.interests, profile.languages, profile.availability, profile.department, profile.agreed_to_asks_at) == ([], [], [], "", None)
    assert profile.audience == "city_employee"  # the totals stay
