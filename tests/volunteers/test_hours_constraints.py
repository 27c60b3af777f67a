"""What the database itself refuses of hours, each rule with the yes beside the no."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bookings.models import State
from tests import makers
from tests.volunteers.meeting import meet
from volunteers.models import HoursEntry

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


def entry(**changes):
    values = {"opportunity": makers.opportunity(), "day": DAY, "minutes": 60, "state": "approved", "recorded": True, **changes}
    if "person" not in values and "headcount" not in values:
        values["person"] = makers.person()
    return HoursEntry.objects.create(**values)


def refused_by(**changes):
    """Return the name of the constraint that refuses the entry, or nothing when it is stored."""
    try:
        with transaction.atomic():
            entry(**changes)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, ""),
        ({"person": None, "headcount": None}, "hours_of_a_person_or_a_number"),
        ({"person": None, "headcount": 1}, ""),
        ({"person": None, "headcount": 0}, "hours_of_at_least_one"),
        ({"person": None, "headcount": 10_000}, ""),
        ({"person": None, "headcount": 10_001}, "hours_of_at_least_one"),
        ({"minutes": 1}, ""),
        ({"minutes": 0}, "hours_say_something"),
        ({"minutes": 0, "made": 0, "material": 0}, "hours_say_something"),
        ({"minutes": 0, "made": 1}, ""),
        ({"minutes": 0, "material": 1}, ""),
        ({"made": 100_000, "material": 100_000}, ""),
        ({"made": 100_001}, "hours_made_a_believable_number"),
        ({"material": 100_001}, "hours_gave_out_a_believable_number"),
        ({"state": "declined", "reason": ""}, "hours_declined_with_a_reason"),
        ({"state": "declined", "reason": "Twice"}, ""),
        ({"recorded": False}, ""),
        ({"person": None, "headcount": 3, "recorded": False}, "hours_of_a_number_are_recorded"),
        ({"state": "claimed"}, "hours_recorded_do_not_wait"),
        ({"state": "claimed", "recorded": False}, ""),
    ],
)
def test_an_entry_makes_sense_or_is_not_stored(changes, name):
    assert refused_by(**changes) == name


def test_a_person_and_a_number_of_people_are_two_things():
    assert refused_by(person=makers.person(), headcount=3) == "hours_of_a_person_or_a_number"


@pytest.mark.parametrize(("minutes", "stored"), [(1440, True), (1441, False)])
def test_nobody_works_longer_than_a_day_has(minutes, stored):
    assert refused_by(person=None, headcount=2, minutes=minutes) == ("" if stored else "hours_within_a_day")


@pytest.mark.parametrize(("minutes", "stored"), [(440, True), (441, False)])
def test_all_entries_of_a_persons_day_are_24_hours_at_most(minutes, stored):
    vera = makers.person()
    entry(person=vera, minutes=1000)
    assert refused_by(person=vera, minutes=minutes) == ("" if stored else "hours_of_one_day")


def test_declined_hours_another_day_and_another_person_leave_room():
    vera, dan = makers.person(), makers.person("Dan", "dan@example.org")
    entry(person=vera, minutes=1440, state="declined", reason="Twice")
    entry(person=vera, minutes=1440, day=date(2026, 11, 29))
    entry(person=dan, minutes=1440)
    first = entry(person=vera, minutes=1400)
    assert refused_by(person=vera, minutes=41) == "hours_of_one_day"
    HoursEntry.objects.filter(pk=first.pk).update(minutes=1399)  # its own minutes do not count against it
    with pytest.raises(IntegrityError, match="24 hours"), transaction.atomic():
        HoursEntry.objects.filter(state="declined").update(state="approved")


def test_a_day_of_one_work_counts_once_and_a_shift_apart():
    vera, work = makers.person(), makers.opportunity()
    on_shift = makers.sign_up(makers.role(of=work), who=vera, state=State.ATTENDED)
    first = entry(person=vera, opportunity=work)
    assert refused_by(person=vera, opportunity=work) == "hours_of_a_day_once"
    assert refused_by(person=vera, opportunity=work, sign_up=on_shift) == ""
    assert refused_by(person=vera, opportunity=work, sign_up=on_shift, minutes=0, made=2) == "hours_of_a_day_once"
    assert refused_by(person=vera, opportunity=work, minutes=0, material=2) == ""  # handing out fabric twice a day is no work
    HoursEntry.objects.filter(pk=first.pk).update(state="withdrawn")
    assert refused_by(person=vera, opportunity=work) == ""


def test_a_number_of_people_may_be_noted_twice_a_day():
    work = makers.opportunity()
    assert [refused_by(person=None, headcount=3, opportunity=work) for _turn in range(2)] == ["", ""]


def test_only_a_persons_entry_stands_in_for_a_sign_up():
    on_shift = makers.sign_up(makers.role())
    assert refused_by(person=None, headcount=3, sign_up=on_shift) == "hours_for_a_sign_up_have_a_person"
    assert refused_by(person=on_shift.person, sign_up=on_shift) == ""


@pytest.mark.django_db(transaction=True)
def test_two_entries_of_one_day_side_by_side_do_not_pass_24_hours_together():
    vera, one, other = makers.person(), makers.opportunity(), makers.opportunity()
    found = meet(lambda: entry(person=vera, opportunity=one, minutes=1000), lambda: entry(person=vera, opportunity=other, minutes=1000))
    assert isinstance(found, IntegrityError) and HoursEntry.objects.count() == 1
