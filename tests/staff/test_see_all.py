"""“See all” on the home of staff: each leads to exactly what its card counts, also where another office has work, and things that look alike."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from donations.models import Arrangement
from events.models import Commitment, EventEdit
from mailing.models import AccessLink, CallTask, Message
from outreach.models import Campaign, Topic
from people.models import OfficeRole
from tests import goods, makers, meetings
from tests.events import proposing, reporting
from tests.staff.conftest import make_opportunity, make_shift, make_staff, signed_in
from volunteers.models import HoursEntry, Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db
ON_PAGES = {"To call": "tasks", "Proposals to answer": "waiting", "What would help people at an event": "rows"}  # what each page of the desk calls its rows


def drawers(client):
    return client.get(reverse("admin:index")).context["drawers"]


def listed(client, drawer):
    """Return the ids of everything on the page that a card leads to."""
    context = client.get(drawer.all_url).context
    return sorted(one.pk for one in (context[ON_PAGES[drawer.title]] if drawer.title in ON_PAGES else context["cl"].result_list))


def a_person(office, name="Vera Lopez", **more):
    return makers.person(name, f"{name.split()[0].lower()}-{makers.key()[-6:]}@example.org", office=office, **more)


def unproved(office):
    return AccessLink.objects.create(purpose="prove", address="sam@example.org", office=office)


# --- One of each for every card, and beside it what looks alike and is not meant ------------------------------------------


def of_shifts(office, by, venue):
    opportunity = make_opportunity(office, f"Pack food boxes for {office}")
    shift = make_shift(opportunity, venue, by=by)
    role = shift.roles.get()
    ShiftRole.objects.create(opportunity=opportunity, shift=shift, name="Drives", capacity=3)  # one shift with two roles is one shift
    over, full = (make_shift(opportunity, venue, by=by, places=1, hour=hour).roles.get() for hour in (14, 15))
    makers.sign_up(full, who=a_person(office), now=timezone.now())
    make_shift(opportunity, venue, by=by, days=9)
    soon = timezone.now() + timedelta(hours=5)
    for who_waits in ({"until": soon}, {"link": unproved(office)}):
        makers.sign_up(role, who=a_person(office), state=State.REQUESTED, now=timezone.now(), **who_waits)
    makers.sign_up(role, who=a_person(office), state=State.OFFERED, until=soon, now=timezone.now())
    for notes, reply in [("A chair, please.", ""), ("A chair, please.", "There is one."), ("", "")]:
        makers.sign_up(role, who=a_person(office), notes=notes, reply=reply, now=timezone.now())
    makers.sign_up(over, who=a_person(office), notes="A ramp.", now=timezone.now())
    Shift.objects.filter(pk=over.shift_id).update(starts=soon - timedelta(days=2), ends=soon - timedelta(days=1))
    asked = makers.sign_up(role, who=a_person(office), now=timezone.now())
    letter(office, asked.person, "sent", kind="shift_moved", about=asked.ref)
    for state in ("claimed", "approved"):
        HoursEntry.objects.create(person=a_person(office), opportunity=opportunity, day="2026-10-10", minutes=90, state=state)


def letter(office, person, state, **more):
    values = {"kind": "test", "about": f"x:{makers.key()}", **more}
    return Message.objects.create(person=person, recipient=f"p:{person.pk}", office=office, due=timezone.now(), state=state, **values)


def of_letters(office, by, venue):
    vera = a_person(office)
    for result in ("", "confirmed"):
        CallTask.objects.create(office=office, person=vera, number="+16175550142", script="Hello.", due=timezone.now(), result=result)
    letter(office, vera, "failed", smtp_reply="550 no")
    letter(office, vera, "failed", settled_at=timezone.now())
    long_ago = letter(office, vera, "failed")
    Message.objects.filter(pk=long_ago.pk).update(created_at=timezone.now() - timedelta(days=40))


def of_drives(office, by, venue):
    now = timezone.now()
    drive = goods.drive(office=office, opens=now - timedelta(days=10), closes=now + timedelta(days=10))
    for state in ("requested", "scheduled"):
        goods.pick_up(drive, who=a_person(office), state=state)
    for number, values in enumerate([{}, {"checked_at": now}, {"hours": ()}, {"state": "full"}]):
        goods.location(drive, venue=makers.venue(name=f"Branch {number}"), **values)
    for values in ({"state": "asked"}, {"state": "asked", "replied_at": now}, {"state": "agreed"}):
        Arrangement.objects.create(drive=drive, kind="box", person=a_person(office), reply_by=timezone.localdate(), **values)


def of_events(office, by, venue):
    now = timezone.now()
    coming = meetings.event(office=office, venue=venue, starts=now + timedelta(days=20))
    meetings.event(office=office, venue=venue, starts=now + timedelta(days=3), state="in_review")
    meetings.event(office=office, venue=venue, starts=now + timedelta(days=3), is_public_meeting=True)
    for event, closed in [(coming, None), (meetings.event(office=office, venue=venue, starts=now + timedelta(days=20)), now)]:
        EventEdit.objects.create(event=event, facts=["text"], opened_at=now, closed_at=closed)
    for values in ({}, {"state": "confirmed"}):
        meetings.accommodation(coming, **values)
    for values in ({}, {}, {"state": "declined"}, {"link": unproved(office)}):
        meetings.question(coming, **values)
    for values in ({}, {"link": unproved(office)}):
        meetings.registration(coming, state=State.REQUESTED, now=now, **values)


def of_outcomes(office, by, venue):
    today = timezone.localdate()
    event = reporting.over(office=office, venue=venue)
    meetings.event(office=office, venue=venue, starts=timezone.now() - timedelta(days=2), state="reported")
    for values in ({"due": today}, {"due": today + timedelta(days=1)}, {"due": today, "state": "done"}):
        Commitment.objects.create(event=event, office=office, text="We repair the light.", **values)
    proposing.received(office=office)
    proposing.received(office=office, state="declined")
    kit = meetings.kit(office=office)
    for until, state in [(today - timedelta(days=1), "out"), (today, "out"), (today - timedelta(days=1), "back")]:
        meetings.loan(kit, event_=event, state=state, since=today - timedelta(days=3), until=until)


def of_campaigns(office, by, venue):
    topic = Topic.objects.create(office=office, kind=Topic.Kind.NEWS, slug=f"news-{office.pk}", name="News", description="What is new.")
    another = make_staff(f"ana-{office.pk}@example.org", office, OfficeRole.Role.COORDINATOR)
    for values in ({"state": "in_review", "made_by": another, "asked_by": another}, {"state": "in_review", "made_by": by, "asked_by": by}, {"state": "draft"}):
        Campaign.objects.create(office=office, name="Spring", topic=topic, subject="Spring", body="Hello", asked_at=timezone.now(), **values)


@pytest.fixture
def full_of_work(office, other_office, carla, other_coordinator, venue):
    for where, by in [(office, carla), (other_office, other_coordinator)]:
        for fill in (of_shifts, of_letters, of_drives, of_events, of_outcomes, of_campaigns):
            fill(where, by, venue)


def test_each_leads_to_exactly_what_its_card_counts(full_of_work, carla):
    client = signed_in(carla)
    cards = drawers(client)
    counts = {drawer.title: drawer.count for drawer in cards}
    assert counts == dict.fromkeys(counts, 1) | {"Questions to look at": 2}
    found = {drawer.title: listed(client, drawer) for drawer in cards}
    assert {title: len(ids) for title, ids in found.items()} == counts
    assert found == {drawer.title: sorted(one.pk for one in drawer.queryset) for drawer in cards}


def test_a_list_says_which_of_its_rows_need_the_reader(full_of_work, carla):
    page = signed_in(carla).get("/admin/volunteers/signup/?today=open_needs").text
    assert "By what needs you today" in page and "Offers without an answer" in page


@pytest.mark.parametrize("today", ["nothing", "", "unfilled"])
def test_what_the_list_does_not_know_shows_all_of_it(full_of_work, carla, today):
    client = signed_in(carla)
    shown = client.get("/admin/volunteers/signup/", {"today": today}).context["cl"].result_count
    assert shown == SignUp.objects.filter(shift_role__opportunity__office=carla.office_roles.get().office).count()


def test_who_works_in_two_offices_finds_in_the_list_what_the_card_counts(full_of_work, carla, other_office):
    """In the other one they only look."""
    OfficeRole.objects.create(user=carla, office=other_office, role=OfficeRole.Role.VIEWER)
    client = signed_in(carla)
    cards = drawers(client)
    assert {drawer.title: len(listed(client, drawer)) for drawer in cards} == {drawer.title: drawer.count for drawer in cards}
