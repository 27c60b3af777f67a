"""A moment of the year 10000 in UTC, stored before forms refused it: every page opens, and staff can correct it."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from civic import pagecache, this_week
from events.models import Event
from tests import makers, meetings
from tests.staff.conftest import make_staff, signed_in
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
NEVER = ("9999-12-31 23:00-05", "9999-12-31 23:59-05")  # the last evening in Boston


@pytest.fixture
def never():
    """An event and a shift that begin on the last evening there is, beside ones of next month."""
    makers.city()
    event, role = meetings.event(starts=makers.noon(30)), makers.role(starts=makers.noon(30))
    meetings.event(starts=makers.noon(31)), makers.role(starts=makers.noon(31))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET starts = %s, ends = %s WHERE id = %s", [*NEVER, event.pk])
        cursor.execute("UPDATE volunteers_shift SET starts = %s, ends = %s WHERE id = %s", [*NEVER, role.shift_id])
    pagecache.forget()
    this_week.forget()
    return Event.objects.get(pk=event.pk), Shift.objects.get(pk=role.shift_id)


def statuses(client, paths):
    answers = {path: client.get(path) for path in paths}
    return {path: answer.status_code for path, answer in answers.items() if answer.getvalue() and answer.status_code != 200}


def test_every_public_page_on_which_it_stands_opens(never):
    event, shift = never
    of_event, of_shift = event.get_absolute_url(), f"/volunteer/{shift.opportunity.slug}/"
    paths = ["/", "/events/", "/feeds/events.ics", "/feeds/events.atom", "/volunteer/", "/places/dorchester/", of_event, f"{of_event}event.ics", of_shift]
    assert statuses(Client(), [*paths, f"/volunteer/shifts/{shift.roles.get().pk}/sign-up/"]) == {}


def test_staff_see_it_and_can_correct_it(never):
    event, shift = never
    pages = [reverse(f"admin:{name}_changelist") for name in ("events_event", "volunteers_shift", "volunteers_opportunity")]
    pages += [reverse("admin:events_event_change", args=[event.pk]), reverse("admin:volunteers_shift_change", args=[shift.pk])]
    assert statuses(signed_in(make_staff("olga@example.org", is_superuser=True)), pages) == {}
    assert event.starts.year == shift.ends.year == 9999
