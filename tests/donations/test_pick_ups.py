"""Asking for a pick-up: where, what and when; held until the address is proved; seen, and cancelled, on one's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations import retention
from donations.actions import pick_up_proofs, pick_ups
from donations.models import PickUpRequest, PickUpWindow
from mailing import proof
from mailing.models import AccessLink, Message
from people import forgetting, things
from tests import goods, makers
from tests.donations import fetching
from tests.donations.fetching import DORCHESTER, Donor
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return fetching.zips()


@pytest.fixture
def drive(places):
    return fetching.drive()


def errors(page):
    return page.content.decode().count("usa-error-message")


def taken(window):
    return PickUpWindow.objects.get(pk=window.pk).taken


def test_the_zip_code_is_asked_first_and_decides_which_times_are_offered(drive, places):
    here, there = fetching.window(drive, only=[places["East Boston"]]), fetching.window(drive, days=4, only=[places["Mattapan"]])
    everywhere = fetching.window(drive, days=5)
    donor = Donor()
    first = donor.get(f"/donate/{drive.slug}/pick-up/")
    assert first.status_code == 200 and 'name="zip"' in first.content.decode() and 'name="address"' not in first.content.decode()
    east = donor.get(f"/donate/{drive.slug}/pick-up/?zip=02128").content.decode()
    assert [f'value="{one.pk}"' in east for one in (here, there, everywhere)] == [True, False, True]
    two_neighborhoods = donor.get(f"/donate/{drive.slug}/pick-up/?zip={DORCHESTER}").content.decode()
    assert [f'value="{one.pk}"' in two_neighborhoods for one in (here, there, everywhere)] == [False, True, True]


def test_full_past_and_started_times_are_not_offered(drive):
    full, soon, begun = fetching.window(drive, stops=1), fetching.window(drive, days=0.2), fetching.window(drive, state="on_the_way")
    goods.pick_up(drive, window=full)
    page = Donor().get(f"/donate/{drive.slug}/pick-up/?zip=02128").content.decode()
    assert [f'value="{one.pk}"' in page for one in (full, soon, begun)] == [False, False, False]
    assert "Please propose a time" in page


@pytest.mark.parametrize("typed", ["90210", "2128", "abcde", "", "0" * 30])
def test_an_address_outside_the_city_is_refused_with_what_else_one_can_do(drive, typed):
    page = Donor().get(f"/donate/{drive.slug}/pick-up/?zip={typed}")
    assert page.status_code == 422 and errors(page) == 1
    assert "See where you can bring your things" in page.content.decode()
    sent = Donor().ask(drive, zip=typed, address="1 Rodeo Drive")
    assert sent.status_code == 422 and b"1 Rodeo Drive" in sent.content
    assert PickUpRequest.objects.count() == 0


def test_digits_of_any_script_and_a_longer_zip_code_are_read(drive):
    assert Donor().get(f"/donate/{drive.slug}/pick-up/?zip=٠٢١٢٨").status_code == 200
    Donor().ask(drive, zip="02128-1234")
    assert PickUpRequest.objects.get().zip == "02128"


def test_a_request_is_held_until_the_code_is_typed_and_keeps_a_stop_meanwhile(drive):
    window, donor = fetching.window(drive), Donor()
    answer = donor.ask(drive, window=window.pk, leave_outside="on", notes="Ring twice.")
    assert answer.status_code == 302 and answer.url == "/confirm/"
    request = PickUpRequest.objects.get()
    assert (request.state, request.window, request.leave_outside, request.neighborhood.name) == ("held", window, True, "East Boston")
    assert (request.lat, request.lng) == (42.37, -71.03)
    assert taken(window) == 1 and not Message.objects.filter(kind="pick_up_requested").exists()
    assert "12 Saratoga St" not in donor.get(f"/donate/pick-ups/{request.pk}/").content.decode()
    done = donor.type_code(code_for("dan@example.org"))
    assert done.status_code == 302
    request.refresh_from_db()
    assert (request.state, request.link, request.until) == ("requested", None, None)
    assert Message.objects.get(kind="pick_up_requested").person == request.person
    assert b"We have your request" in donor.get("/confirm/done/").content
    assert "12 Saratoga St" in donor.get(f"/donate/pick-ups/{request.pk}/").content.decode()


def test_a_second_sending_of_the_form_makes_nothing_new(drive):
    donor = Donor()
    form = donor.form_of(drive)
    first, second = (donor.post(f"/donate/{drive.slug}/pick-up/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert PickUpRequest.objects.count() == 1


def test_where_the_address_is_proved_the_office_has_the_request_at_once(drive):
    donor = Donor()
    donor.ask_and_prove(drive)
    answer = donor.ask(drive, what="Two bikes")
    second = PickUpRequest.objects.latest("pk")
    assert answer.url == f"/donate/pick-ups/{second.pk}/" and second.state == "requested"


def test_whoever_has_only_a_phone_is_called(drive):
    window = fetching.window(drive, stops=4)
    Donor().ask(drive, email="", phone="617-555-0143", window=window.pk)
    request = PickUpRequest.objects.get()
    assert request.until is not None and Message.objects.filter(kind="confirm_code", person=request.person).exists()
    crowded = Donor().ask(drive, email="", phone="617-555-0144", name="Sam", window=window.pk)
    assert crowded.status_code == 422 and b"Too many people are waiting for our call" in crowded.content


def test_who_said_yes_on_the_phone_is_not_called_again_to_hear_it(drive):
    Donor().ask(drive, email="", phone="617-555-0143")
    proof.settle_by_phone(link=AccessLink.objects.get(), by=makers.staff(), now=timezone.now())
    assert PickUpRequest.objects.get().state == "requested"
    assert not Message.objects.filter(kind="pick_up_requested").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""}, {"email": "", "phone": ""}, {"address": ""}, {"what": "\u200b"}, {"size": "truck"}, {"stairs": ""}, {"window": ""}, {"window": "99999999999999999999"},
        {"window": "-1"}, {"address": "x" * 201}, {"notes": "n" * 601}, {"what": "a\x00b"}, {"email": "dan@localhost"}, {"key": "k"},
    ],
)  # fmt: skip
def test_bad_input_comes_back_with_what_was_typed(drive, typed):
    page = Donor().ask(drive, **{"notes": "Ring twice.", **typed})
    assert page.status_code == 422 and (errors(page) or "too old" in page.content.decode())
    assert "notes" in typed or b"Ring twice." in page.content
    assert PickUpRequest.objects.count() == 0


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "5500-0000-0000-0004", "078-05-1120"])
@pytest.mark.parametrize("field", ["notes", "what", "address"])
def test_card_and_social_security_numbers_are_never_stored(drive, number, field):
    page = Donor().ask(drive, **{field: f"my number is {number}"})
    assert page.status_code == 422 and b"card number or a social security number" in page.content
    assert PickUpRequest.objects.count() == 0


def test_phone_numbers_and_counts_may_stand_in_notes(drive):
    assert Donor().ask(drive, notes="Call 617-555-0142, or 1234 5678 9012 boxes", what="200 notebooks, 02128-1234").status_code == 302


def test_a_time_that_filled_up_meanwhile_is_refused_and_the_others_are_shown(drive):
    window, other, donor = fetching.window(drive, stops=1), fetching.window(drive, days=4), Donor()
    form = donor.form_of(drive, window=window.pk)
    goods.pick_up(drive, window=window)
    page = donor.post(f"/donate/{drive.slug}/pick-up/", form)
    assert page.status_code == 422 and b"We cannot come at this time any more" in page.content
    assert f'value="{other.pk}"' in page.content.decode() and b"Six bags of coats" in page.content


def test_the_database_refuses_a_stop_too_many_whoever_writes(drive):
    window = fetching.window(drive, stops=1)
    goods.pick_up(drive, window=window)
    second = goods.pick_up(drive, who=makers.person("Sam", "sam@example.org"))
    second.window = window
    with pytest.raises(pick_ups.Refused):
        pick_ups.store(second, ["window"])
    assert taken(window) == 1


def test_a_drive_that_closed_a_minute_ago_takes_no_request(places):
    drive = fetching.drive(closes=timezone.now() + timedelta(minutes=5))
    donor = Donor()
    form = donor.form_of(drive)
    type(drive).objects.update(closes=timezone.now() - timedelta(minutes=1))
    page = donor.post(f"/donate/{drive.slug}/pick-up/", form)
    assert page.status_code == 422 and b"does not take new pick-ups" in page.content
    assert PickUpRequest.objects.count() == 0


def test_drafts_and_drives_that_fetch_nothing_are_not_found(places):
    for drive in (fetching.drive(state="draft"), fetching.drive(offers_pick_up=False)):
        assert Donor().get(f"/donate/{drive.slug}/pick-up/").status_code == 404
    assert Donor().get("/donate/nothing/pick-up/").status_code == 404


def test_leaving_it_outside_is_offered_only_where_the_drive_allows_it(places):
    drive = fetching.drive(offers_leave_outside=False)
    donor = Donor()
    assert "leave_outside" not in donor.get(f"/donate/{drive.slug}/pick-up/?zip=02128").content.decode()
    donor.ask(drive, leave_outside="on")
    assert PickUpRequest.objects.get().leave_outside is False


def test_what_nobody_confirms_ends_in_time_and_a_late_code_still_counts(drive):
    window, donor = fetching.window(drive), Donor()
    donor.ask(drive, window=window.pk)
    request, link = PickUpRequest.objects.get(), AccessLink.objects.get()
    pick_up_proofs.start_clock(link_id=link.pk, now=timezone.now())
    request.refresh_from_db()
    assert request.until is not None
    pick_up_proofs.sweep(now=request.until - timedelta(seconds=1))
    assert taken(window) == 1
    pick_up_proofs.sweep(now=request.until + timedelta(seconds=1))
    request.refresh_from_db()
    assert (request.state, taken(window)) == ("expired", 0)
    donor.type_code(code_for("dan@example.org"))
    request.refresh_from_db()
    assert (request.state, request.window, taken(window)) == ("requested", window, 1)


def test_a_late_code_finds_the_time_full_and_keeps_the_request_without_one(drive):
    window, donor = fetching.window(drive, stops=1), Donor()
    donor.ask(drive, window=window.pk)
    PickUpRequest.objects.update(until=timezone.now())
    pick_up_proofs.sweep(now=timezone.now())
    goods.pick_up(drive, who=makers.person("Sam", "sam@example.org"), window=window)
    donor.type_code(code_for("dan@example.org"))
    dans = PickUpRequest.objects.get(person__name="Dan")
    assert (dans.state, dans.window, taken(window)) == ("requested", None, 1)


def test_the_wrong_address_is_changed_and_the_stop_is_kept(drive):
    window, donor = fetching.window(drive), Donor()
    donor.ask(drive, email="dam@example.org", window=window.pk)
    donor.press("/confirm/address/", email="dan@example.org")
    donor.type_code(code_for("dan@example.org"))
    request = PickUpRequest.objects.get()
    assert (request.state, request.person.email, taken(window)) == ("requested", "dan@example.org", 1)


def test_one_address_has_only_so_many_open_pick_ups(drive):
    donor = Donor()
    donor.ask_and_prove(drive)
    statuses = [donor.ask(drive, what=f"Bag {number}").status_code for number in range(3)]
    assert statuses == [302, 302, 429] and PickUpRequest.objects.count() == 3


def test_a_pick_up_is_cancelled_once_asked_and_its_stop_is_free(drive):
    window, donor = fetching.window(drive), Donor()
    donor.ask_and_prove(drive, window=window.pk)
    request = PickUpRequest.objects.get()
    page = f"/donate/pick-ups/{request.pk}/cancel/"
    assert b"Do you want to cancel?" in donor.get(page).content
    for _ in range(2):
        assert donor.press(page, from_page=f"/donate/{drive.slug}/pick-up/?zip=02128").status_code == 302
    request.refresh_from_db()
    assert (request.state, taken(window)) == ("cancelled", 0)
    assert Message.objects.filter(kind="pick_up_cancelled").count() == 1
    assert Message.objects.get(kind="pick_up_requested").state == "cancelled"


@pytest.mark.parametrize("act", ["", "accept/", "decline/", "cancel/"])
def test_strangers_find_nothing_of_another_donor(drive, act):
    Donor().ask_and_prove(drive)
    stranger = Donor()
    stranger.ask_and_prove(drive, name="Sam", email="sam@example.org")
    dans = PickUpRequest.objects.get(person__name="Dan")
    for number in (dans.pk, 987_654_321, 2**70):
        path = f"/donate/pick-ups/{number}/{act}"
        assert stranger.get(path).status_code in {404, 405}
        assert stranger.press(path, from_page="/my/").status_code in {404, 405}
    dans.refresh_from_db()
    assert dans.state == "requested"


def test_it_stands_among_ones_own_things_and_in_the_calendar_once_it_has_a_time(drive):
    window, donor = fetching.window(drive), Donor()
    donor.ask_and_prove(drive, window=window.pk)
    request = PickUpRequest.objects.get()
    assert "Pick-up for" in donor.get("/my/").content.decode()
    assert things.entries_of([request.person], timezone.now()) == []
    PickUpRequest.objects.update(state="scheduled")
    (entry,) = things.entries_of([request.person], timezone.now())
    assert (entry["location"], entry["method"]) == ("12 Saratoga St, 02128", "PUBLISH")


def test_forgetting_cancels_without_a_letter_and_drops_the_address(drive):
    window, donor = fetching.window(drive), Donor()
    donor.ask_and_prove(drive, window=window.pk, notes="Ring twice.")
    request = PickUpRequest.objects.get()
    forgetting.forget(person=request.person, now=timezone.now())
    request.refresh_from_db()
    assert (request.state, request.address, request.zip, request.what, request.notes, request.lat) == ("cancelled", "", "", "", "", None)
    assert taken(window) == 0 and not Message.objects.filter(kind="pick_up_cancelled").exists()


def test_addresses_leave_twelve_months_after_the_drive_and_unproved_ones_after_a_week(drive):
    now = timezone.now()
    old, young = goods.pick_up(drive, state="collected"), goods.pick_up(fetching.drive(), who=makers.person("Sam", "sam@example.org"), state="collected")
    unproved = goods.pick_up(young.drive, who=makers.person("Eve", "eve@example.org"), state="expired")
    type(drive).objects.filter(pk=drive.pk).update(opens=now - timedelta(days=400), closes=now - timedelta(days=366))
    PickUpRequest.objects.filter(pk=unproved.pk).update(changed_at=now - timedelta(days=8))
    assert retention.forget_old(now=now) == 2
    assert list(PickUpRequest.objects.order_by("pk").values_list("address", flat=True)) == ["", "12 Saratoga St", ""]
    assert retention.forget_old(now=now) == 0
    assert old.pk < young.pk
