"""Staff ask whoever calls how they heard of us: the answer counts beside the links that were followed, for that page, and nothing is asked of a sensitive event."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import PickUpRequest, Pledge
from events.models import Registration
from outreach import toolkit
from sharing.models import Heard, TrackedLink
from tests import goods, makers, meetings
from tests.donations import fetching
from tests.staff.conftest import signed_in
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db

CALLER = {"name": "Dan Lopez", "email": "", "phone": "617-555-0123", "language": "en", "party_size": "1"}
PICK_UP = {"address": "5 Meridian St", "zip": "02128", "what": "A desk", "size": "car", "stairs": "few"}


@pytest.fixture
def drive(office):
    fetching.zips()
    return fetching.drive(office=office, slug="coats")


@pytest.fixture
def event(office):
    return meetings.event(office=office, slug="listen", starts=timezone.now() + timedelta(days=9))


def call_in(user, door, pk, **typed):
    return signed_in(user).post(reverse(f"admin:{door}", args=[pk]), {**CALLER, "key": makers.key(), **typed})


def kept():
    return list(Heard.objects.order_by("pk").values_list("about", "link__target", "link__channel"))


def test_what_a_caller_says_is_kept_with_each_kind_of_booking_and_counted(carla, role, event, drive):
    need = goods.need(drive)
    calls = [
        call_in(carla, "enter_sign_up", role.pk, heard="radio"), call_in(carla, "enter_registration", event.pk, heard="flyer"),
        call_in(carla, "enter_pledge", drive.pk, heard="newsletter", **{f"need_{need.pk}": "1"}), call_in(carla, "enter_pick_up", drive.pk, heard="radio", **PICK_UP),
    ]  # fmt: skip
    assert [answer.status_code for answer in calls] == [302, 302, 302, 302]
    assert kept() == [
        (SignUp.objects.get().ref, f"/volunteer/{role.opportunity.slug}/", "radio"), (Registration.objects.get().ref, "/events/listen/", "flyer"),
        (Pledge.objects.get().ref, "/donate/coats/", "newsletter"), (PickUpRequest.objects.get().ref, "/donate/coats/", "radio"),
    ]  # fmt: skip
    reach = toolkit.reach(drive, language="en")
    assert (reach.total, reach.untold, sorted(reach.told)) == (2, 0, [("newsletter", 1), ("radio", 1)])


def test_who_does_not_say_counts_as_not_told_and_no_link_is_made(carla, role):
    call_in(carla, "enter_sign_up", role.pk, heard="")
    call_in(carla, "enter_sign_up", role.pk, name="Sam Lee", phone="617-555-0124")
    assert SignUp.objects.count() == 2 and kept() == [] and not TrackedLink.objects.exists()


def test_a_partner_with_a_link_of_this_page_can_be_named_and_nobody_else(carla, event):
    for target in ("/events/listen/", "/events/other/"):
        TrackedLink.objects.create(target=target, channel=f"Food Bank of {target}")
    page = signed_in(carla).get(reverse("admin:enter_registration", args=[event.pk])).content.decode()
    assert "How did they hear of us?" in page and "Food Bank of /events/listen/" in page and "Food Bank of /events/other/" not in page
    refused = call_in(carla, "enter_registration", event.pk, heard="Food Bank of /events/other/")
    assert refused.status_code == 422 and "Dan Lopez" in refused.content.decode() and not Registration.objects.exists() and kept() == []
    call_in(carla, "enter_registration", event.pk, heard="Food Bank of /events/listen/")
    assert [channel for _about, _target, channel in kept()] == ["Food Bank of /events/listen/"] and TrackedLink.objects.count() == 2


def test_the_form_sent_twice_counts_once_and_the_first_answer_stays(carla, role):
    key = makers.key()
    for channel in ("flyer", "radio"):
        call_in(carla, "enter_sign_up", role.pk, heard=channel, key=key)
    assert SignUp.objects.count() == 1 and [channel for _about, _target, channel in kept()] == ["flyer"]


def test_of_a_sensitive_event_nothing_is_asked_or_kept(carla, event):
    event.is_sensitive = True
    event.save()
    page = signed_in(carla).get(reverse("admin:enter_registration", args=[event.pk])).content.decode()
    assert "How did they hear" not in page
    call_in(carla, "enter_registration", event.pk, heard="flyer")
    assert Registration.objects.count() == 1 and kept() == []
