"""The drawers of drives on the home of staff: pick-ups to decide, locations nobody has checked, large gifts to answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Arrangement, DropOffLocation, LocationClosure, LocationHours
from people.models import OfficeRole, Person
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_needs_today import OF_DRIVES, assert_every_link_opens, drawers

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(office):
    now = timezone.now()
    return goods.drive(office=office, opens=now - timedelta(days=10), closes=now + timedelta(days=10))


@pytest.fixture
def at(drive):
    return goods.location(drive)


def dan(office):
    return Person.objects.filter(office=office, name="Dan").first() or makers.person("Dan", "dan@example.org", office=office)


def counts(user):
    found = drawers(user)
    return [found[title].count if title in found else None for title in sorted(OF_DRIVES)]


def ask(drive, **more):
    return Arrangement.objects.create(drive=drive, kind="large_gift", person=dan(drive.office), state="asked", reply_by=timezone.localdate(), **more)


def test_each_counts_what_waits_and_leads_to_it(drive, at, carla, office):
    goods.pick_up(drive, who=dan(office))
    goods.pick_up(drive, who=makers.person("Sam", "sam@example.org", office=office), state="scheduled")
    gift = ask(drive)
    Arrangement.objects.create(drive=drive, kind="box", person=gift.person, state="agreed", reply_by=timezone.localdate())
    found = drawers(carla)
    assert counts(carla) == [1, 1, 1]
    assert found["Pick-ups to decide"].rows[0].note == "02128, a few bags"
    assert found["Locations nobody has checked for a day"].rows[0].note == "last checked: never"
    assert found["Large gifts to answer"].rows[0].url == f"/admin/desk/drives/{drive.pk}/#arrangements"
    assert_every_link_opens(signed_in(carla))


@pytest.mark.parametrize(("hours_ago", "count"), [(2, 0), (25, 1)])
def test_a_check_holds_for_a_day(at, carla, hours_ago, count):
    DropOffLocation.objects.update(checked_at=timezone.now() - timedelta(hours=hours_ago))
    assert drawers(carla)["Locations nobody has checked for a day"].count == count


def test_a_location_that_takes_nothing_today_needs_no_check(at, drive, carla):
    for change, back in [({"state": "full"}, {"state": "open"}), ({"state": "closed"}, {"state": "open"})]:
        DropOffLocation.objects.update(**change)
        assert counts(carla)[1] == 0
        DropOffLocation.objects.update(**back)
    drive.state = "closed"
    drive.save()
    assert counts(carla)[1] == 0
    drive.state = "closing"
    drive.save()
    assert counts(carla)[1] == 1
    closure = LocationClosure.objects.create(location=at, day=timezone.localdate())
    assert counts(carla)[1] == 0
    closure.delete()
    LocationHours.objects.filter(weekday=timezone.localdate().weekday()).delete()
    assert counts(carla)[1] == 0


def test_a_lead_sees_their_own_drives_and_a_viewer_none(drive, at, office, other_coordinator):
    other, lead = goods.drive(office=office, opens=drive.opens, closes=drive.closes), make_staff("lea@example.org")
    drive.leads.add(lead)
    goods.location(other, venue=makers.venue(name="Elsewhere"))
    ask(drive)
    goods.pick_up(other, who=dan(office))
    assert counts(lead) == [1, 1, 0]
    assert counts(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)) == [None] * 3
    assert counts(other_coordinator) == [0, 0, 0]
