"""Invited partners: a link for each, passed on by staff, taken back, and made anew."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import invitations
from events.actions.invitations import invite, revoke
from events.models import Event, Invitation
from intake.refusal import Refused
from people.models import OfficeRole, PartnerOrganization
from tests import makers, meetings
from tests.makers import NOW
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    makers.city()
    return meetings.event(invited_only=True, starts=timezone.now() + timedelta(days=9))


@pytest.fixture
def church(event):
    return PartnerOrganization.objects.create(office=event.office, name="Grove Hall Church")


def test_inviting_twice_is_one_link_and_after_it_was_taken_back_another_one(event, church):
    carla = makers.staff()
    one = invite(event=event, partner=church, by=carla, now=NOW)
    assert invite(event=event, partner=church, by=carla, now=NOW) == one
    old = invitations.token(one)
    revoke(invitation=one, by=carla, now=NOW)
    assert invitations.behind(old, event=event) is None
    again = invite(event=event, partner=church, by=carla, now=NOW)
    assert again.pk == one.pk and invitations.behind(old, event=event) is None and invitations.behind(invitations.token(again), event=event) == again


def test_a_link_is_good_for_its_own_event_only(event, church):
    one = invite(event=event, partner=church, by=makers.staff(), now=NOW)
    assert invitations.behind(invitations.token(one), event=meetings.event(invited_only=True)) is None


def test_a_partner_of_another_office_and_a_cancelled_event_are_refused(event, church):
    stranger = PartnerOrganization.objects.create(office=makers.office(slug="parks", name="Parks", is_main=False, email="p@example.org"), name="Parks")
    with pytest.raises(Refused):
        invite(event=event, partner=stranger, by=makers.staff(), now=NOW)
    event.state = Event.State.CANCELLED
    with pytest.raises(Refused):
        invite(event=event, partner=church, by=None, now=NOW)


def test_staff_make_the_link_pass_it_on_and_take_it_back(event, church):
    client = signed_in(make_staff("carla@example.org", event.office, OfficeRole.Role.COORDINATOR))
    address = reverse("admin:event_invitations", args=[event.pk])
    assert client.post(address, {"partner": ""}).status_code == 422
    assert client.post(address, {"partner": church.pk}).status_code == 302
    one = Invitation.objects.get()
    assert invitations.url(one).replace("&", "&amp;") in client.get(address).content.decode()
    client.post(reverse("admin:revoke_invitation", args=[one.pk]))
    one.refresh_from_db()
    assert one.revoked_at is not None and "Grove Hall Church</strong>" not in client.get(address).content.decode()
