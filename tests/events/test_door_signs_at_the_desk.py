"""Staff make the sign for an event's door, print it, put it right and take it back; letters, pages and staff say the code."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import door_signs
from events.models import DoorSign, Event, Registration
from languages.models import Language
from mailing.models import Message
from people.models import OfficeRole
from tests import makers, meetings
from tests.events.coming import opened
from tests.events.planning import text_of
from tests.events.scanning import code_of
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return meetings.event(starts=timezone.now() + timedelta(minutes=30))


def test_staff_make_one_sign_print_it_put_it_right_and_take_it_back(event):
    carla = signed_in(make_staff("carla@example.org", event.office, OfficeRole.Role.COORDINATOR))
    address = reverse("admin:door_sign", args=[event.pk])
    assert address in carla.get(reverse("admin:event_people", args=[event.pk])).content.decode()
    assert carla.post(address, {"language": "xx"}).status_code == 422
    for _ in range(2):
        assert carla.post(address, {"language": "es", "takes_walk_ins": "on", "key": makers.key()}).status_code == 302
    sign = DoorSign.objects.get()
    page = carla.get(address).content.decode()
    assert 'lang="es"' in page and 'lang="en"' in page and "<svg" in page and "printed. Its code" not in page
    Event.objects.update(starts=event.starts + timedelta(days=1), ends=event.ends + timedelta(days=1))
    assert "Put the sign right below, and print it again." in carla.get(address).content.decode()
    carla.post(address, {"language": "en", "key": makers.key()})
    sign.refresh_from_db()
    sign.event.refresh_from_db()
    assert not door_signs.is_outdated(sign) and not sign.takes_walk_ins and DoorSign.objects.count() == 1
    carla.post(reverse("admin:close_door_sign", args=[sign.pk]))
    sign.refresh_from_db()
    assert sign.revoked_at is not None and "<article" not in carla.get(address).content.decode()
    Event.objects.update(mode="online")
    answer = carla.post(address, {"language": "en", "key": makers.key()})
    assert answer.status_code == 422 and "online only" in answer.content.decode() and DoorSign.objects.count() == 1


def test_the_letter_the_own_page_and_staff_say_the_code(event):
    Event.objects.update(starts=timezone.now() + timedelta(days=2), ends=timezone.now() + timedelta(days=2, hours=2))
    carla = signed_in(make_staff("carla@example.org", event.office, OfficeRole.Role.COORDINATOR))
    form = {"name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "key": makers.key()}
    page = carla.post(reverse("admin:enter_registration", args=[event.pk]), form, follow=True).content.decode()
    one = Registration.objects.get()
    assert f"Code for the day, to tell them: {code_of(one)}" in page
    assert code_of(one) in text_of(Message.objects.get(kind="registered"))[1]
    path = f"/events/registrations/{one.pk}/"
    assert code_of(one) in opened(Visitor(), one).get(path).content.decode()
    Event.objects.update(mode="hybrid")
    Registration.objects.update(attends="online")
    assert code_of(one) not in opened(Visitor(), one).get(path).content.decode()
