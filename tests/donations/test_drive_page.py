"""The page of a drive: what is needed, where to bring it, and what a visitor is told in each of its states."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic import pagecache
from donations.models import Drive, DropOffLocation, LocationClosure
from intake.phones import spoken_number
from languages.content import set_translation
from places.models import Neighborhood, ZipCode
from tests import goods, makers
from tests.reading import told

pytestmark = pytest.mark.django_db

SQUARE = {"type": "Polygon", "coordinates": [[[-71.2, 42.2], [-71.0, 42.2], [-71.0, 42.4], [-71.2, 42.4], [-71.2, 42.2]]]}


@pytest.fixture
def drive(db):
    makers.city()
    now = timezone.now()
    return goods.drive(
        title="Back to School Drive", slug="back-to-school", opens=now - timedelta(days=5), closes=now + timedelta(days=9), not_accepted="No opened packs.",
        for_whom="Children in public schools",
    )  # fmt: skip


def get(path="/donate/back-to-school/"):
    pagecache.forget()
    return Client().get(path)


def text(path="/donate/back-to-school/"):
    """The words of the main part of a page, on one line."""
    page = get(path).text
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return re.sub(r"\s+", " ", main.replace("\u00a0", " "))


def anywhere(name="Library", **changes):
    return makers.venue(name=name, address=f"{name} Street", **changes)


def test_it_tells_the_story_the_last_day_and_for_whom(drive):
    said = text()
    for words in ("Back to School Drive", "School begins soon.", "Children in public schools", "No opened packs.", "Bags are given out at every school"):
        assert words in said
    assert f"Last day {drive.local_closes:%A}, {drive.local_closes:%B} {drive.local_closes.day}" in said
    assert spoken_number(drive.office.phone) in said


def test_the_last_day_is_told_on_the_clock_of_the_place(drive):
    closes = datetime(timezone.now().year + 1, 2, 14, 5, 30, tzinfo=UTC)
    Drive.objects.update(closes=closes, opens="2026-01-01T00:00:00Z")
    assert f"{told(closes.date())}, 12:30 a.m." in text()
    Drive.objects.update(time_zone="America/Los_Angeles")
    assert f"{told(closes.date() - timedelta(days=1))}, 9:30 p.m." in text()


def test_received_and_promised_are_told_apart_and_drawn_apart(drive):
    need = goods.need(drive, name="Notebooks", target=300, note="new only")
    at = goods.location(drive)
    pledge = goods.pledge({need: 60})
    line = pledge.lines.get()
    donation = drive.donations.create(location=at, source="pledge", pledge=pledge, received_at=timezone.now())
    donation.lines.create(need=need, quantity=20, pledge_line=line)
    walk_in = drive.donations.create(location=at, source="walk_in", received_at=timezone.now())
    walk_in.lines.create(need=need, quantity=100)
    page = get().text
    assert "140 of 300 still missing: 120 received, 40 promised" in page and "new only" in page
    assert 'd="M0 0h120v1H0z"' in page and 'd="M0 0h40v1H0z" transform="translate(120 0)"' in page


def test_a_bar_never_runs_beyond_its_end(drive):
    need = goods.need(drive, target=10)
    donation = drive.donations.create(location=goods.location(drive), source="walk_in", received_at=timezone.now())
    donation.lines.create(need=need, quantity=25)
    page = get().text
    assert "Nothing missing of 10: 25 received, 0 promised" in page and 'd="M0 0h10v1H0z"' in page


def test_what_is_needed_most_stands_first_and_says_so_while_it_is_missing(drive):
    goods.need(drive, name="Erasers", priority=3)
    goods.need(drive, name="Backpacks", priority=1)
    said = text()
    assert said.index("Backpacks Needed most") < said.index("Erasers")


def test_a_location_tells_all_one_needs_before_coming(drive):
    need = goods.need(drive, name="Notebooks")
    goods.need(drive, name="Erasers")
    location = goods.location(drive, hours=((0, 24 - 1),), instructions="Ring the bell.", venue=anywhere("Grove Hall Library"), checked_at=timezone.now())
    location.accepts.add(need)
    page, said = get().text, text()
    for words in (
        "Grove Hall Library",
        "Grove Hall Library Street, Dorchester, 02121",
        "Yes, there is a way in without steps.",
        "Ring the bell.",
        "Takes Notebooks Good",
    ):
        assert words in said
    assert "Every day: midnight to 11 p.m." in said and "https://www.openstreetmap.org/" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [({"state": "full"}, "Full: no room for more"), ({"state": "paused"}, "Paused: please do not come right now"), ({}, "Open now until 11 p.m.")],
)
def test_a_location_tells_how_it_is_just_now(drive, change, words):
    now = timezone.localtime()
    goods.location(drive, hours=((0, 23),), checked_at=now - timedelta(hours=2), **change)
    if now.hour == 23:
        pytest.skip("the hours of this test end at eleven")
    said = text()
    assert words in said and "Checked 2 hours ago" in said and "Please call before you come." not in said


def test_what_was_checked_long_ago_goes_stale_visibly(drive):
    goods.location(drive, state="full", checked_at=timezone.now() - timedelta(hours=5))
    assert "Checked 5 hours ago. Please call before you come." in text()


def test_a_closed_day_tells_its_reason(drive):
    location = goods.location(drive)
    today = timezone.localdate(timezone=drive.zone)
    LocationClosure.objects.create(location=location, day=today, reason="Water in the basement")
    LocationClosure.objects.create(location=location, day=today + timedelta(days=2), reason="Inventory")
    said = text()
    assert "Closed today" in said and "Water in the basement" in said and ": Inventory" in said


def test_places_are_narrowed_down_to_those_that_take_an_item(drive):
    pens, coats = goods.need(drive, name="Pens"), goods.need(drive, name="Coats")
    for name, needs in (("Everything House", []), ("Coat House", [coats]), ("Pen House", [pens])):
        goods.location(drive, venue=anywhere(name)).accepts.set(needs)
    said = text(f"/donate/back-to-school/?item={coats.pk}")
    assert "2 of 3 places" in said and "Coat House" in said and "Everything House" in said and "Pen House" not in said


def test_near_me_puts_the_nearest_first_and_tells_the_distance(drive):
    Neighborhood.objects.create(name="East Boston", slug="east-boston", lat=42.3757, lng=-71.0358)
    ZipCode.objects.create(zip="02134", neighborhood=Neighborhood.objects.get(slug="east-boston"), lat=42.3554, lng=-71.1323)
    goods.location(drive, venue=anywhere("Allston House", lat=42.3601, lng=-71.1281))
    goods.location(drive, venue=anywhere("Eastie House", lat=42.3777, lng=-71.0285))
    goods.location(drive, venue=anywhere("Nowhere House", neighborhood=None))
    by_zip, by_name = text("/donate/back-to-school/?near=02134"), text("/donate/back-to-school/?near=east+boston")
    assert by_zip.index("1. Allston House") < by_zip.index("2. Eastie House") < by_zip.index("3. Nowhere House")
    assert by_name.index("1. Eastie House") < by_name.index("2. Allston House") and "0.4 miles away" in by_name


@pytest.mark.parametrize("query", ["?item=999999999999999999999", "?item=x'--", "?near=Atlantis", "?item=%00&near=%00", "?near=" + "9" * 3000, "?item=٣"])
def test_what_cannot_be_read_is_left_out_and_said(drive, query):
    goods.need(drive)
    goods.location(drive, venue=anywhere("The House"))
    answer = get(f"/donate/back-to-school/{query}")
    assert answer.status_code == 400 or (answer.status_code == 200 and "The House" in answer.text)


def test_the_map_has_the_same_places_with_the_same_numbers(drive):
    Neighborhood.objects.create(name="Downtown", slug="downtown", outline=SQUARE)
    inside = goods.location(drive, venue=anywhere("In", lat=42.3, lng=-71.1))
    same = goods.location(drive, venue=anywhere("Same", lat=42.3, lng=-71.1))
    goods.location(drive, venue=anywhere("Far", lat=41.0, lng=-75.0))
    page = get().text
    assert page.count('class="map__mark"') == 1 and f'href="#place-{inside.pk}"' in page and ">1, 2</text>" in page
    assert f'id="place-{same.pk}"' in page and "3. Far" in text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "open", "opens": timezone.now() + timedelta(days=1)}, "It begins on"),
        ({"state": "closing"}, "We take no more promises"),
        ({"state": "open", "closes": timezone.now() - timedelta(minutes=1)}, "We take no more promises"),
        ({"state": "closed"}, "We are counting"),
        ({"state": "reported"}, "Here is what came of it."),
    ],
)
def test_each_state_says_what_one_can_still_do(drive, changes, words):
    goods.need(drive)
    goods.location(drive)
    Drive.objects.update(**changes)
    assert words in text()


def test_a_drive_that_is_over_sends_nobody_to_a_closed_door(drive):
    goods.need(drive)
    goods.location(drive, venue=anywhere("The House"))
    Drive.objects.update(state="closed")
    said = text()
    assert "The House" not in said and "Where to bring it" not in said


@pytest.mark.parametrize("path", ["/donate/back-to-school/", "/donate/back-to-school/flyer/", "/donate/unknown/"])
def test_a_draft_is_not_found_like_one_that_does_not_exist(drive, path):
    Drive.objects.update(state="draft")
    assert get(path).status_code == 404 and "Back to School" not in get("/donate/").text


def test_it_is_read_in_the_readers_language_and_what_is_not_translated_is_marked(drive):
    need = goods.need(drive, name="Notebooks")
    goods.location(drive)
    set_translation(record=need.item, field="name", language="es", text="Cuadernos", status="verified", now=timezone.now())
    page = get("/es/donate/back-to-school/").text
    assert "Cuadernos" in page and '<span lang="en" dir="ltr">Back to School Drive</span>' in page


def test_whatever_is_behind_it_the_queries_stay_the_same(drive):
    def queries(path):
        get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(path).status_code == 200
        return len(asked)

    def grow(number):
        for _one in range(number):
            need = goods.need(drive)
            goods.location(drive, venue=anywhere(f"House {need.pk}")).accepts.add(need)

    grow(1)
    few = [queries(f"{prefix}/donate/back-to-school/?near=02134&x={n}") for n, prefix in enumerate(("", "/es"))]
    grow(4)
    assert [queries(f"{prefix}/donate/back-to-school/?near=02134&y={n}") for n, prefix in enumerate(("", "/es"))] == few


def test_it_sets_no_cookie_and_may_be_kept_for_some_seconds(drive):
    answer = get()
    assert not answer.cookies and answer.headers["Cache-Control"] == "public, max-age=5"


def test_the_list_shows_what_runs_what_comes_and_what_came_of_it(drive):
    goods.need(drive, name="Pens", target=40)
    goods.location(drive)
    now = timezone.now()
    goods.drive(title="Winter Drive", opens=now + timedelta(days=3), closes=now + timedelta(days=30))
    goods.drive(title="Old Drive", state="reported", opens=now - timedelta(days=400), closes=now - timedelta(days=380))
    goods.drive(title="Draft Drive", state="draft")
    said = text("/donate/")
    order = [
        said.index(words)
        for words in ("Running now", "Back to School Drive", "Pens", "Beginning soon", "Winter Drive", "What came of earlier drives", "Old Drive")
    ]
    assert order == sorted(order) and "Draft Drive" not in said and "40 things are still missing" in said


def test_the_empty_list_says_what_else_one_can_do(db):
    makers.city()
    makers.office()
    assert "Nothing is collected just now" in text("/donate/")


def test_the_list_costs_the_same_however_many_drives_there_are(drive):
    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            assert get(path).status_code == 200
        return len(asked)

    goods.need(drive)
    goods.location(drive)
    get("/donate/")
    one = queries("/donate/?n=1")
    for _number in range(3):
        other = goods.drive(opens=timezone.now() - timedelta(days=1), closes=timezone.now() + timedelta(days=1))
        goods.need(other)
        goods.location(other)
    assert queries("/donate/?n=2") == one


def test_a_page_changes_nothing(drive):
    goods.location(drive)
    before = list(DropOffLocation.objects.values()), list(Drive.objects.values())
    get()
    assert (list(DropOffLocation.objects.values()), list(Drive.objects.values())) == before
