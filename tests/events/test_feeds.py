"""Events for machines: calendars read back by two parsers, news, JSON-LD and Open Graph, whatever stands in a title."""

import html
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from civic import pagecache
from events.browsing import structured
from events.models import Event
from languages.content import set_translation
from languages.models import Language
from places.models import Neighborhood
from sharing import calendar_lines
from sharing.calendar_lines import folded
from tests import makers, meetings
from tests.events.calendars import events_of, lines_of, text
from tests.events.reading import soon
from tests.fuzz.payloads import PAYLOADS

pytestmark = pytest.mark.django_db
HOSTILE = [
    "Semicolon; comma, back\\slash", "Line one\nLine two", "END:VEVENT\nBEGIN:VALARM", "Over\r\nEND:VCALENDAR\r\n", 'Say "yes" </script><script>alert(1)</script>',
    "<!-- ' & -->]]>", "Wörter 🏳️‍🌈 " * 12, "\\" * 90, "\\n\\N;\\,", "a\u2028b", "tab\tand\x0bbell\x07", *PAYLOADS,
]  # fmt: skip


@pytest.fixture(autouse=True)
def city(db):
    makers.city()


def fetch(path, **headers):
    """Fetch as a program does: no cookie."""
    pagecache.forget()
    return Client().get(path, headers=headers)


def body(path="/feeds/events.ics"):
    answer = fetch(path)
    assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "text/calendar; charset=utf-8", True)
    return answer.getvalue()


def summaries(path):
    return [text(event["SUMMARY"][1]) for event in events_of(body(path))]


def json_ld(path):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', fetch(path).text, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def kept(title):
    """A title as it is on one line, without what no line may hold."""
    return " ".join(re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", title).replace("\x0b", " ").split())


def test_two_parsers_read_every_title_and_one_entry_stays_one():
    event = meetings.event(starts=soon())
    meetings.event(title="After", starts=soon(4))
    for title in HOSTILE:
        title = title[:150].replace("\x00", "")
        Event.objects.filter(pk=event.pk).update(title=title, purpose=title)
        assert_two_parsers_read(event, title)


def assert_two_parsers_read(event, title):
    for path in ("/feeds/events.ics", f"/events/{event.slug}/event.ics"):
        found = body(path) if "feeds" in path else fetch(path).content
        ours = events_of(found) if "feeds" in path else None
        theirs = Calendar.from_ical(found).walk("VEVENT")
        assert len(theirs) == (2 if "feeds" in path else 1), title
        if "\\n" not in title.lower():  # icalendar 7.3 reads an escaped backslash before an n as the end of a line
            assert kept(str(theirs[0]["SUMMARY"])) == kept(title)
        if ours:
            assert len(ours) == 2 and kept(text(ours[0]["SUMMARY"][1])) == kept(title)
            assert str(theirs[0]["UID"]) == ours[0]["UID"][1] == f"event-{event.pk}@localhost"


def test_json_ld_and_atom_read_every_title():
    meetings.event(slug="hostile", starts=soon())
    for title in HOSTILE:
        title = title[:150].replace("\x00", "")
        Event.objects.update(title=title)
        assert json_ld("/events/hostile/")["name"] == title
        root = ElementTree.fromstring(fetch("/feeds/events.atom").getvalue())
        (entry,) = root.findall("{http://www.w3.org/2005/Atom}entry")
        read = entry.findtext("{http://www.w3.org/2005/Atom}title")
        assert kept(read) == kept(title) or any(ord(character) > 127 or ord(character) < 32 for character in title), title


def news():
    """The entries of the feed of news, each as {name: element}."""
    root = ElementTree.fromstring(fetch("/feeds/events.atom").getvalue())
    return [{one.tag.partition("}")[2]: one for one in entry} for entry in root.findall("{http://www.w3.org/2005/Atom}entry")]


def test_what_somebody_wrote_is_read_as_text_in_the_news_and_never_as_html():
    purpose = "Is 3 < 5? <img src=x onerror=alert(1)> & more"
    meetings.event(purpose=purpose, starts=soon())
    (entry,) = news()
    assert entry["summary"].get("type") == "html" and "<" not in entry["summary"].text
    assert html.unescape(entry["summary"].text).endswith(f"02121. {purpose}")


def test_each_of_the_news_says_whose_it_is():
    event = meetings.event(starts=soon())
    (entry,) = news()
    assert [part.text for part in entry["author"]] == [event.office.name]


def test_the_news_of_what_is_postponed_tell_no_day():
    meetings.event(starts=soon(), purpose="Which corner?", state="postponed")
    (entry,) = news()
    assert entry["title"].text.startswith("Postponed: ")
    assert entry["summary"].text == "A new date is not set yet. Grove Hall Library, 41 Geneva Ave, 02121. Which corner?"


def test_without_the_escapes_a_title_would_end_the_script_element(monkeypatch):
    """Negative control of what keeps JSON-LD together."""
    meetings.event(title='Say "yes" </script><script>alert(1)</script>', slug="hostile", starts=soon())
    monkeypatch.setattr(structured, "_ESCAPES", {})
    with pytest.raises(json.JSONDecodeError):
        json_ld("/events/hostile/")


def test_without_the_escapes_a_purpose_would_end_the_entry(monkeypatch):
    """Negative control of what keeps an entry together."""
    meetings.event(purpose="What\nEND:VEVENT\nBEGIN:VALARM", starts=soon())
    assert len(events_of(body())) == 1
    monkeypatch.setattr(calendar_lines, "text", lambda value: value)
    with pytest.raises(AssertionError):
        events_of(body())


def test_no_fold_tears_a_character_or_an_escape():
    for line in ("SUMMARY:" + "é" * 100, "SUMMARY:" + "\\\\" * 100, "SUMMARY:" + "🏳️‍🌈" * 40, "X:" + "a" * 72 + "\\," + "b" * 80):
        pieces = folded(line).split("\r\n")
        assert max(len(piece.encode()) for piece in pieces) <= 75
        assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
        assert not [piece for piece in pieces if len(piece) - len(piece.rstrip("\\")) & 1]


def test_an_entry_tells_when_where_and_what():
    event = meetings.event(title="Listen", purpose="Which corner?", slug="listen", starts=soon(), sequence=3)
    (ours,) = events_of(body())
    (theirs,) = Calendar.from_ical(body()).walk("VEVENT")
    assert ours["DTSTART"] == ({"TZID": "America/New_York"}, f"{soon():%Y%m%d}T120000") and theirs["DTSTART"].dt == event.starts
    assert (ours["SEQUENCE"][1], ours["STATUS"][1], theirs["DTEND"].dt) == ("3", "CONFIRMED", event.ends)
    assert text(ours["LOCATION"][1]) == "Grove Hall Library, 41 Geneva Ave, 02121"
    assert text(ours["DESCRIPTION"][1]) == "Which corner?\nhttp://localhost:8000/events/listen/" and ours["URL"][1].endswith("/events/listen/")


@pytest.mark.parametrize("day", ["2031-03-09", "2031-11-02"])
def test_times_are_right_on_the_days_the_clock_changes(day):
    starts = timezone.make_aware(timezone.datetime.fromisoformat(f"{day} 09:00"))
    event = meetings.event(starts=starts)
    (theirs,) = Calendar.from_ical(body()).walk("VEVENT")
    assert theirs["DTSTART"].dt == event.starts and theirs["DTSTART"].dt.hour == 9
    offsets = [str(rule["TZOFFSETTO"].td) for rule in Calendar.from_ical(body()).walk("STANDARD")]
    assert offsets and set(offsets) == {"-1 day, 19:00:00"}


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_off_takes_itself_out_under_the_same_name(state):
    event = meetings.event(starts=soon())
    before = events_of(body())[0]
    Event.objects.update(state=state, sequence=1)
    after = events_of(body())[0]
    assert (after["UID"], after["STATUS"][1], after["SEQUENCE"][1]) == (before["UID"], "CANCELLED", "1")
    single = Calendar.from_ical(fetch(f"/events/{event.slug}/event.ics").content)
    assert (single["METHOD"], single.walk("VEVENT")[0]["STATUS"], str(single.walk("VEVENT")[0]["UID"])) == ("CANCEL", "CANCELLED", before["UID"][1])


def test_feeds_of_a_neighborhood_and_of_a_kind_hold_their_own():
    roxbury = Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    meetings.event(title="Here", starts=soon(), neighborhood=roxbury)
    meetings.event(title="There", starts=soon(4), kind="clean_up")
    assert summaries("/feeds/events.ics") == ["Here", "There"]
    assert summaries("/feeds/events/roxbury.ics") == ["Here"] and summaries("/feeds/events/kind/clean-up.ics") == ["There"]
    assert summaries("/feeds/events/kind/town-hall.ics") == []
    assert fetch("/feeds/events/nowhere.ics").status_code == fetch("/feeds/events/kind/nothing.ics").status_code == 404


@pytest.mark.parametrize("change", [{"state": "draft"}, {"state": "in_review"}, {"invited_only": True}])
def test_what_is_not_public_is_in_no_feed(change):
    meetings.event(title="Hidden", starts=soon(), **change)
    assert summaries("/feeds/events.ics") == [] and b"Hidden" not in fetch("/feeds/events.atom").getvalue()


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert events_of(body()) == [] and "BEGIN:VTIMEZONE" in lines_of(body())


@pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.atom"])
def test_whoever_has_it_already_gets_no_body_until_something_changes(path):
    event = meetings.event(starts=soon(), languages=["es"])
    first = fetch(path)
    again = fetch(path, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.getvalue() if again.streaming else again.content, again["ETag"]) == (304, b"", first["ETag"])
    event.venue.name = "Another hall"
    event.venue.save()
    assert fetch(path, **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.atom"])
def test_a_feed_costs_the_same_queries_for_one_and_for_many(path):
    def cost():
        with CaptureQueriesContext(connection) as found:
            fetch(path).getvalue()
        return len(found)

    meetings.event(starts=soon())
    cost()
    few = cost()
    for number in range(7):
        meetings.event(starts=soon(number))
    assert cost() == few


def test_a_feed_speaks_the_language_of_its_address():
    event = meetings.event(title="Listening session", starts=soon())
    Language.objects.update_or_create(code="es", defaults={"name": "Spanish", "own_name": "Español", "offered": True})
    set_translation(record=event, field="title", language="es", text="Sesión para escuchar", status="verified", now=timezone.now())
    assert summaries("/es/feeds/events.ics") == ["Sesión para escuchar"] and summaries("/feeds/events.ics") == ["Listening session"]
    assert fetch("/feeds/events.ics")["ETag"] != fetch("/es/feeds/events.ics")["ETag"]


def test_the_link_of_a_public_meeting_stands_in_its_entry():
    meetings.event(starts=soon(), mode="online", is_public_meeting=True, online_link="https://meet.example.org/board", dial_in="+16175550170")
    said = text(events_of(body())[0]["DESCRIPTION"][1])
    assert "https://meet.example.org/board" in said and "+16175550170" in said


@pytest.mark.parametrize(
    ("change", "status", "mode"),
    [
        ({}, "EventScheduled", "OfflineEventAttendanceMode"),
        ({"state": "cancelled"}, "EventCancelled", "OfflineEventAttendanceMode"),
        ({"state": "postponed"}, "EventPostponed", "OfflineEventAttendanceMode"),
        ({"postponed_from": makers.NOW, "reason": "Snow."}, "EventRescheduled", "OfflineEventAttendanceMode"),
        ({"mode": "online", "reason": "Snow."}, "EventMovedOnline", "OnlineEventAttendanceMode"),
        ({"mode": "hybrid"}, "EventScheduled", "MixedEventAttendanceMode"),
    ],
)
def test_json_ld_tells_the_state_and_the_way(change, status, mode):
    event = meetings.event(slug="listen", starts=soon(), places=10, online_link="https://meet.example.org/secret", **change)
    meetings.registration(event, size=4)
    found = json_ld("/events/listen/")
    assert (found["@type"], found["eventStatus"], found["eventAttendanceMode"]) == ("Event", f"https://schema.org/{status}", f"https://schema.org/{mode}")
    assert found["startDate"] == event.local_starts.isoformat() and found["maximumAttendeeCapacity"] == 10
    assert found.get("remainingAttendeeCapacity") == (6 if event.state == "published" else None)
    assert "secret" not in json.dumps(found)


def test_open_graph_tags_say_what_messengers_show():
    meetings.event(slug="listen", title='Say "yes" & more', purpose="Which corner?", starts=soon())
    page = fetch("/events/listen/").text
    assert (
        '<meta property="og:title" content="Say &quot;yes&quot; &amp; more">' in page
        and 'property="og:url" content="http://localhost:8000/events/listen/"' in page
    )
    assert "Which corner?" in page[page.index("og:description") : page.index("og:url")]


def test_an_event_for_invited_partners_is_described_to_no_machine():
    meetings.event(slug="invited", starts=soon(), invited_only=True)
    page = fetch("/events/invited/").text
    assert "ld+json" not in page and "og:title" not in page and '<meta name="robots" content="noindex">' in page
