"""Consents at the desk: written down for somebody on the phone, ended for somebody who asks; and everything we ever sent a person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from outreach import consent
from outreach.models import Subscription
from people.forgetting import forget
from people.models import OfficeRole, Person
from tests import makers
from tests.outreach import wanting
from tests.outreach.wanting import Reader, standing
from tests.staff.conftest import make_office, make_staff, signed_in
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(db):
    wanting.city()
    return wanting.topic()


@pytest.fixture
def carla(topic):
    return make_staff("carla@example.org", topic.office, OfficeRole.Role.COORDINATOR)


@pytest.fixture
def other_coordinator(topic):
    return make_staff("paula@example.org", make_office("Office of Parks"), OfficeRole.Role.COORDINATOR)


def letters(kind):
    return Message.objects.filter(kind=kind).exclude(state="cancelled").count()


def entered(client, topic, **typed):
    path = reverse("admin:enter_subscription")
    rest = {"name": "Ana", "email": "", "phone": "617-555-0144", "language": "es", "topics": [topic.pk], "said_yes": "on", "key": makers.key()}
    return client.post(path, {**rest, **typed})


def test_staff_read_the_words_out_write_a_consent_down_and_end_it(topic, carla):
    client = signed_in(carla)
    page = client.get(reverse("admin:enter_subscription")).content.decode()
    assert "Is that all right with you?" in page and "checked" not in page
    for wrong in ({"said_yes": ""}, {"topics": []}, {"phone": "", "email": ""}, {"phone": "12"}):
        assert entered(client, topic, **wrong).status_code == 422
    assert Subscription.objects.count() == 0
    key = makers.key()
    assert [entered(client, topic, key=key).status_code for _ in range(2)] == [302, 302]
    one = Subscription.objects.get()
    assert (one.state, one.source, one.entered_by, one.consent_version, one.person.language) == ("confirmed", "phone", carla, consent.VERSION, "es")
    assert b"Ana" in client.get(reverse("admin:outreach_subscription_changelist")).content
    assert "End it" in client.get(reverse("admin:outreach_subscription_change", args=[one.pk])).content.decode()
    assert [client.post(reverse("admin:end_subscription", args=[one.pk])).status_code for _ in range(2)] == [302, 302]
    one.refresh_from_db()
    assert (one.state, one.ended) == ("unsubscribed", "staff")


def test_what_the_caller_said_about_how_they_heard_is_kept(topic, carla):
    client = signed_in(carla)
    assert entered(client, topic, heard="a song").status_code == 422 and not Subscription.objects.exists()
    entered(client, topic, heard="radio")
    one = Subscription.objects.get()
    assert (one.source, consent.source_in_words(one.source)) == ("phone: radio", "phone (radio)")
    assert [consent.source_in_words(source) for source in ("phone", "sign-up form", "Bakery")] == ["phone", "sign-up form", "Bakery"]
    assert "phone (radio)" in client.get(reverse("admin:outreach_subscription_change", args=[one.pk])).content.decode()


def test_an_address_that_was_only_spoken_gets_the_letter_with_the_button_first(topic, carla):
    client = signed_in(carla)
    makers.person("Dan", "dan@example.org", email_confirmed_at=timezone.now())
    entered(client, topic, email="ana@example.org", phone="")
    assert standing() == [] and letters("confirm_code") == 1
    entered(client, topic, email="dan@example.org", phone="", name="Dan")
    assert standing() == [("dan@example.org", "Ways to volunteer")] and letters("subscribed") == 1


def test_a_form_sent_again_after_its_person_was_forgotten_is_refused_in_words(topic, carla):
    client, key = signed_in(carla), makers.key()
    assert entered(client, topic, key=key).status_code == 302
    forget(person=Person.objects.get(name="Ana"), now=timezone.now())
    assert (entered(client, topic, key=key).status_code, standing()) == (422, [])


def test_a_viewer_and_another_office_write_nothing_down_and_end_nothing(topic, other_coordinator):
    one = wanting.wants(makers.person(), topic)[0]
    viewer = make_staff("vi@example.org", topic.office, OfficeRole.Role.VIEWER)
    assert [signed_in(user).post(reverse("admin:end_subscription", args=[one.pk])).status_code for user in (viewer, other_coordinator)] == [403, 404]
    assert entered(signed_in(viewer), topic).status_code == 403 and entered(signed_in(other_coordinator), topic).status_code in {200, 422}
    assert standing() == [("vera@example.org", "Ways to volunteer")]


def test_the_ledger_shows_everything_we_sent_a_person_and_nobody_else_sees_it(topic, carla, other_coordinator):
    vera = Reader()
    vera.sign_up(makers.role(starts=timezone.now() + timedelta(days=9)), name="Vera")
    vera.subscribe(topic)
    vera.type_code(code_for("vera@example.org"))
    person = Person.objects.get(name="Vera")
    path = reverse("admin:ledger", args=[person.pk])
    client = signed_in(carla)
    page = client.get(path).content.decode()
    assert "Code to confirm a sign-up" in page and "What we write to you about" in page and "Sort food" in page and "waits to be sent" in page
    assert "Ways to volunteer" in page and "confirmed" in page
    for letter in Message.objects.all():
        assert reverse("admin:mailing_message_change", args=[letter.pk]) in page
    viewer = make_staff("vi@example.org", topic.office, OfficeRole.Role.VIEWER)
    assert [signed_in(user).get(path).status_code for user in (viewer, other_coordinator)] == [403, 404]
    Person.objects.filter(pk=person.pk).update(apart="events.event:1")
    assert client.get(path).status_code == 404
