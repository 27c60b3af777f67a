"""Last year's work as this year's draft."""

from datetime import date, datetime, time, timedelta

import pytest

from bookings.models import State
from intake.refusal import Refused
from languages.models import Translation, source_hash
from people.models import Interest
from tests import makers
from volunteers.actions import copies, shifts
from volunteers.models import Opportunity, Series, Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 12, 9)  # a Tuesday


@pytest.fixture
def last_year(db):
    """Three weekly shifts of last year with two roles, one called off; a translation, an interest, a lead, somebody who came."""
    makers.city()
    made = makers.opportunity(title="Read to children", slug="read-to-children", safety="Wash your hands.", urgent=True, source="a file")
    made.interests.add(Interest.objects.create(code="reading", name="Reading"))
    made.leads.add(makers.staff("lena@example.org"))
    of = Translation(record=made, field="title", language="es", text="Leer a niños", status="verified", source_hash=source_hash(made.title))
    of.save()
    planned = shifts.plan(
        opportunity=made, day=LAST_YEAR, start=time(9), end=time(12), places=8, venue=makers.venue(), by=makers.User(),
        now=datetime(2025, 12, 1, tzinfo=makers.NOW.tzinfo), repeat_until=LAST_YEAR + timedelta(weeks=2),
    )  # fmt: skip
    driver = ShiftRole.objects.create(opportunity=made, shift=planned[0], name="Driver", capacity=2, order=1)
    Translation(record=driver, field="name", language="es", text="Conductor", source_hash=source_hash("Driver")).save()
    makers.sign_up(planned[0].roles.first(), state=State.ATTENDED)
    shifts.call_off(shift=planned[2], reason="Snow", by=makers.User(), now=datetime(2025, 12, 20, tzinfo=makers.NOW.tzinfo))
    return made


def copy(of, weeks=52):
    return copies.copy(opportunity=of, weeks=weeks, by=makers.User(), now=makers.NOW)


def test_a_year_later_it_is_a_draft_on_the_same_weekdays_without_anybody(last_year):
    new = copy(last_year)
    assert (new.state, new.slug, new.title, new.safety, new.urgent, new.source) == (
        "draft",
        "read-to-children-2",
        last_year.title,
        "Wash your hands.",
        False,
        "",
    )
    assert [f"{one.local_starts:%a %Y-%m-%d %H:%M}" for one in new.shifts.order_by("starts")] == ["Tue 2026-12-08 09:00", "Tue 2026-12-15 09:00"]
    assert list(ShiftRole.objects.filter(opportunity=new).order_by("shift__starts", "order").values_list("name", "capacity", "taken")) == [
        ("", 8, 0), ("Driver", 2, 0), ("", 8, 0),
    ]  # fmt: skip
    assert list(new.interests.values_list("code", flat=True)) == ["reading"] and list(new.leads.values_list("email", flat=True)) == ["lena@example.org"]
    assert SignUp.objects.filter(shift_role__opportunity=new).count() == 0
    series = Series.objects.get(opportunity=new)
    assert (series.first, series.until) == (date(2026, 12, 8), date(2026, 12, 22)) and new.shifts.filter(series=series).count() == 2


def test_translations_come_along_as_they_stand(last_year):
    new = copy(last_year)
    found = Translation.objects.filter(object_id__in=[new.pk, *new.roles.values_list("pk", flat=True)]).exclude(object_id=last_year.pk)
    assert sorted(found.values_list("field", "text", "status")) == [("name", "Conductor", "draft"), ("title", "Leer a niños", "verified")]


def test_the_time_of_day_stays_where_the_clocks_differ(last_year):
    copy(last_year, weeks=52 + 16)  # December to the end of March
    assert {one.local_starts.hour for one in Shift.objects.all()} == {9}


def test_without_dates_it_has_none(last_year):
    assert copy(last_year, weeks=None).shifts.count() == 0


def test_dates_that_would_still_be_past_are_not_made(last_year):
    with pytest.raises(Refused, match="still be past"):
        copy(last_year, weeks=4)
    assert Opportunity.objects.count() == 1 and Shift.objects.count() == 3


def test_open_ended_work_keeps_its_role(db):
    makers.city()
    masks = makers.opportunity(kind="remote")
    ShiftRole.objects.create(opportunity=masks, name="Sew", capacity=None)
    new = copy(masks)
    assert list(new.roles.values_list("name", "capacity", "shift")) == [("Sew", None, None)]
