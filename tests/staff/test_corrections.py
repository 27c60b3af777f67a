"""Staff correct how a person is reached."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bookings.models import State
from mailing import proof
from mailing import waiting as waits
from mailing.models import AccessLink, Message
from mailing.reach.addresses import email_key
from tests.staff.conftest import signed_in
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("email", "status"), [("right@example.org", 404), ("vera@example.org", 302)])
def test_the_link_in_the_letters_to_a_wrong_address_opens_nothing_once_it_is_corrected(carla, vera, email, status):
    link = proof.manage_links({vera.ref: vera.person})[vera.ref]
    typed = {"name": "Vera Lopez", "email": email, "phone": "617-555-0142", "address": "", "channel": "email", "language": "en", "neighborhood": ""}
    answer = signed_in(carla).post(f"/admin/people/person/{vera.person.pk}/change/", typed)
    vera.person.refresh_from_db()
    assert (answer.status_code, vera.person.email) == (302, email)
    assert Client().get(f"/my/link/{proof.token(link)}/").status_code == status


@pytest.fixture
def waiting(vera):
    """Vera's place waits for a code that went to an address which is not hers."""
    link = proof.start(email="wrong@example.org", office=vera.person.office, language="en", now=timezone.now())
    SignUp.objects.filter(pk=vera.pk).update(state=State.HELD, link=link, until=timezone.now() + timedelta(minutes=5))
    type(vera.person).objects.filter(pk=vera.person.pk).update(email="wrong@example.org", email_confirmed_at=None)
    vera.refresh_from_db()
    return vera


def correct(carla, sign_up, email="right@example.org"):
    typed = {"name": "Vera Lopez", "email": email, "phone": "617-555-0142", "address": "", "channel": "email", "language": "en", "neighborhood": ""}
    assert signed_in(carla).post(f"/admin/people/person/{sign_up.person.pk}/change/", typed).status_code == 302
    sign_up.refresh_from_db()
    sign_up.person.refresh_from_db()


def test_whoever_reads_the_wrong_address_confirms_nothing_after_it_was_corrected(carla, waiting):
    old = waiting.link
    correct(carla, waiting)
    proof.settle(link=old, refs=[waiting.ref], by=None, now=timezone.now())  # what the browser holds in which it was typed
    waiting.refresh_from_db()
    waiting.person.refresh_from_db()
    assert (waiting.state, waiting.until, waiting.person.email_confirmed_at) == (State.HELD, None, None)


def test_the_right_address_gets_a_code_and_confirms_the_place(carla, waiting):
    correct(carla, waiting)
    letter = Message.objects.filter(kind="confirm_code").latest("pk")
    assert (letter.to, waiting.link.address) == ("right@example.org", "right@example.org")
    proof.settle(link=waiting.link, refs=proof.waiting_for(waiting.link), by=None, now=timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.link) == (State.CONFIRMED, None)


def test_where_the_right_address_had_its_five_letters_today_the_old_code_ends_all_the_same(carla, waiting):
    office, now = waiting.person.office, timezone.now()
    AccessLink.objects.create(
        purpose="prove", address="right@example.org", address_key=email_key("right@example.org"), language="en", office=office, letters=5,
        wrong_tries=5, last_letter_at=now, created_at=now - timedelta(hours=1),
    )  # fmt: skip
    correct(carla, waiting)
    assert waiting.link.address == "right@example.org" and Message.objects.filter(to="right@example.org").count() == 0


def test_what_waits_for_a_number_waits_on(carla, waiting):
    link = AccessLink.objects.create(purpose="prove", phone="+16175550142", language="en", office=waiting.person.office, created_at=timezone.now())
    SignUp.objects.filter(pk=waiting.pk).update(link=link)
    correct(carla, waiting)
    assert waiting.link == link


def test_everything_that_waits_for_a_proof_is_found():
    found = {model._meta.label for model in waits.kinds()}
    assert {"volunteers.SignUp", "volunteers.StandIn", "volunteers.KeepPosted", "events.Registration", "events.Question", "donations.Pledge"} <= found
    assert {"donations.PickUpRequest", "donations.Arrangement", "events.Proposal", "events.Follower", "events.AccommodationRequest"} <= found
