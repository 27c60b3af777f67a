"""The coming seven days: the same window as the number beside them."""

from datetime import UTC, datetime, timedelta

import pytest

from civic import this_week
from tests import makers, meetings

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 12, 2, 4, 30, tzinfo=UTC)  # Tuesday, December 1, 11:30 p.m. in Boston


def test_a_late_evening_still_has_seven_days():
    for day in range(8):
        makers.role(starts=datetime(2026, 12, 2, 14, 0, tzinfo=UTC) + timedelta(days=day))
    this_week.forget()
    _needed, days = this_week.needed_and_days(language="en", now=LATE)
    assert [day.date.day for day in days] == [2, 3, 4, 5, 6, 7, 8]
    assert this_week.numbers(LATE).places == 10 * len(days)
    this_week.forget()


def test_what_begins_at_midnight_belongs_to_the_day_that_begins():
    midnight = datetime(2026, 12, 5, 5, 0, tzinfo=UTC)
    makers.role(starts=midnight, of=makers.opportunity(title="Count who sleeps outside"))
    meetings.event(starts=midnight, title="Night of the museums")
    this_week.forget()
    _needed, days = this_week.needed_and_days(language="en", now=LATE)
    assert [(day.date.day, [card.title for card, _times in day.lines]) for day in days] == [(5, ["Count who sleeps outside", "Night of the museums"])]
    assert this_week.numbers(LATE).events == 1
    this_week.forget()
