"""Events in the admin: made and changed on one page; what is refused comes back beside its field and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Board, BoardMember, Event, EventEdit, EventSeries, LeadTime, Support
from mailing.models import Message
from people.models import OfficeRole
from tests import meetings
from tests.events import planning
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_opportunity_admin import TRANSLATIONS, management

pytestmark = pytest.mark.django_db


def blank(office, venue, **changes):
    """What the form of a new event sends."""
    rows = management("supports", 1) | management("agenda", 1) | management(TRANSLATIONS, 0)
    rows |= {"supports-0-kind": "interpreter", "supports-0-language": "es", "agenda-0-title": "Welcome", "agenda-0-minutes": "10", "agenda-0-order": "1"}
    return {
        "office": office.pk, "title": "Safer streets", "purpose": "Which crossing comes first?", "kind": "town_hall", "date": planning.at(30).date(), "start": "18:00",
        "end": "20:00", "mode": "in_person", "venue": venue.pk, "languages": ["en", "es"], "is_recorded": "", "waitlist": "on", "guardian_consent": "on",
        "late_hours": "24", "time_zone": "America/New_York", **rows, **changes,
    }  # fmt: skip


def add(user, data):
    return signed_in(user).post(reverse("admin:events_event_add"), data, follow=True)


def test_an_event_is_made_with_supports_and_agenda_on_one_page(carla, office, venue):
    answer = add(carla, blank(office, venue))
    assert answer.status_code == 200, answer.context["errors"]
    event = Event.objects.get()
    assert (event.slug, event.state, event.local_starts.hour, event.office) == ("safer-streets", "draft", 18, office)
    assert [(one.kind, one.language) for one in event.supports.all()] == [("interpreter", "es")]
    assert [(one.title, one.minutes) for one in event.agenda.all()] == [("Welcome", 10)]


def test_an_event_that_comes_again_is_a_series_of_drafts_with_all_that_belongs_to_it(carla, office, venue):
    first = planning.at(30)
    add(carla, blank(office, venue, rule="weekly", repeat_until=first.date() + timedelta(weeks=3), days_off=str(first.date() + timedelta(weeks=2))))
    events = list(Event.objects.order_by("starts"))
    assert [(one.local_starts.date() - first.date()).days for one in events] == [0, 7, 21]
    assert {one.local_starts.hour for one in events} == {18}  # on the clock of the place, whatever it does in between
    assert {one.series for one in events} == {EventSeries.objects.get()}
    assert [one.supports.count() + one.agenda.count() for one in events] == [2, 2, 2]
    assert len({one.slug for one in events}) == 3 and {one.state for one in events} == {"draft"}


def test_a_series_that_ends_before_it_begins_is_refused_with_the_event(carla, office, venue):
    answer = add(carla, blank(office, venue, rule="weekly", repeat_until=planning.at(20).date()))
    assert "The last day is before the first." in str(answer.context["errors"]) and not Event.objects.exists()
    answer = add(carla, blank(office, venue, rule="weekly", repeat_until=planning.at(800).date()))
    assert "more than two years" in str(answer.context["errors"]) and not EventSeries.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("online_link", "javascript:alert(1)", "begins with https://"),
        ("online_link", "data:text/html,hello", "begins with https://"),
        ("test_link", "http://169.254.169.254/latest", "network of its own"),
        ("stream_link", "http://localhost:8000/", "network of its own"),
        ("end", "18:00x", "valid time"),
        ("date", "2026-02-30", "valid date"),
        ("date", "0202-03-01", "check the year"),
        ("date", "2020-03-01", "This date is past."),
        ("minimum_age", "130", "at most 99"),
        ("contact_phone", "12", "area code"),
        ("capacity", "-1", "greater than or equal to 0"),
        ("title", "", "required"),
        ("title", "x" * 151, "at most 150"),
        ("repeat_until", "2027-03-01", "how often it comes again"),
        ("days_off", "soon", "is not a day"),
        ("time_zone", "Mars/Olympus", "valid choice"),
        ("supports-0-kind", "food", "Only an interpreter has a language."),
    ],
)
def test_what_cannot_be_meant_stands_beside_its_field_and_nothing_is_stored(carla, office, venue, field, value, words):
    if field == "repeat_until":
        value = planning.at(60).date()
    answer = add(carla, blank(office, venue, **{field: value}))
    assert words in str(answer.context["errors"]) or words in answer.text
    assert not Event.objects.exists() and not Support.objects.exists()
    assert "Which crossing comes first?" in answer.text  # what was typed is still there


def test_a_public_meeting_is_for_everybody_and_a_sensitive_event_is_not_recorded(carla, office, venue):
    add(carla, blank(office, venue, is_public_meeting="on", invited_only="on"))
    add(carla, blank(office, venue, is_sensitive="on", is_recorded="true"))
    assert not Event.objects.exists()
    add(carla, blank(office, venue, is_public_meeting="on"))
    assert Event.objects.get().is_public_meeting


def test_nobody_loses_a_place_because_the_hall_is_smaller(carla, office):
    event = planning.complete(office, carla, places=5)
    meetings.registration(event, size=3)
    answer = planning.change(carla, event, capacity="2")
    assert "3 places are already taken" in answer.text
    event.refresh_from_db()
    assert (event.capacity, event.taken) == (5, 3)
    planning.change(carla, event, capacity="3")
    event.refresh_from_db()
    assert event.capacity == 3


def test_a_form_opened_before_a_verb_keeps_what_the_verb_wrote(carla, office):
    event = planning.complete(office, carla, state="draft", published_at=None)
    stale = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(state="published", sequence=4, published_at=timezone.now(), reason="Storm")
    planning.change(carla, stale, bring="A sweater")
    event.refresh_from_db()
    assert (event.state, event.sequence, event.reason, event.bring) == ("published", 4, "Storm", "A sweater")
    assert event.published_at is not None


def test_a_lead_sees_only_their_own_and_changes_nothing_of_it(office, carla):
    own, other = planning.complete(office, carla), planning.complete(office, carla)
    lena = make_staff("lena@example.org")
    own.leads.add(lena)
    client = signed_in(lena)
    listed = client.get(reverse("admin:events_event_changelist")).text
    assert own.title in listed and other.title not in listed
    page = client.get(reverse("admin:events_event_change", args=[own.pk]))
    assert page.status_code == 200 and "Cancel it" not in page.text and own.purpose in page.text
    assert client.get(reverse("admin:events_event_change", args=[other.pk])).status_code == 404
    assert client.post(reverse("admin:events_event_change", args=[own.pk]), planning.form_of(own, title="Taken over")).status_code == 403
    assert client.post(reverse("admin:cancel_event", args=[own.pk]), {"reason": "No"}).status_code == 403


def test_another_office_reaches_nothing(office, carla, other_coordinator):
    event = planning.complete(office, carla)
    client = signed_in(other_coordinator)
    for name in (
        "publish_event",
        "postpone_event",
        "new_date_of_event",
        "event_online",
        "cancel_event",
        "copy_event",
        "tell_event",
        "write_to_event",
        "event_notice",
    ):
        assert client.get(reverse(f"admin:{name}", args=[event.pk])).status_code == 404, name
        assert client.post(reverse(f"admin:{name}", args=[event.pk]), {"reason": "x"}).status_code == 404, name
    for name in ("submit_event", "event_back_to_draft", "restore_event", "event_held"):
        assert client.post(reverse(f"admin:{name}", args=[event.pk])).status_code == 404, name


def test_an_edit_beside_time_and_place_asks_whether_to_tell(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    answer = planning.change(carla, event, bring="A sweater")
    assert answer.redirect_chain[-1][0] == reverse("admin:tell_event", args=[event.pk])
    assert "Tell the 1 person?" in answer.text and "Please bring" in answer.text
    assert EventEdit.objects.get().facts == ["bring"] and not Message.objects.exists()


def test_what_is_provided_is_such_an_edit_too(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    planning.change(carla, event, **{"supports-0-note": "bread only"})
    assert EventEdit.objects.get().facts == ["supports"]


def test_nobody_is_asked_where_nobody_would_be_told(carla, office):
    for event in (planning.complete(office, carla), planning.complete(office, carla, state="draft")):
        planning.change(carla, event, bring="A sweater")
    assert not EventEdit.objects.exists()


def test_the_list_costs_the_same_for_one_event_and_three(carla, office):
    def cost():
        client = signed_in(carla)
        client.get(reverse("admin:events_event_changelist"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("admin:events_event_changelist")).status_code == 200
        return len(queries)

    planning.complete(office, carla)
    one = cost()
    for _number in range(2):
        planning.complete(office, carla)
    assert cost() == one


def test_a_board_has_members_with_terms_and_a_rule_that_leads_somewhere(carla, office):
    url, rows = reverse("admin:events_board_add"), management("members", 1) | management(TRANSLATIONS, 0)
    rows |= {"members-0-name": "Rosa Diaz", "members-0-role": "chair", "members-0-since": "2026-01-01", "members-0-until": "2028-12-31"}
    client = signed_in(carla)
    values = {"office": office.pk, "name": "Review Board", "posting_hours": 48, **rows}
    assert "network of its own" in client.post(url, {**values, "rules": "http://intranet/law"}).text and not Board.objects.exists()
    client.post(url, {**values, "rules": "https://www.boston.gov/law"})
    assert (Board.objects.get().slug, BoardMember.objects.get().role) == ("review-board", "chair")


def test_an_office_says_how_many_working_days_it_needs(carla, office):
    client = signed_in(carla)
    client.post(reverse("admin:events_leadtime_add"), {"office": office.pk, "kind": "asl", "working_days": 15})
    assert LeadTime.objects.get().working_days == 15
    answer = client.post(reverse("admin:events_leadtime_add"), {"office": office.pk, "kind": "asl", "working_days": 5})
    assert answer.status_code == 200 and LeadTime.objects.get().working_days == 15


def test_a_viewer_reads_and_changes_nothing(office, carla):
    event = planning.complete(office, carla)
    client = signed_in(make_staff("vic@example.org", office, OfficeRole.Role.VIEWER))
    assert client.get(reverse("admin:events_event_change", args=[event.pk])).status_code == 200
    assert client.post(reverse("admin:events_event_change", args=[event.pk]), planning.form_of(event)).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "coordinator", "administrator"])
def test_every_link_beside_an_event_opens_for_who_sees_it(office, carla, role):
    event = planning.complete(office, carla)
    client = signed_in(make_staff(f"{role}@example.org", office, role))
    page = client.get(reverse("admin:events_event_change", args=[event.pk])).text
    links = re.findall(r'href="(/admin/desk/events/[^"]+/)"', page)
    assert len(links) >= 2
    assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)
