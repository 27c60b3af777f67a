"""The rest of the desk of events: writing to people, tables, drawers on the home of staff, and passing on what a colleague leads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from civic.needs_today import drawers_for
from civic.needs_today import events as drawers
from events.keeping import leading
from events.models import EventEdit, NoticePosting
from mailing.models import Message
from people import owning
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla)


def key_in(page):
    return page.text.split('name="key" value="')[1].split('"')[0]


def test_a_note_is_looked_at_first_and_sent_once_to_those_it_reaches(carla, event):
    coming = meetings.registration(event)
    waiting = meetings.registration(event, state=State.WAITLISTED)
    by_phone = meetings.registration(event, who=makers.person("Dan", "", phone="+16175550111", office=event.office))
    meetings.registration(event, state=State.CANCELLED)
    client, url = signed_in(carla), reverse("admin:write_to_event", args=[event.pk])
    typed = {"subject": "Back door", "text": "Please come to the back door.", "key": key_in(client.get(url))}
    look = client.post(url, {**typed, "act": "look"})
    assert "is on the waitlist" in look.text and "1 person is called" in look.text and "Please come to the back door." in look.text
    assert not Message.objects.exists()
    for _press in range(2):
        assert client.post(url, {**typed, "act": "send"}).status_code == 302
    assert {message.about for message in Message.objects.all()} == {coming.ref, by_phone.ref} and waiting.ref
    assert client.post(url, {"subject": "", "text": "", "act": "send"}).status_code == 422


def test_of_a_cancelled_event_nobody_is_written_to(carla, event):
    meetings.registration(event)
    client, url = signed_in(carla), reverse("admin:write_to_event", args=[event.pk])
    key = key_in(client.get(url))
    event.state = "cancelled"
    event.save()
    answer = client.post(url, {"subject": "x", "text": "y", "key": key, "act": "send"})
    assert answer.status_code == 422 and "everybody was told so" in answer.text


def rows_of(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_tables_have_contact_only_for_who_may_see_it_and_no_formulas(carla, event):
    who = makers.person("=1+1", "vera@example.org", office=event.office)
    meetings.registration(event, who=who)
    rows = rows_of(signed_in(carla).get(reverse("admin:event_table", args=[event.pk, "registrations", "csv"])))
    assert "'=1+1" in rows[1] and "vera@example.org" in rows[1] and rows[0].startswith("registration,name")
    for kind in ("requests", "supports"):
        answer = signed_in(carla).get(reverse("admin:event_table", args=[event.pk, kind, "xlsx"]))
        assert answer.status_code == 200 and answer.getvalue().startswith(b"PK")
    assert signed_in(carla).get(f"/admin/desk/events/{event.pk}/tables/secrets.csv").status_code == 404


def test_no_name_of_a_sensitive_event_leaves_in_a_table(carla, event):
    event.is_sensitive = True
    event.save()
    who = makers.person("Vera", "vera@example.org", office=event.office)
    meetings.registration(event, who=who, organization="A shelter")
    meetings.accommodation(event, who=who, text="I am afraid.")
    for kind in ("registrations", "requests"):
        table = "\n".join(rows_of(signed_in(carla).get(reverse("admin:event_table", args=[event.pk, kind, "csv"]))))
        assert not any(secret in table for secret in ("Vera", "vera@", "shelter", "afraid")), kind


def test_another_office_and_a_lead_take_no_table_away(other_coordinator, event, office):
    lena = make_staff("lena@example.org")
    event.leads.add(lena)
    url = reverse("admin:event_table", args=[event.pk, "registrations", "csv"])
    assert signed_in(other_coordinator).get(url).status_code == 404
    assert signed_in(lena).get(url).status_code == 403


def test_the_drawers_say_what_waits_and_are_empty_when_it_is_done(carla, office):
    now = timezone.now()
    review = planning.complete(office, carla, state="in_review")
    meeting = planning.complete(office, carla, days=3, is_public_meeting=True)
    EventEdit.objects.create(event=meeting, facts=["bring"], opened_at=now)
    meetings.accommodation(meeting)
    meetings.question(meeting)
    makes = (
        drawers.in_review,
        drawers.unposted_notices,
        drawers.waiting_requests,
        drawers.questions,
        drawers.undecided_edits,
    )

    def counts():
        return [make(carla, "events.change_event", now).count for make in makes]

    assert counts() == [1] * 5
    assert signed_in(carla).get(reverse("admin:index")).status_code == 200
    review.state = "published"
    review.save()
    NoticePosting.objects.create(event=meeting, where="City Hall", posted_at=now)
    EventEdit.objects.update(closed_at=now)
    meeting.accommodation_requests.update(state="confirmed")
    meeting.questions.update(state="declined")
    assert counts() == [0] * 5


def test_another_office_sees_nothing_of_it_on_its_home(carla, office, other_coordinator):
    planning.complete(office, carla, state="in_review", title="Secret draft")
    assert drawers.in_review(other_coordinator, "events.publish_event", timezone.now()).count == 0
    assert len(drawers_for(other_coordinator, now=timezone.now())) >= 7


def test_what_a_colleague_leads_is_passed_on(office, carla, event):
    dana = make_staff("dana@example.org", office, "coordinator")
    event.contact_name, event.contact_email = "Carla", carla.email
    event.save()
    assert [(thing.ref, str(thing.role)) for thing in leading.open_of(carla)] == [(event.ref, "as its lead")]
    leading.pass_on(giver=carla, successor=dana, refs=[event.ref], by=dana, now=timezone.now())
    event.refresh_from_db()
    assert (list(event.leads.all()), event.contact_email) == ([dana], dana.email)
    assert leading.open_of(carla) == []
    dana.is_active = False
    dana.save()
    assert event.ref in [thing.ref for thing in owning.without_owner([office.pk])]
