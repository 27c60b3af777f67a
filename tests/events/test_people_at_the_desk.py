"""The people of an event at the desk and at the door: seen by whom, marked once, counted without names, by staff and by helpers with a link."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from events.actions import door
from events.actions.registrations import register
from events.desk import people_reach
from events.door_links import DOOR
from events.models import DoorCount, DoorLink, Event, Registration
from intake.refusal import Refused
from languages.models import Language
from mailing.models import Message
from people.models import OfficeRole, PersonRequirement, Requirement
from tests import makers, meetings
from tests.events.coming import asked
from tests.makers import NOW
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Role = OfficeRole.Role


@pytest.fixture
def carla(db):
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return make_staff("carla@example.org", makers.office(), Role.COORDINATOR)


def today(**more):
    """An event that begins in an hour."""
    return meetings.event(starts=timezone.now() + timedelta(hours=1), **more)


def page(user, event):
    return signed_in(user).get(reverse("admin:event_people", args=[event.pk]))


def post(user, name, pk, /, **typed):
    return signed_in(user).post(reverse(f"admin:{name}", args=[pk]), typed)


# --- Who sees it -----------------------------------------------------------------------------------------------------------


def test_the_list_shows_who_comes_waits_and_left_with_constant_queries(carla, django_assert_max_num_queries):
    event = today(places=5)
    meetings.registration(event, organization="Grove Hall School", size=2)
    meetings.registration(event, state=State.WAITLISTED)
    meetings.registration(event, state=State.CANCELLED)
    text = page(carla, event).content.decode()
    assert "Grove Hall School" in text and "2 of 5 places are taken." in text and "Waitlist, first come first" in text
    client = signed_in(carla)
    client.get(reverse("admin:index"))
    with django_assert_max_num_queries(40) as first:
        client.get(reverse("admin:event_people", args=[event.pk]))
    for _ in range(3):
        meetings.registration(event, state=State.WAITLISTED)
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("admin:event_people", args=[event.pk]))


def test_another_offices_event_is_not_found(carla):
    other = makers.office(slug="parks", name="Office of Parks", is_main=False, email="parks@example.org")
    assert page(carla, today(office=other)).status_code == 404


def test_who_comes_to_a_sensitive_event_is_seen_by_its_own_staff_only(carla, monkeypatch):
    event = today(is_sensitive=True)
    viewer = make_staff("vic@example.org", event.office, Role.VIEWER)
    lead = make_staff("lena@example.org", makers.office(slug="parks", name="Parks", is_main=False, email="p@example.org"), Role.VIEWER)
    event.leads.add(lead)
    assert [page(user, event).status_code for user in (carla, lead, viewer)] == [200, 200, 404]
    assert page(viewer, today()).status_code == 200
    monkeypatch.setattr(people_reach, "is_own_staff", lambda user, event: True)  # negative control
    assert page(viewer, event).status_code == 200


def test_a_lead_of_another_event_does_not_see_a_sensitive_one(carla):
    event, other = today(is_sensitive=True), today()
    lead = make_staff("lena@example.org", event.office, Role.VIEWER)
    other.leads.add(lead)
    assert page(lead, event).status_code == 404 and page(lead, other).status_code == 200


# --- What staff do ---------------------------------------------------------------------------------------------------------


def test_somebody_on_the_phone_is_registered_with_what_would_help(carla):
    event = meetings.event(places=1, starts=timezone.now() + timedelta(days=9))
    form = {
        "name": "Dan",
        "phone": "617-555-0150",
        "party_size": "1",
        "language": "en",
        "support_kind": "asl",
        "support": "near the front",
        "key": makers.key(),
    }
    for _ in range(2):
        assert post(carla, "enter_registration", event.pk, **form).status_code == 302
    one = Registration.objects.get()
    assert (one.state, one.entered_by) == (State.CONFIRMED, carla) and one.accommodation_requests.get().entered_by == carla
    full = post(carla, "enter_registration", event.pk, **{**form, "name": "Sam", "phone": "617-555-0151", "key": makers.key()})
    assert full.status_code == 422 and b"put them on the waitlist" in full.content and b"Sam" in full.content


def test_staff_confirm_and_cancel(carla):
    event = meetings.event(starts=timezone.now() + timedelta(days=9))
    register(**{**asked(event), "now": timezone.now()})
    one = Registration.objects.get()
    post(carla, "confirm_registration", one.pk)
    one.refresh_from_db()
    assert one.state == State.CONFIRMED and one.link is None
    post(carla, "cancel_registration", one.pk)
    one.refresh_from_db()
    assert one.state == State.CANCELLED and Message.objects.get(kind="registration_cancelled").values == {"by_office": True}


def test_the_table_guards_its_cells_and_keeps_contacts_from_who_may_not_see_them(carla):
    event = today()
    meetings.registration(event, who=makers.person("=HYPERLINK(1)", "vera@example.org"))
    text = b"".join(signed_in(carla).get(reverse("admin:event_table", args=[event.pk, "registrations", "csv"])).streaming_content).decode()
    assert "'=HYPERLINK(1)" in text and "vera@example.org" in text
    viewer = make_staff("vic@example.org", event.office, Role.VIEWER)
    assert signed_in(viewer).get(reverse("admin:event_table", args=[event.pk, "registrations", "csv"])).status_code == 403


# --- Who came --------------------------------------------------------------------------------------------------------------


def mark(one, state, *, by, seen="", key="", now=None):
    return door.tick(registration=one, state=state, seen=seen, key=key, by=by, now=now or one.event.starts)


def test_a_mark_can_be_corrected_and_a_late_copy_of_a_press_changes_nothing(carla):
    one, key = meetings.registration(today()), makers.key()
    mark(one, "attended", by=carla, key=key)
    mark(one, "no_show", by=carla)
    assert mark(one, "attended", by=carla, key=key).state == State.NO_SHOW


def test_who_noted_something_else_meanwhile_is_not_overruled(carla):
    one = meetings.registration(today())
    mark(one, "attended", by=carla)
    with pytest.raises(Refused, match="meanwhile"):
        mark(one, "no_show", by=carla, seen="confirmed")


def test_nobody_is_marked_before_the_day_or_when_it_is_off(carla):
    one = meetings.registration(meetings.event())
    with pytest.raises(Refused, match="from the day"):
        mark(one, "attended", by=carla, now=NOW)
    Event.objects.update(state="cancelled")
    with pytest.raises(Refused, match="does not take place"):
        mark(one, "attended", by=carla)


def test_who_came_to_a_training_has_met_what_it_meets(carla):
    requirement = Requirement.objects.create(office=makers.office(), name="Food safety", kind="training")
    one = meetings.registration(today(meets=requirement))
    mark(one, "no_show", by=carla)
    assert not PersonRequirement.objects.exists()
    Event.objects.update(starts=timezone.now() - timedelta(hours=1))
    mark(one, "attended", by=carla, now=timezone.now())
    assert PersonRequirement.objects.get().state == "met"


def test_walk_ins_and_plus_one_are_counted_once_and_can_be_taken_back(carla):
    event, key = today(places=1), makers.key()
    meetings.registration(event)
    for _ in range(2):
        door.count_nameless(event=event, people=1, by=carla, now=event.starts, key=key)
    door.count_nameless(event=event, people=3, by=carla, now=event.starts)
    door.add_walk_in(event=event, name="Sam", party_size=2, by=carla, now=event.starts)
    assert door.headcount(event) == (2, 4)
    door.take_back_count(event=event, by=carla, now=event.starts)
    assert door.headcount(event) == (2, 1)
    event.refresh_from_db()
    assert event.taken == 1  # who walks in takes no place


def test_the_script_at_the_desk_gets_words_and_the_state(carla):
    one = meetings.registration(today())
    client = signed_in(carla)
    address = reverse("admin:mark_registration", args=[one.pk])
    answer = client.post(address, {"state": "attended", "seen": "confirmed", "key": makers.key()}, headers={"accept": "application/json"})
    assert answer.json()["state"] == "attended"
    late = client.post(address, {"state": "no_show", "seen": "confirmed", "key": makers.key()}, headers={"accept": "application/json"})
    assert late.status_code == 409 and late.json()["state"] == "attended"


# --- A helper with a link --------------------------------------------------------------------------------------------------


def helper(event, carla, **more):
    return DoorLink.objects.create(event=event, name="Lena", email="lena@example.org", made_by=carla, made_at=timezone.now(), **more)


def opened(link):
    browser = Visitor()
    browser.get(f"/events/door/open/{DOOR.token(link)}/")
    return browser


def test_a_helper_ticks_counts_and_adds_without_an_account(carla):
    event = today()
    one = meetings.registration(event)
    link = helper(event, carla)
    lena, path = opened(link), f"/events/door/{link.pk}/"
    text = lena.get(path).content.decode()
    assert one.person.name in text and one.person.email not in text
    lena.press(f"{path}people/{one.pk}/", from_page=path, state="attended")
    lena.press(f"{path}people/", from_page=path, name="", party_size="1")
    lena.press(f"{path}people/", from_page=path, name="Sam", party_size="2")
    one.refresh_from_db()
    assert one.state == State.ATTENDED and DoorCount.objects.get().door_link == link and door.headcount(event) == (3, 1)
    assert "Lena" in str(one.changes.order_by("-pgh_id").first().pgh_context) or one.changes.order_by("-pgh_id").first().pgh_context == {"door_link": link.pk}


def test_a_link_opens_its_own_event_on_its_day_until_it_is_taken_back(carla):
    event = today()
    link, far = helper(event, carla), helper(meetings.event(starts=timezone.now() + timedelta(days=9)), carla)
    other = meetings.registration(today())
    lena = opened(link)
    assert lena.get(f"/events/door/{far.pk}/").status_code == 404
    assert "opens later" in Visitor().get(f"/events/door/open/{DOOR.token(far)}/").content.decode()
    assert lena.press(f"/events/door/{link.pk}/people/{other.pk}/", from_page=f"/events/door/{link.pk}/", state="attended").status_code == 404
    assert Visitor().get(f"/events/door/{link.pk}/").status_code == 404
    post(carla, "revoke_door_link", link.pk)
    assert lena.get(f"/events/door/{link.pk}/").status_code == 404


def test_who_comes_to_an_event_just_after_midnight_is_noted_before_midnight_but_no_sooner_than_its_doors_open(carla):
    midnight = makers.noon(1) + timedelta(hours=12)
    event = meetings.event(starts=midnight + timedelta(minutes=15))
    link, path = helper(event, carla), reverse("admin:event_people", args=[event.pk])
    for minutes, is_open in ((61 - 15, False), (59 - 15, True)):
        with time_machine.travel(midnight - timedelta(minutes=minutes), tick=False):
            pages = [signed_in(carla).get(path), opened(link).get(f"/events/door/{link.pk}/")]
            assert [reverse("admin:add_to_event", args=[event.pk]) in pages[0].content.decode(), 'id="newcomers"' in pages[1].content.decode()] == [is_open] * 2
            post(carla, "add_to_event", event.pk, name="", party_size="2", key=makers.key())
        assert DoorCount.objects.exists() == is_open


@pytest.mark.parametrize(("state", "is_offered"), [("published", True), ("held", True), ("draft", False), ("postponed", False), ("cancelled", False)])
def test_the_list_offers_to_note_people_only_where_the_verb_takes_it(carla, state, is_offered):
    event = today(state=state)
    assert (reverse("admin:add_to_event", args=[event.pk]) in page(carla, event).content.decode()) == is_offered
    post(carla, "add_to_event", event.pk, name="", party_size="2", key=makers.key())
    assert DoorCount.objects.exists() == is_offered


def test_staff_give_a_link_once_and_it_is_mailed(carla):
    event, form = today(), {"name": "Lena", "email": "lena@example.org", "phone": "", "language": "en", "key": makers.key()}
    for _ in range(2):
        assert post(carla, "door_links", event.pk, **form).status_code == 302
    assert DoorLink.objects.count() == 1 and Message.objects.filter(kind="door_link").count() == 1
    assert post(carla, "door_links", event.pk, name="").status_code == 422


def test_opening_a_helpers_link_changes_nothing(carla):
    link = helper(today(), carla)
    for _ in range(3):
        opened(link)
    assert DoorLink.objects.get().revoked_at is None and not DoorCount.objects.exists()
