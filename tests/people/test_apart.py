"""Who comes to a sensitive event is seen by its own staff only: no list and no search of the office's people shows them."""

import pytest
from django.urls import reverse

from events.actions import registrations
from events.models import Registration
from mailing.models import CallTask, Message
from people import consents
from people.consents import Guardian
from people.models import OfficeRole
from tests import makers, meetings
from tests.events.young import typed
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    """Mia, fifteen, comes to a sensitive event; her guardian was asked."""
    makers.city()
    registrations.register(**typed(meetings.event(minimum_age=14, is_sensitive=True, starts=makers.noon(10)), name="Mia Quillonbirne"))
    return Registration.objects.get()


@pytest.fixture
def client(registration):
    """A coordinator of the office, who is not on the staff of the event."""
    return signed_in(make_staff("carla@example.org", registration.event.office, OfficeRole.Role.COORDINATOR))


def test_nobody_is_found_to_merge_with_who_comes_to_a_sensitive_event(client, registration):
    vera = makers.person("Vera Lopez", "vera@example.org", office=registration.event.office)
    makers.person("Mia Quillonfield", "field@example.org", office=registration.event.office)
    shown = client.get(reverse("admin:like_person", args=[vera.pk]), {"q": "Mia Quillon"}).content.decode()
    assert ("Quillonfield" in shown, "Quillonbirne" in shown) == (True, False)


def test_consents_for_a_sensitive_event_are_in_no_list_of_the_office(client, registration):
    mine = makers.person("Leo", "leo@example.org", office=registration.event.office)
    consents.ask(person=mine, guardian=Guardian("Bea Field", "bea@example.org", "", "en"), age_band="minor", now=makers.NOW)
    shown = client.get(reverse("admin:people_guardianconsent_changelist")).content.decode()
    assert ("Bea Field" in shown, "Quillonbirne" in shown, "Ana Lopez" in shown) == (True, False, False)
    table = b"".join(client.get(reverse("admin:list_table", args=["people", "guardianconsent", "csv"])).streaming_content).decode()
    assert ("Bea Field" in table, "Quillonbirne" in table) == (True, False)
    assert client.get(reverse("admin:people_guardianconsent_change", args=[registration.consent_id])).status_code == 404


def home(role, registration):
    """The drawers of a colleague of the office who is not on the staff of the event: {title: what it shows}."""
    user = make_staff(f"{role}@example.org", registration.event.office, role)
    found = signed_in(user).get(reverse("admin:index")).context["drawers"]
    return {drawer.title: [row.text for row in drawer.rows] for drawer in found if drawer.title in ("To call", "Letters that failed")}


def test_what_needs_staff_today_names_nobody_whom_the_lists_behind_it_do_not_name(registration):
    office = registration.event.office
    for person in (registration.person, makers.person("Vera Lopez", "vera@example.org", office=office)):
        about = {"person": person, "office": office, "due": makers.NOW}
        Message.objects.create(recipient=f"p:{person.pk}", kind="registered", about="events.registration:1", state="failed", **about)
        CallTask.objects.create(number="+16175550143", script="Hello.", **about)
    assert home("coordinator", registration) == {"To call": ["Mia Quillonbirne", "Vera Lopez"], "Letters that failed": ["Vera Lopez"]}
    assert home("caller", registration) == {"To call": ["Vera Lopez"]}
