"""How people heard: the link followed in this visit is kept with the booking, for that page only, and counted by channel; nobody is followed."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from donations.models import Pledge
from events.models import Event, Registration
from intake import visits
from sharing import heard, prompts
from sharing.models import Heard, TrackedLink
from tests import goods, makers, meetings
from tests.donations import giving
from tests.events import coming
from tests.volunteers.visitor import Visitor
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    makers.city()
    return makers.opportunity(slug="sort-food")


@pytest.fixture
def role(work):
    return makers.role(of=work, starts=timezone.now() + timedelta(days=9))


def link(channel="flyer", target="/volunteer/sort-food/"):
    return TrackedLink.objects.create(target=target, channel=channel)


def kept():
    return list(Heard.objects.order_by("pk").values_list("about", "link__channel"))


def follow(visitor, *links):
    for one in links:
        visitor.get(f"/s/{one.code}/")
    return visitor


def test_the_link_followed_in_this_visit_is_kept_with_the_sign_up_and_a_replay_adds_nothing(role):
    visitor = follow(Visitor(), link())
    form = visitor.form_of(role)
    for _twice in range(2):
        assert visitor.post(f"/volunteer/shifts/{role.pk}/sign-up/", form).status_code == 302
    assert kept() == [(SignUp.objects.get().ref, "flyer")]


def test_the_cookie_holds_the_code_alone_until_the_browser_is_closed_and_nothing_is_stored(role):
    one = link()
    cookie = follow(Client(), one).cookies[visits.COOKIE]
    request = RequestFactory().get("/")
    request.COOKIES[visits.COOKIE] = cookie.value
    assert visits.codes(request) == [one.code] and cookie.value.startswith(f"{one.code}:")
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax") and kept() == []


def test_who_followed_no_link_or_one_of_another_page_is_not_told(role):
    Visitor().sign_up(role)
    follow(Visitor(), link(target="/events/other/")).sign_up(role, email="sam@example.org")
    assert SignUp.objects.count() == 2 and kept() == []


def test_of_several_links_the_last_one_of_this_page_counts(role):
    follow(Visitor(), link("flyer"), link("Food Bank"), link(target="/events/other/")).sign_up(role)
    assert [channel for _about, channel in kept()] == ["Food Bank"]


def test_after_two_hours_it_is_another_visit(role, monkeypatch):
    visitor = follow(Visitor(), link())
    monkeypatch.setattr(visits, "VISIT", timedelta(seconds=-1))
    visitor.sign_up(role)
    assert SignUp.objects.count() == 1 and kept() == []


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "..\x00", "é" * 500])
def test_a_cookie_that_somebody_made_up_is_nothing(role, value):
    visitor = Visitor()
    visitor.cookies[visits.COOKIE] = value
    assert visitor.sign_up(role).status_code == 302 and kept() == []


def test_a_shared_computer_forgets_it(role):
    visitor = follow(Visitor(), link())
    visitor.get("/volunteer/")
    visitor.press("/forget-here/", from_page=f"/volunteer/shifts/{role.pk}/sign-up/")
    visitor.sign_up(role)
    assert kept() == []


def test_registrations_and_pledges_keep_it_too_but_nothing_of_a_sensitive_event(work):
    event = meetings.event(slug="listen", starts=timezone.now() + timedelta(days=9))
    drive = giving.running(slug="coats")
    need = goods.need(drive)
    goods.location(drive)
    coming.send(follow(Visitor(), link("newsletter", "/events/listen/")), event)
    follow(giving.Giver(), link("radio", "/donate/coats/")).pledge(drive, {need: 1})
    assert kept() == [(Registration.objects.get().ref, "newsletter"), (Pledge.objects.get().ref, "radio")]
    Event.objects.update(is_sensitive=True)
    coming.send(follow(Visitor(), TrackedLink.objects.get(channel="newsletter")), event, email="sam@example.org")
    assert Registration.objects.count() == 2 and Heard.objects.count() == 2


def test_bookings_are_counted_by_channel_in_one_query(role, django_assert_num_queries):
    flyer, bank = link("flyer"), link("Food Bank")
    bookings = [makers.sign_up(role) for _each in range(6)]
    for booking, way in zip(bookings, [flyer, flyer, flyer, bank], strict=False):
        Heard.objects.create(link=way, about=booking.ref)
    Heard.objects.create(link=bank, about="events.registration:1")  # of another model, under the same number
    with django_assert_num_queries(1):
        found = heard.tally(SignUp.objects.filter(shift_role=role))
    assert (found.total, found.channels, found.untold) == (6, [("flyer", 3), ("Food Bank", 1)], 2)
    assert heard.tally(SignUp.objects.none()).total == 0


def test_what_the_portal_calls_a_channel_is_said_in_words_and_a_partners_name_stands():
    assert (prompts.channel_name("sign"), prompts.channel_name("Food Bank")) == ("sign at the door", "Food Bank")
