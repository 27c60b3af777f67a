"""The page of a location: its state, goods in three taps, who was turned away; each press counts once, however late it arrives."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations import codes
from donations.models import Donation, DropOffLocation, LocationCheck, LocationClosure, TurnedAway
from intake import actors
from tests import goods, makers
from tests.donations.bringing import Phone, book, give_on, here, in_stock, link

pytestmark = pytest.mark.django_db(transaction=True)
FROM_SCRIPT = {"headers": {"accept": "application/json"}}


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def need(location):
    return goods.need(location.drive, name="Notebooks")


@pytest.fixture
def lena(location, need):
    return Phone(link(location))


def test_three_taps_book_goods_in_and_the_page_says_so(lena, location, need):
    answer = lena.book(need, "5")
    assert (answer.status_code, answer["Location"]) == (302, f"{lena.base}#booked")
    page = lena.page().text
    assert "Booked in: Notebooks: 5." in page and "Take back" in page
    assert (in_stock(location, need), Donation.objects.get().link) == (5, lena.link)


def test_a_number_that_was_typed_goes_before_one_that_was_tapped_and_every_scripts_digits_are_read(lena, location, need):
    lena.book(need, "1", number="٣٧")
    assert in_stock(location, need) == 37


def test_a_code_books_for_its_pledge_and_an_organization_under_its_name(lena, need):
    pledge = goods.pledge({need: 4})
    lena.book(need, "3", "pledge", code=codes.spaced(codes.of(pledge.pk)).lower())
    lena.book(need, "2", "organization", organization="Bakers’ Union")
    assert list(Donation.objects.order_by("pk").values_list("pledge", "source", "organization")) == [
        (pledge.pk, "pledge", ""),
        (None, "organization", "Bakers’ Union"),
    ]
    pledge.refresh_from_db()
    assert pledge.state == "partly"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"need": ""}, "Choose what it is."),
        ({"need": "999999"}, "This item is not part of the drive."),
        ({"number": "0"}, "Enter a whole number, such as 3."),
        ({"number": "-2"}, "Enter 0 or more."),
        ({"number": "2.5"}, "Enter a whole number, such as 3."),
        ({"number": "9" * 30}, "Enter at most 100000."),
        ({"count": "7"}, "is not one of the available choices"),
        ({"count": ""}, "Say how many."),
        ({"source": ""}, "Choose where it came from."),
        ({"source": "pick_up"}, "Choose where it came from."),
        ({"source": "pledge"}, "Type the code of the pledge."),
        ({"source": "pledge", "code": "K7P 4XE"}, "No pledge of this drive has the code K7P 4XE."),
        ({"source": "organization", "organization": ""}, "Enter the name of the organization."),
        ({"source": "organization", "organization": "\u200b"}, "Enter the name of the organization."),
        ({"key": "short"}, "This form is too old."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_422_and_nothing_is_lost(lena, need, data, said):
    sent = {"need": need.pk, "count": "3", "source": "walk_in", "organization": "Typed before", "key": makers.key(), **data}
    answer = lena.client.post(f"{lena.base}goods/", sent)
    assert answer.status_code == 422 and said in answer.text and 'role="alert"' in answer.text
    if "organization" not in data:
        assert 'value="Typed before"' in answer.text
    assert not Donation.objects.exists()


@pytest.mark.parametrize("nasty", ["a\x00b", "x" * 5000])
def test_nasty_text_is_refused_politely(lena, need, nasty):
    assert lena.book(need, "1", "organization", organization=nasty).status_code == 422
    assert lena.book(need, nasty).status_code == 422
    assert lena.book(need, "1", "pledge", code=nasty).status_code == 422


def test_a_press_sent_again_books_once(lena, location, need):
    key = makers.key()
    for _try in range(3):
        answer = lena.post("goods/", FROM_SCRIPT, need=need.pk, count="5", source="walk_in", key=key)
        assert (answer.status_code, answer.json()["said"]) == (200, "Booked in: Notebooks: 5.")
    assert in_stock(location, need) == 5


def test_without_its_key_a_press_sent_again_would_book_again(lena, location, need):
    """Negative control."""
    for _try in range(2):
        lena.post("goods/", FROM_SCRIPT, need=need.pk, count="5", source="walk_in", key="")
    assert in_stock(location, need) == 10


def test_what_was_pressed_without_a_connection_counts_from_then(lena, need):
    lena.book(need, "5", ago="7200")
    assert timedelta(hours=1, minutes=59) < timezone.now() - Donation.objects.get().received_at < timedelta(hours=2, minutes=1)


@pytest.mark.parametrize("ago", ["-5", "x", "9" * 40, "1.5", ""])
def test_a_clock_that_cannot_be_right_is_now(lena, need, ago):
    lena.book(need, "5", ago=ago)
    assert timezone.now() - Donation.objects.get().received_at < timedelta(minutes=1)


def test_the_script_hears_a_refusal_in_words(lena, need):
    answer = lena.book(need, "1", "pledge", code="K7P 4XE", more=FROM_SCRIPT)
    assert (answer.status_code, "No pledge of this drive" in answer.json()["said"]) == (409, True)


def test_only_what_the_location_accepts_is_offered(lena, location, need):
    pens = goods.need(location.drive, name="Pens")
    location.accepts.add(need)
    page = lena.page().text
    assert "Notebooks" in page and "Pens" not in page
    assert lena.book(pens).status_code == 422


def test_a_drive_that_was_closed_a_minute_ago_takes_nothing_and_says_so(lena, location, need):
    type(location.drive).objects.update(state="closed")
    answer = lena.book(need, more=FROM_SCRIPT)
    assert (answer.status_code, "This drive is closed" in answer.json()["said"]) == (409, True)
    assert "This drive is closed" in lena.page().text and not Donation.objects.exists()


# --- Taken back -----------------------------------------------------------------------------------------------------------


def test_what_was_booked_in_here_is_taken_back_and_nobody_elses(lena, location, need):
    lena.book(need, "5")
    theirs = book(location, {need: 2})
    mine = Donation.objects.exclude(pk=theirs.pk).get()
    for number, status in ((mine.pk, 302), (mine.pk, 302), (theirs.pk, 302), (10**25, 404)):
        assert lena.post(f"goods/{number}/back/").status_code == status
    assert (in_stock(location, need), Donation.objects.get()) == (2, theirs)


def test_what_was_given_on_already_is_not_taken_back(lena, location, need):
    lena.book(need, "5")
    give_on(location, {need: 3})
    answer = lena.post(f"goods/{Donation.objects.get().pk}/back/", FROM_SCRIPT)
    assert (answer.status_code, answer.json()["said"]) == (409, "Only 2 of “Notebooks” are in stock here.")


# --- State ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["paused", "full"])
def test_a_state_is_set_and_shown(lena, location, state):
    lena.post("state/", state=state, seen="open")
    location.refresh_from_db()
    assert location.state == state
    assert f'value="{state}" data-mark="{state}" aria-pressed="true"' in lena.page().text


def test_closed_today_is_a_day_and_open_ends_it(lena, location):
    lena.post("state/", state="closed_today", seen="open")
    assert LocationClosure.objects.filter(location=location).exists()
    assert '<strong data-state-of="location">Closed today</strong>' in lena.page().text
    lena.post("state/", state="open", seen="closed_today")
    assert not LocationClosure.objects.exists()


def test_checked_now_is_seen_with_its_time(lena, location):
    assert "nobody has looked yet" in lena.page().text
    lena.post("check/")
    location.refresh_from_db()
    assert timezone.now() - location.checked_at < timedelta(minutes=1) and "last looked at" in lena.page().text
    assert LocationCheck.objects.get().link == lena.link


def test_an_older_press_does_not_overwrite_what_somebody_else_said_meanwhile(lena, location):
    Phone(link(location, name="Sam")).post("state/", state="full", seen="open")
    answer = lena.post("state/", FROM_SCRIPT, state="paused", seen="open")
    assert (answer.status_code, answer.json()["state"]) == (409, "full")
    assert DropOffLocation.objects.get().state == "full"


@pytest.mark.parametrize("state", ["", "closed", "burning", "\x00"])
def test_a_state_that_is_not_theirs_to_say_is_refused(lena, state):
    assert lena.post("state/", FROM_SCRIPT, state=state).status_code == 409
    assert DropOffLocation.objects.get().state == "open"


# --- Turned away ----------------------------------------------------------------------------------------------------------


def test_one_tap_notes_who_was_turned_away_and_why(lena, location):
    lena.post("turned-away/", reason="full")
    lena.post("turned-away/", reason="condition", what="Wet books")
    assert list(TurnedAway.objects.order_by("pk").values_list("reason", "what", "link")) == [
        ("full", "", lena.link.pk),
        ("condition", "Wet books", lena.link.pk),
    ]
    assert "2 people today" in lena.page().text


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "mood"}, {"reason": "full", "what": "x" * 101}])
def test_a_reason_that_is_wrong_is_said(lena, data):
    assert lena.post("turned-away/", **data).status_code == 422
    assert lena.post("turned-away/", FROM_SCRIPT, **data).status_code == 409
    assert not TurnedAway.objects.exists()


# --- Who did it -----------------------------------------------------------------------------------------------------------


def test_the_history_says_that_it_was_done_by_the_link(lena, location, need):
    lena.book(need)
    lena.post("state/", state="full")
    context = {"location_link": lena.link.pk}
    assert Donation.objects.get().changes.get().pgh_context == context == location.changes.latest("pgh_id").pgh_context
    assert actors.names_of([context]) == {("location_link", lena.link.pk): "Lena (link for a location)"}


def test_no_get_changes_anything(lena, location, need):
    for path in ("state/", "check/", "goods/", "turned-away/", "code/", "goods/1/back/", "pledges/1/"):
        assert lena.client.get(f"{lena.base}{path}?state=full&reason=full").status_code == 405
    lena.page()
    assert not (Donation.objects.exists() or TurnedAway.objects.exists() or LocationCheck.objects.exists())


def test_without_the_cross_site_token_nothing_is_taken(location, need):
    phone = Phone(link(location), enforce_csrf_checks=True)
    assert phone.book(need).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', phone.page().text)[1]
    assert phone.book(need, csrfmiddlewaretoken=token).status_code == 302


def test_the_page_costs_the_same_at_one_and_three_rows(lena, location, need):
    def queries():
        lena.page()  # says what was booked, and forgets it
        with CaptureQueriesContext(connection) as asked:
            lena.page()
        return len(asked)

    lena.book(need)
    one = queries()
    for number in range(3):
        lena.book(goods.need(location.drive, name=f"More {number}"))
    assert queries() == one
