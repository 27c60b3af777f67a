"""The home of staff: what needs them today."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from mailing.models import CallTask, Message
from tests.reading import told
from tests.staff.conftest import enter, make_shift, make_staff, signed_in
from volunteers.models import HoursEntry, SignUp

OF_DRIVES = {"Pick-ups to decide", "Locations nobody has checked for a day", "Large gifts to answer"}  # see tests/donations/test_drawers.py
OF_EVENTS = {
    "Events to publish", "Notices to post", "Edited: tell the people?", "What would help people at an event", "Questions to look at",
    "Events without notes", "Promises that are due", "Proposals to answer", "Kits that should be back", "Places at events that wait for a guardian",
}  # fmt: skip  # see tests/events/test_event_desk.py, tests/events/test_drawers.py


OF_OUTREACH = {"Campaigns that need your yes"}  # see tests/outreach/test_campaign_desk.py


def drawers(user):
    return {drawer.title: drawer for drawer in signed_in(user).get(reverse("admin:index")).context["drawers"]}


@pytest.fixture
def full_of_work(office, carla, shift, role, vera, opportunity):
    HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day="2026-10-10", minutes=90)
    enter(role, "Wes Waits", by=carla, phone="+16175550144")
    SignUp.objects.filter(person__name="Wes Waits").update(state=State.OFFERED, until=timezone.now())
    SignUp.objects.filter(pk=enter(role, "Mia", by=carla, phone="+16175550145").pk).update(state=State.REQUESTED, until=timezone.now())
    SignUp.objects.filter(pk=vera.pk).update(notes="A chair, please.")
    CallTask.objects.create(office=office, person=vera.person, number="+16175550142", script="Hello.", due=timezone.now())
    Message.objects.create(
        person=vera.person, recipient="p:1", office=office, kind="test", about="x:1", due=timezone.now(), state="failed", smtp_reply="550 no"
    )
    Message.objects.create(person=vera.person, recipient="p:1", office=office, kind="shift_moved", about=vera.ref, due=timezone.now(), state="sent")


def test_each_drawer_counts_and_leads_to_the_work(full_of_work, carla, shift):
    found = drawers(carla)
    others = {title: drawer for title, drawer in found.items() if title in OF_DRIVES | OF_EVENTS | OF_OUTREACH}
    assert [(drawer.count, len(drawer.rows)) for title, drawer in found.items() if title not in others] == [(1, 1)] * 8
    assert [drawer.count for drawer in others.values()] == [0] * len(OF_DRIVES | OF_EVENTS | OF_OUTREACH)
    assert found["Not full in the next 72 hours"].rows[0].url == reverse("admin:roster", args=[shift.pk])
    for title in ("Sign-ups that wait for approval or consent", "What would help people take part"):
        assert found[title].rows[0].url.startswith("/admin/desk/sign-ups/")
    hours = found["Hours that wait for approval"]
    assert (hours.rows[0].text, hours.rows[0].url) == ("Vera Lopez: Pack food boxes", f"/admin/volunteers/hoursentry/{HoursEntry.objects.get().pk}/change/")
    assert hours.rows[0].note == f"{told(date(2026, 10, 10))}: 1 hour 30 minutes"
    assert "7 of 10 places free" in found["Not full in the next 72 hours"].rows[0].note


def test_all_who_said_what_would_help_are_listed_and_nobody_else(full_of_work, carla, role):
    SignUp.objects.filter(person__name="Mia").update(notes="An interpreter.", reply="Yes, there is one.")
    client = signed_in(carla)
    listed = client.get(drawers(carla)["What would help people take part"].all_url).context["cl"].result_list
    assert [one.person.name for one in listed] == ["Vera Lopez"]


def test_a_shift_later_than_three_days_is_not_there_yet(carla, opportunity, venue):
    make_shift(opportunity, venue, by=carla, days=5)
    assert drawers(carla)["Not full in the next 72 hours"].count == 0


def test_another_offices_work_is_not_mine(full_of_work, other_coordinator):
    assert {drawer.count for drawer in drawers(other_coordinator).values()} == {0}


def test_the_home_costs_the_same_for_little_and_for_much_work(full_of_work, carla, role, office, vera, django_assert_max_num_queries):
    client = signed_in(carla)
    client.get("/admin/")
    with django_assert_max_num_queries(34) as one:
        client.get("/admin/")
    cost = len(one)
    for number in range(4):
        CallTask.objects.create(office=office, person=vera.person, number="+16175550142", script="Hello.", due=timezone.now())
        Message.objects.create(person=vera.person, recipient="p:1", office=office, kind="test", about=f"x:{number + 5}", due=timezone.now(), state="failed")
    client.get("/admin/")  # what every page knows of the city is asked again every few seconds
    with django_assert_max_num_queries(cost):
        client.get("/admin/")


def test_an_empty_office_is_not_told_that_all_is_full(carla):
    assert [drawer.empty for title, drawer in drawers(carla).items() if title not in OF_EVENTS | OF_OUTREACH] == [
        "No shift of the next three days needs people.", "Nobody waits for a call.", "No letter needs you.",
        "No pick-up waits for an answer.", "Every location that is open today was checked.", "No gift waits for an answer.", "No sign-up waits for approval.",
        "Everybody who asked has an answer.", "No offer waits for an answer.",
        "Everyone whose shift was moved has answered, or it is not soon.", "No hours wait for approval.",
    ]  # fmt: skip


def test_a_colleague_without_a_role_is_told_whom_to_ask(office):
    page = signed_in(make_staff("nell@example.org")).get("/admin/").text
    assert "You have no role in an office yet" in page


@pytest.mark.parametrize("name", ["viewer", "caller", "coordinator", "administrator"])
def test_every_link_on_the_home_of_each_role_opens(full_of_work, office, name):
    client = signed_in(make_staff("vic@example.org", office, name))
    assert_every_link_opens(client)


def test_every_link_on_the_home_of_a_lead_opens(full_of_work, opportunity):
    lead = make_staff("lee@example.org")
    opportunity.leads.add(lead)
    client = signed_in(lead)
    assert_every_link_opens(client)
    for page in ("/admin/volunteers/opportunity/", "/admin/volunteers/shift/", "/admin/volunteers/signup/", "/admin/volunteers/hoursentry/"):
        assert_every_link_opens(client, page)


def assert_every_link_opens(client, page="/admin/"):
    answer = client.get(page)
    links = {html.unescape(link).partition("#")[0] for link in re.findall(r'href="(/admin/[^"]*)"', answer.text)}
    assert links and {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
