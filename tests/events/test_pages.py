"""The list of events: what it shows, what it finds, and that nothing in its address breaks it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic import pagecache
from events.models import Support
from languages.content import set_translation
from languages.models import Language
from places.models import Neighborhood
from tests import makers, meetings
from tests.events.reading import get, soon, text
from tests.fuzz.payloads import PAYLOADS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(db):
    makers.city()


def titles(path):
    answer = get(path)
    assert answer.status_code == 200
    return [card.title for card in answer.context["page"].cards]


def test_a_card_says_what_when_where_in_which_zone_and_how_many_places():
    event = meetings.event(title="Safer crossings", places=10, starts=soon(), languages=["es"])
    Language.objects.get_or_create(code="es", defaults={"name": "Spanish", "own_name": "Español"})
    Support.objects.create(event=event, kind="childcare")
    meetings.registration(event, size=7)
    said = text("/events/")
    for words in (
        "Safer crossings",
        "Listening session",
        "noon to 2 p.m. (Eastern Time)",
        "Grove Hall Library, Dorchester",
        "3 of 10 places left",
        "Childcare",
        "Español",
    ):
        assert words in said, words


def test_events_are_listed_by_day_and_what_is_over_is_not():
    meetings.event(title="Later", starts=soon(4))
    meetings.event(title="Sooner", starts=soon(3))
    meetings.event(title="Over", starts=soon(-3))
    meetings.event(title="Going on", starts=timezone.now() - timedelta(minutes=30))
    assert titles("/events/") == ["Going on", "Sooner", "Later"]


@pytest.mark.parametrize("change", [{"state": "draft"}, {"state": "in_review"}, {"invited_only": True}])
def test_drafts_and_events_for_invited_partners_are_not_listed(change):
    meetings.event(title="Hidden", slug="hidden", starts=soon(), **change)
    assert titles("/events/") == []
    assert get("/events/hidden/").status_code == (200 if "invited_only" in change else 404)


def test_a_called_off_event_says_so_and_a_postponed_one_stands_apart():
    meetings.event(title="Off", starts=soon(), state="cancelled", reason="The hall has no heat.")
    meetings.event(title="Moved", starts=soon(-20), state="postponed")
    answer = get("/events/")
    assert [(card.title, card.state) for card in answer.context["page"].cards] == [("Off", "Called off")]
    assert [(card.title, card.state) for card in answer.context["page"].postponed] == [("Moved", "Postponed")]


def test_each_filter_finds_its_own():
    Language.objects.get_or_create(code="ht", defaults={"name": "Haitian Creole", "own_name": "Kreyòl ayisyen"})
    roxbury = Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    wanted = {"kind": "clean_up", "mode": "hybrid", "languages": ["ht"], "purpose": "Rakes and bags", "neighborhood": roxbury}
    meetings.event(title="Wanted", starts=soon(5), **wanted)
    meetings.event(title="Other", starts=soon(9))
    day = f"{soon(5):%Y-%m-%d}"
    for query in (
        "kind=clean-up",
        "neighborhood=roxbury",
        "language=ht",
        "mode=online",
        "q=rake",
        f"from={day}&to={day}",
        f"to={day}",
        "q=bags&kind=clean-up&language=ht",
    ):
        assert titles(f"/events/?{query}") == ["Wanted"], query
    assert titles(f"/events/?from={soon(6):%Y-%m-%d}") == ["Other"]
    assert titles("/events/?mode=in-person") == ["Wanted", "Other"]


def test_a_search_finds_the_words_of_the_readers_language_with_or_without_accents():
    event = meetings.event(title="Listening session", starts=soon())
    Language.objects.update_or_create(code="es", defaults={"name": "Spanish", "own_name": "Español", "offered": True})
    set_translation(record=event, field="title", language="es", text="Reunión para escuchar", status="verified", now=timezone.now())
    for typed in ("reunión", "reunion", "listening"):
        assert titles(f"/es/events/?q={quote(typed)}") == ["Reunión para escuchar"], typed
    assert titles("/events/?q=reunion") == []


@pytest.mark.parametrize("status", ["machine", "draft"])
def test_a_translation_that_is_not_verified_is_never_shown(status):
    event = meetings.event(title="Listening session", slug="listen", starts=soon())
    set_translation(record=event, field="title", language="es", text="Sesión sin revisar", status=status, now=timezone.now())
    for path in ("/es/events/", "/es/events/listen/", "/es/feeds/events.atom", "/es/events/listen/flyer/"):
        assert "Sesión sin revisar" not in get(path).text, path


def test_pages_follow_one_another_without_gaps_also_when_all_begin_at_once():
    starts = soon()
    names = [meetings.event(title=f"Event {number:02}", starts=starts).title for number in range(45)]
    seen, path = [], "/events/"
    while path:
        answer = get(path)
        seen += [card.title for card in answer.context["page"].cards]
        path = answer.context["next_url"] and "/events/" + answer.context["next_url"]
    assert seen == names


@pytest.mark.parametrize("typed", [*PAYLOADS[:12], "9" * 400, "2026-13-45", "-1", "any-5", "99999999999999999-9223372036854775808"])
def test_nothing_in_the_address_breaks_the_lists(typed):
    meetings.event(starts=soon())
    query = "&".join(f"{name}={quote(typed)}" for name in ("q", "kind", "neighborhood", "language", "mode", "from", "to", "page"))
    for path in ("/events/", "/events/archive/"):
        answer = get(f"{path}?{query}")
        assert answer.status_code == 200
        assert typed not in answer.text or "<" not in typed


def test_lists_cost_the_same_queries_for_one_and_for_many():
    def cost(path):
        pagecache.forget()
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert Client().get(path).status_code == 200
        return len(found)

    meetings.event(starts=soon())
    meetings.event(starts=soon(-5))
    paths = ("/events/", "/events/archive/", "/es/events/")
    few = [(cost(path), cost(path))[1] for path in paths]
    for number in range(6):
        meetings.event(starts=soon(2 + number))
        meetings.event(starts=soon(-2 - number))
    assert [cost(path) for path in paths] == few
