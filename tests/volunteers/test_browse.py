"""The list of ways to volunteer: what it shows, what it finds, and that nothing in its address breaks it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from languages.content import set_translation
from languages.models import Language
from tests.volunteers import making
from volunteers.models import Shift, ShiftRole

BOSTON = ZoneInfo("America/New_York")
SATURDAY = datetime(2031, 10, 11, 9, tzinfo=BOSTON)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return Client(HTTP_HOST="localhost")


def titles(response):
    assert response.status_code == 200
    return [card.title for card in response.context["page"].cards]


def test_a_card_says_what_when_where_and_how_many_places(sam):
    shift = making.shift(making.opportunity("Sort food"), starts=SATURDAY, place=making.venue("Dorchester House"), places=10)
    making.keep(shift.roles.get(), 7)
    page = sam.get("/volunteer/").content.decode()
    for words in ("Sort food", "Saturday, October 11", "9\u00a0a.m. to noon", "Dorchester House", "3 of 10 places left"):
        assert words in page


def test_work_is_listed_by_day_and_work_without_a_day_comes_last(sam):
    later, sooner, any_day = making.opportunity("Later"), making.opportunity("Sooner"), making.opportunity("Any day", kind="open_ended")
    making.shift(later, starts=SATURDAY + timedelta(days=1))
    making.shift(sooner, starts=SATURDAY)
    ShiftRole.objects.create(opportunity=any_day, capacity=None)
    assert titles(sam.get("/volunteer/")) == ["Sooner", "Later", "Any day"]


def test_what_has_begun_or_is_over_is_not_listed(sam):
    making.shift(starts=timezone.now() - timedelta(days=2))
    making.shift(starts=timezone.now() - timedelta(minutes=5))
    assert titles(sam.get("/volunteer/")) == []


def test_each_filter_finds_its_own(sam):
    Language.objects.get_or_create(code="ht", defaults={"name": "Haitian Creole", "own_name": "Kreyòl ayisyen"})
    roxbury, garden = making.neighborhood("Roxbury", lat=42.5, lng=-71.5), making.interest("Gardening")
    wanted = making.opportunity("Wanted", interests=[garden], languages_wanted=["ht"], family_friendly=True, kind="remote")
    making.shift(wanted, starts=SATURDAY, place=making.venue(area=roxbury, step_free=True, lat=42.5, lng=-71.5))
    full = making.shift(making.opportunity("Other"), starts=SATURDAY + timedelta(days=9), place=making.venue())
    making.fill(full.roles.get())
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for query in (
        "q=wanted", "neighborhood=roxbury", "interest=GARDENING", "from=2031-10-10&to=2031-10-12", "to=2031-10-11", "language=ht", "remote=1", "open=1", "family=1",
        "step_free=1", "near=Roxbury", "near=roxbury&q=wanted&open=1&language=ht",
    ):  # fmt: skip
        assert titles(sam.get(f"/volunteer/?{query}")) == ["Wanted"], query
    assert titles(sam.get("/volunteer/?from=2031-10-12")) == ["Other"]


def test_near_a_zip_shows_what_is_within_two_miles_and_how_far(sam):
    making.zip_code("02122", lat=42.30, lng=-71.06)
    making.shift(making.opportunity("Near"), place=making.venue(lat=42.31, lng=-71.06))
    making.shift(making.opportunity("Far"), place=making.venue(lat=42.37, lng=-71.06))
    response = sam.get("/volunteer/?near=02122-1234")
    assert titles(response) == ["Near"]
    assert "0.7 miles away" in response.content.decode()


@pytest.mark.parametrize("typed", ["dorchester 02122", "Dorchester, MA 02122-1234", "dorchester ma", "02122 boston"])
def test_a_zip_or_a_name_is_found_among_what_was_typed(sam, typed):
    making.zip_code("02122", lat=42.30, lng=-71.06)
    making.shift(making.opportunity("Near"), place=making.venue(lat=42.31, lng=-71.06))
    making.shift(making.opportunity("Far"), place=making.venue(lat=42.37, lng=-71.06))
    assert titles(sam.get("/volunteer/", {"near": typed})) == ["Near"]


def test_an_unknown_zip_is_said_in_plain_words(sam):
    making.shift()
    response = sam.get("/volunteer/?near=99999")
    assert titles(response) == ["Sort food"]
    assert "We do not know the ZIP code or neighborhood “99999”" in response.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat(sam):
    work = [making.opportunity(f"Work {n}") for n in range(30)]
    for n, one in enumerate(work):
        making.shift(one, starts=SATURDAY + timedelta(days=n // 8))  # eight start at the same minute
    for n in range(15):
        ShiftRole.objects.create(opportunity=making.opportunity(f"Remote {n}", kind="remote"), capacity=None)
    seen, address = [], "/volunteer/"
    while address:
        response = sam.get(address)
        seen += titles(response)
        address = response.context["next_url"] and "/volunteer/" + response.context["next_url"]
    assert len(seen) == len(set(seen)) == 45
    assert seen[:30] == [f"Work {n}" for n in range(30)]


def test_the_list_costs_the_same_queries_for_one_card_and_for_thirty(sam):
    def queries(address):
        sam.get(address)
        with CaptureQueriesContext(connection) as captured:
            sam.get(address)
        return len(captured)

    making.shift(place=making.venue())
    one = queries("/volunteer/"), queries("/es/volunteer/")
    for n in range(30):
        making.shift(making.opportunity(interests=[making.interest(f"Interest {n}")]), place=making.venue())
    assert (queries("/volunteer/"), queries("/es/volunteer/")) == one
    assert one[0] <= 4


def test_titles_are_in_the_readers_language_and_a_fallback_is_marked(sam):
    work = making.opportunity("Plant trees")
    making.shift(work)
    making.shift(making.opportunity("Walk dogs"))
    set_translation(record=work, field="title", language="es", text="Plantar árboles", status="verified", now=timezone.now())
    page = sam.get("/es/volunteer/").content.decode()
    assert "Plantar árboles" in page
    assert '<h3 class="card__title" lang="en" dir="ltr">' in page
    assert titles(sam.get("/es/volunteer/?q=arboles")) == ["Plantar árboles"]


def test_a_called_off_day_is_shown_as_such(sam):
    making.shift()
    Shift.objects.update(cancelled_at=timezone.now())
    page = sam.get("/volunteer/")
    assert titles(page) == ["Sort food"]
    assert "Called off" in page.content.decode()
    assert titles(sam.get("/volunteer/?open=1")) == []


def test_an_empty_result_offers_to_drop_each_filter_or_to_call(sam):
    making.shift()
    page = sam.get("/volunteer/?q=piano&open=1").content.decode()
    for words in ("Nothing fits all of these filters", 'href="?open=1"', 'href="?q=piano"', "617-555-0142"):
        assert words in page


@pytest.mark.parametrize(
    "query",
    [
        "q=c%2B%2B", "q=%22", "q=%22unclosed", "q=-", "q=%27%27%3B--", "q=%26%7C!()%3A*%3C%3E", "q=%EF%BF%BF", "q=%E2%80%AE%E2%80%8B", "q=" + "x" * 3000, "q=%ff%fe",
        "from=yesterday", "from=0001-01-01", "to=9999-12-31", "from=2031-13-45", "from=2031-10-12&to=2031-10-01", "neighborhood=nowhere", "interest=%3Cscript%3E",
        "language=xx", "near=%F0%9F%98%80", "near=000000", "page=any-1", "page=any-1&from=2031-01-01", "page=99999999999999999-999999999999999999", "page=-1", "page=1-", "page[]=1", "remote=maybe", "q=a&q=b", "=",
    ],
)  # fmt: skip
def test_nothing_in_the_address_breaks_the_list(sam, query):
    making.shift()
    assert sam.get(f"/volunteer/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "near=%00", "q=" + "x" * 5000, "page=" + "9" * 400])
def test_what_no_page_can_answer_is_refused_politely(sam, query):
    assert sam.get(f"/volunteer/?{query}").status_code in (200, 400)


def test_what_is_typed_is_escaped(sam):
    page = sam.get("/volunteer/?q=%3Cscript%3Ealert(1)%3C/script%3E&near=%22%3E%3Cimg%20src=x%3E").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_looking_sets_no_cookie_and_only_looks(sam):
    work = making.shift().opportunity
    for address in ("/volunteer/", work.get_absolute_url()):
        response = sam.get(address)
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert sam.post(address).status_code == 405
