"""“Never”, typed as the last day that calendars have: refused with a sentence wherever staff type days; read back, it would stop pages and bells for good."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Drive, DropOffWindow, LocationClosure
from events.models import AccommodationRequest, KitLoan
from outreach.models import Campaign, Topic
from places.models import Holiday
from tests import goods, makers, meetings
from tests.staff.conftest import make_staff, signed_in
from tests.staff.importing import HEAD, errors, look
from tests.staff.test_series_page import plan
from tests.staff.test_shift_page import change
from volunteers.models import Hold, Series, Shift, ShiftRole

NEVER, LATE = "9999-12-31", "23:59"
SAID = "Please check the year."


@pytest.fixture
def desk(carla):
    return signed_in(carla)


@pytest.fixture
def owner(city):
    return signed_in(make_staff("olga@example.org", is_superuser=True))


def moment(field):
    return {f"{field}_0": NEVER, f"{field}_1": LATE}


def test_the_copy_of_a_drive(desk, office):
    drive = goods.drive(office=office)
    answer = desk.post(reverse("admin:copy_drive", args=[drive.pk]), {"last_day": NEVER, "key": makers.key()})
    assert (answer.status_code, SAID in answer.text, Drive.objects.count()) == (422, True, 1)


def test_places_kept_for_a_partner_where_no_shift_begins(desk, office, opportunity):
    role = ShiftRole.objects.create(opportunity=opportunity, capacity=10)
    partner = office.partners.create(name="Rotary Club")
    kept = {"partner": partner.pk, "places": 2, "release_at": f"{NEVER}T{LATE}", "key": makers.key()}
    answer = desk.post(reverse("admin:holds", args=[role.pk]), kept)
    assert (answer.status_code, SAID in answer.text, Hold.objects.count()) == (422, True, 0)
    hold = Hold.objects.create(shift_role=role, partner=partner, places=2, release_at=timezone.now() + timedelta(days=3), made_at=timezone.now())
    answer = desk.post(reverse("admin:change_hold", args=[hold.pk]), {"places": 2, "release_at": f"{NEVER}T{LATE}"})
    assert (answer.status_code, SAID in answer.text, Hold.objects.get().release_at) == (422, True, hold.release_at)


@pytest.mark.parametrize("field", ["sign_up_opens", "sign_up_closes"])
def test_when_sign_up_opens_and_closes(carla, shift, field):
    answer = change(carla, shift, **moment(field))
    assert SAID in answer.text and not answer.redirect_chain
    assert Shift.objects.values_list("sign_up_opens", "sign_up_closes").get() == (None, None)


def test_a_series_that_goes_on_for_ever(desk, office, venue):
    plan(desk, office, venue)
    until = Series.objects.get().until
    answer = desk.post(reverse("admin:series", args=[Shift.objects.order_by("starts").first().pk]), {"until": NEVER})
    assert (answer.status_code, SAID in answer.text, Series.objects.get().until) == (422, True, until)


def test_days_that_are_left_out(desk, office, venue):
    assert SAID in plan(desk, office, venue, days_off=NEVER).text and not Series.objects.exists()


@pytest.mark.parametrize("wrong", [moment("ends"), {**moment("starts"), **moment("ends")}])
def test_a_time_for_appointments(desk, office, wrong):
    place, day = goods.location(goods.drive(office=office)), timezone.localdate() + timedelta(days=2)
    right = {"location": place.pk, "capacity": 3, "starts_0": day, "starts_1": "09:00", "ends_0": day, "ends_1": "09:30"}
    answer = desk.post(reverse("admin:donations_dropoffwindow_add"), {**right, **wrong})
    assert (answer.status_code, SAID in answer.text, DropOffWindow.objects.count()) == (200, True, 0)


def test_when_a_campaign_is_sent(desk, office):
    topic = Topic.objects.create(office=office, kind=Topic.Kind.NEWS, name="News of the office", slug="news")
    new = {
        "office": office.pk, "name": "Spring", "topic": topic.pk, "subject": "Spring news", "body": "Come.", "fallback": "english", "segment": "",
        "without": "", **moment("send_at"),
    }  # fmt: skip
    answer = desk.post(reverse("admin:outreach_campaign_add"), new)
    assert (answer.status_code, SAID in answer.text, Campaign.objects.count()) == (200, True, 0)


def test_how_long_a_kit_is_lent(desk, office):
    kit, event = meetings.kit(office=office), meetings.event(office=office)
    sent = {"kit": kit.pk, "quantity": "1", "since": NEVER, "until": NEVER, "key": makers.key()}
    answer = desk.post(reverse("admin:event_kits", args=[event.pk]), sent)
    assert (answer.status_code, SAID in answer.text, KitLoan.objects.count()) == (422, True, 0)


def test_by_when_support_is_answered(desk, office):
    asked = meetings.accommodation(meetings.event(office=office))
    answer = desk.post(reverse("admin:take_accommodation", args=[asked.pk]), {"due": NEVER})
    assert (answer.status_code, SAID in answer.text, AccommodationRequest.objects.get().due) == (422, True, asked.due)


def test_holidays_in_their_list_and_in_the_set_up(owner):
    answer = owner.post(reverse("admin:places_holiday_add"), {"date": NEVER, "name": "Never"})
    assert (answer.status_code, SAID in answer.text) == (200, True)
    answer = owner.post(reverse("admin:set_up_step", args=["holidays"]), {"others": f"{NEVER} Never"})
    assert (answer.status_code, SAID in answer.text, Holiday.objects.count()) == (422, True, 0)


def test_days_in_tables(office, carla, venue):
    goods.location(goods.drive(office=office, title="Back to School", state=Drive.State.DRAFT), venue=venue)
    record = look(office, carla, f"{HEAD}\n1,A,b,{NEVER},9:00 p.m.,1:00 a.m.,,5\n")
    assert SAID in str(errors(record)), record.found
    record = look(office, carla, f"drive,place,closed on\nBack to School,{venue.name},{NEVER}\n", "locations")
    assert SAID in str(errors(record)) and not LocationClosure.objects.exists()
