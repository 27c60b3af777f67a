"""What needs staff today: notes that are missing, promises that are due, proposals, kits that should be back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Commitment
from tests import meetings
from tests.events import proposing, reporting
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
TITLES = ("Events without notes", "Promises that are due", "Proposals to answer", "Kits that should be back")


def drawers(user):
    found = {drawer.title: drawer for drawer in signed_in(user).get(reverse("admin:index")).context["drawers"]}
    return [found[title] for title in TITLES]


def test_each_drawer_counts_its_own_work_and_leads_there(carla, office, other_coordinator):
    event, today = reporting.over(office=office, title="Night walk"), timezone.localdate()
    reporting.published(reporting.over(office=office))
    meetings.event(office=office, starts=timezone.now() + timedelta(days=2))
    due = Commitment.objects.create(event=event, office=office, text="We repair the light.", due=today)
    for changes in ({"due": today + timedelta(days=1)}, {"due": None}, {"due": today, "state": "done"}):
        Commitment.objects.create(event=event, office=office, text="Other", **changes)
    waits = proposing.received(office=office, due=today)
    proposing.received(office=office, state="declined")
    kit = meetings.kit(office=office)
    late = meetings.loan(kit, event_=event, state="out", since=today - timedelta(days=3), until=today - timedelta(days=1))
    meetings.loan(kit, event_=event, state="out", since=today - timedelta(days=3), until=today)
    notes, promises, proposals, kits = drawers(carla)
    assert [drawer.count for drawer in (notes, promises, proposals, kits)] == [1, 1, 1, 1]
    assert notes.rows[0].url == reverse("admin:event_record", args=[event.pk]) and notes.rows[0].text == "Night walk"
    assert promises.rows[0].url == reverse("admin:promise", args=[due.pk])
    assert proposals.rows[0].url == reverse("admin:proposal", args=[waits.pk])
    assert kits.rows[0].url.endswith(f"#loan-{late.pk}")
    assert [drawer.count for drawer in drawers(other_coordinator)] == [0, 0, 0, 0]


def test_a_request_at_an_event_without_a_new_date_still_waits_and_one_at_a_cancelled_event_does_not(carla, office):
    past, ahead = (timezone.now() + timedelta(days=days) for days in (-3, 3))
    for state, starts in [("postponed", past), ("cancelled", ahead), ("published", past), ("published", ahead)]:
        event = meetings.event(office=office, title=f"{state} {starts:%d}", starts=ahead)
        meetings.accommodation(event)
        type(event).objects.filter(pk=event.pk).update(state=state, starts=starts, ends=starts + timedelta(hours=2), reason="Rain")
    found = {drawer.title: drawer for drawer in signed_in(carla).get(reverse("admin:index")).context["drawers"]}["What would help people at an event"]
    assert {row.text.rpartition(": ")[2] for row in found.rows} == {f"postponed {past:%d}", f"published {ahead:%d}"}
