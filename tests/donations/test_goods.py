"""Goods booked in, taken back, sorted and given on: counted once, never below zero, and thanked for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from donations import by_code, codes, goods_rules
from donations.actions import goods as verbs
from donations.models import Donation, DonationLine, Drive, HandOver, HandOverLine, Pledge, PledgeLine, Stock
from intake.refusal import Refused
from mailing.models import AccessLink, Message
from tests import goods, makers
from tests.donations.bringing import book, give_on, here, in_stock, link, numbers, partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def need(location):
    return goods.need(location.drive, name="Notebooks")


@pytest.fixture
def pens(location):
    return goods.need(location.drive, name="Pens")


def state_of(pledge):
    return Pledge.objects.values_list("state", flat=True).get(pk=pledge.pk)


def sorted_as(donation, *found, by=None):
    """Sort the lines of a donation, in their order, as (unfit for use, condition)."""
    lines = donation.lines.order_by("pk").values_list("pk", flat=True)
    return verbs.sort(donation=donation, found=dict(zip(lines, found, strict=True)), by=by or makers.staff(f"{makers.key()}@example.org"), now=timezone.now())


# --- Booked in ------------------------------------------------------------------------------------------------------------


def test_goods_stand_in_stock_and_count_as_received(location, need, pens):
    donation = book(location, {need: 12, pens: 3})
    assert (in_stock(location, need), in_stock(location, pens), numbers(need)) == (12, 3, (0, 12))
    assert (donation.source, donation.state, donation.link, donation.person) == ("walk_in", "received", None, None)


def test_one_press_books_once_and_the_same_key_with_other_goods_books_again(location, need):
    by, key = makers.staff(), makers.key()
    first, again = (book(location, {need: 2}, by=by, key=key) for _press in range(2))
    assert first == again and in_stock(location, need) == 2
    assert book(location, {need: 3}, by=by, key=key) != first


def test_goods_of_a_pledge_count_towards_it_until_all_of_it_came(location, need, pens):
    pledge = goods.pledge({need: 6, pens: 2})
    book(location, {need: 4}, source="pledge", pledge=pledge)
    assert (state_of(pledge), numbers(need), numbers(pens)) == ("partly", (2, 4), (2, 0))
    book(location, {need: 2, pens: 2}, source="pledge", pledge=pledge)
    assert (state_of(pledge), numbers(need), numbers(pens)) == ("brought", (0, 6), (0, 2))


def test_more_than_was_promised_is_welcome_and_so_is_what_was_not(location, need, pens):
    capped = goods.need(location.drive, target=5, is_capped=True)
    pledge = goods.pledge({capped: 5})
    book(location, {capped: 9, pens: 1}, source="pledge", pledge=pledge)
    assert (state_of(pledge), numbers(capped), numbers(pens)) == ("brought", (0, 9), (0, 1))


@pytest.mark.parametrize(
    ("state", "some", "everything"),
    [("withdrawn", "withdrawn", "brought"), ("lapsed", "in_part", "brought"), ("in_part", "in_part", "brought"), ("held", "held", "brought")],
)
def test_what_comes_of_a_pledge_that_stands_no_more_is_counted_all_the_same(location, need, state, some, everything):
    pledge = goods.pledge({need: 4}, state=state)
    book(location, {need: 1}, source="pledge", pledge=pledge)
    assert state_of(pledge) == some
    book(location, {need: 3}, source="pledge", pledge=pledge)
    assert (state_of(pledge), numbers(need)) == (everything, (0, 4))


def test_the_donor_and_the_organization_come_from_the_pledge(location, need):
    pledge = goods.pledge({need: 4}, organization="Bakers’ Union", thanks_agreed_at=makers.NOW)
    donation = book(location, {need: 4}, source="pledge", pledge=pledge)
    assert (donation.person, donation.organization, donation.thanks_agreed_at) == (pledge.person, "Bakers’ Union", makers.NOW)


def test_what_the_people_at_the_site_book_in_is_theirs(location, need):
    lena = link(location)
    donation = book(location, {need: 1}, by=lena)
    assert (donation.link, donation.received_by) == (lena, None)


@pytest.mark.parametrize("quantity", [0, -1, 2.5, 100_001, 10**30, "3", True])
def test_a_number_that_cannot_be_meant_is_refused(location, need, quantity):
    with pytest.raises(Refused):
        book(location, {need: quantity})
    assert not Donation.objects.exists()


def test_an_item_of_another_drive_is_refused(location, need):
    with pytest.raises(Refused, match="not part of the drive"):
        book(location, {need: 1, goods.need(): 1})
    assert not Donation.objects.exists()


def test_a_pledge_of_another_drive_is_refused(location, need):
    with pytest.raises(Refused, match="another drive"):
        book(location, {need: 1}, source="pledge", pledge=goods.pledge({goods.need(): 1}))


@pytest.mark.parametrize(("source", "field"), [("pledge", "code"), ("organization", "organization"), ("pick_up", "source"), ("stolen", "source")])
def test_where_it_came_from_has_to_be_said(location, need, source, field):
    with pytest.raises(Refused) as refused:
        book(location, {need: 1}, source=source)
    assert refused.value.field == field


@pytest.mark.parametrize(("state", "is_taken"), [("draft", False), ("open", True), ("closing", True), ("closed", False), ("reported", False)])
def test_goods_come_in_until_somebody_closes_the_drive_whatever_the_clock_says(location, need, state, is_taken):
    Drive.objects.filter(pk=location.drive_id).update(state=state, closes=timezone.now() - timedelta(minutes=1))
    location.drive.refresh_from_db()
    if is_taken:
        assert book(location, {need: 1})
    else:
        with pytest.raises(Refused):
            book(location, {need: 1})


# --- Thanks ---------------------------------------------------------------------------------------------------------------


def test_a_known_donor_is_thanked_once_and_not_before_the_booking_can_no_longer_be_taken_back(location, need):
    donation = book(location, {need: 1}, person=goods.dan())
    letter = Message.objects.get(kind="donation_thanks")
    assert (letter.person, letter.about, letter.due >= donation.created_at + timedelta(minutes=14)) == (donation.person, donation.ref, True)


def test_nobody_is_thanked_who_is_not_known_or_whose_address_is_not_proved(location, need):
    proof = AccessLink.objects.create(purpose="prove", address="dan@example.org", address_key="dan@example.org", created_at=makers.NOW)
    held = goods.pledge({need: 1}, who=makers.person("Sam", "sam@example.org"), state="held", link=proof)
    book(location, {need: 1})
    book(location, {need: 1}, source="pledge", pledge=held)
    book(location, {need: 1}, person=makers.person("Paper", ""))
    assert not Message.objects.filter(kind="donation_thanks").exists()


# --- Taken back -----------------------------------------------------------------------------------------------------------


def test_what_was_booked_in_by_mistake_is_taken_back_as_if_it_had_never_come(location, need):
    pledge = goods.pledge({need: 4})
    donation = book(location, {need: 4}, source="pledge", pledge=pledge)
    for _press in range(2):
        verbs.take_back(donation=donation, by=link(location), now=timezone.now())
    assert (state_of(pledge), numbers(need), in_stock(location, need)) == ("promised", (4, 0), 0)
    assert Message.objects.get(kind="donation_thanks").state == Message.State.CANCELLED


def test_later_or_sorted_or_given_on_it_is_not_taken_back(location, need):
    donation = book(location, {need: 4})
    with pytest.raises(Refused, match="15 minutes"):
        verbs.take_back(donation=donation, by=makers.staff(), now=timezone.now() + timedelta(minutes=16))
    give_on(location, {need: 1})
    with pytest.raises(Refused, match="Only 3"):
        verbs.take_back(donation=donation, by=makers.staff("b@example.org"), now=timezone.now())
    sorted_as(donation, (0, "good"))
    with pytest.raises(Refused, match="sorted already"):
        verbs.take_back(donation=donation, by=makers.staff("c@example.org"), now=timezone.now())
    assert in_stock(location, need) == 3


def test_a_booking_that_is_sent_again_after_it_was_taken_back_books_nothing(location, need):
    by, key = makers.staff(), makers.key()
    verbs.take_back(donation=book(location, {need: 4}, by=by, key=key), by=by, now=timezone.now())
    with pytest.raises(Refused, match="taken back"):
        book(location, {need: 4}, by=by, key=key)
    assert in_stock(location, need) == 0


# --- Sorted ---------------------------------------------------------------------------------------------------------------


def test_what_is_unfit_for_use_counts_as_received_and_leaves_the_stock(location, need, pens):
    donation = book(location, {need: 10, pens: 5})
    sorted_as(donation, (3, "mixed"), (0, "new"))
    assert (in_stock(location, need), in_stock(location, pens), numbers(need)) == (7, 5, (0, 10))
    assert Donation.objects.get().state == "sorted"
    sorted_as(donation, (1, "good"), (0, "new"))
    assert in_stock(location, need) == 9


@pytest.mark.parametrize("unusable", [-1, 11, 1.5])
def test_no_more_can_be_unfit_than_came(location, need, unusable):
    donation = book(location, {need: 10})
    with pytest.raises(Refused) as refused:
        sorted_as(donation, (unusable, "good"))
    assert refused.value.field == f"unusable-{donation.lines.get().pk}"
    assert (in_stock(location, need), Donation.objects.get().state) == (10, "received")


def test_what_was_given_on_cannot_turn_out_unfit(location, need):
    donation = book(location, {need: 10})
    give_on(location, {need: 8})
    with pytest.raises(Refused, match="Only 2 of “Notebooks” are in stock here"):
        sorted_as(donation, (3, "good"))
    assert in_stock(location, need) == 2


# --- Given on -------------------------------------------------------------------------------------------------------------


def test_a_hand_over_leaves_the_stock_once_however_often_it_is_pressed(location, need):
    book(location, {need: 10})
    by, key = makers.staff(), makers.key()
    first, again = (give_on(location, {need: 4}, by=by, key=key, received_by_name="Rosa") for _press in range(2))
    assert first == again and (in_stock(location, need), HandOver.objects.get().by, first.received_by_name) == (6, by, "Rosa")


def test_more_than_stands_there_is_refused_with_a_sentence_for_each_item(location, need, pens):
    book(location, {need: 10})
    book(goods.location(location.drive, venue=makers.venue(name="Elsewhere")), {pens: 5})
    with pytest.raises(Refused) as refused:
        give_on(location, {need: 11, pens: 1})
    said = [refused.value, *refused.value.and_also]
    assert [(one.field, one.sentence) for one in said] == [
        (f"quantity-{need.pk}", "Only 10 of “Notebooks” are in stock here."), (f"quantity-{pens.pk}", "Nothing of “Pens” is in stock here."),
    ]  # fmt: skip
    assert (HandOver.objects.exists(), in_stock(location, need)) == (False, 10)


def test_the_database_refuses_what_the_rule_would_let_pass(location, need, monkeypatch):
    """Negative control of the polite check: behind it stands the stock's own constraint."""
    book(location, {need: 10})
    monkeypatch.setattr(goods_rules, "check_in_stock", lambda *anything: None)
    with pytest.raises(IntegrityError, match="stock_never_below_zero"), transaction.atomic():
        give_on(location, {need: 11})
    assert in_stock(location, need) == 10


def test_a_donation_is_given_on_once_nothing_of_it_is_left(location, need, pens):
    first, second = book(location, {need: 4}), book(location, {need: 2, pens: 1})
    give_on(location, {need: 6})
    assert dict(Donation.objects.values_list("pk", "state")) == {first.pk: "handed_over", second.pk: "received"}
    give_on(location, {pens: 1})
    assert set(Donation.objects.values_list("state", flat=True)) == {"handed_over"}
    with pytest.raises(Refused, match="given on already"):
        sorted_as(first, (1, "good"))


def test_what_does_not_belong_to_the_drive_is_not_given_on(location, need):
    with pytest.raises(Refused, match="not part of the drive"):
        give_on(location, {goods.need(): 1})
    with pytest.raises(Refused, match="say how many"):
        verbs.hand_over(location=location, partner=partner(location), lines={}, by=makers.staff(), key="", now=timezone.now())


# --- Codes ----------------------------------------------------------------------------------------------------------------


def test_a_code_finds_the_pledge_of_its_drive_however_it_is_typed(location, need):
    pledge = goods.pledge({need: 1})
    code = codes.spaced(codes.of(pledge.pk))
    assert [by_code.find(drive=location.drive, typed=typed) for typed in (code, code.lower(), code.replace(" ", ""), f" {code[:3]}-{code[4:]} ")] == [
        pledge
    ] * 4
    assert by_code.find(drive=goods.drive(), typed=code) is None
    assert [by_code.find(drive=location.drive, typed=typed) for typed in ("", "K7P", code[:-1] + "?", "٣" * 40)] == [None] * 4


def test_sums_never_drift_from_what_is_written_down(location, need):
    donation = book(location, {need: 10})
    sorted_as(donation, (2, "good"))
    give_on(location, {need: 5})
    came = sum(DonationLine.objects.values_list("quantity", flat=True)) - sum(DonationLine.objects.values_list("unusable", flat=True))
    assert Stock.objects.get().quantity == came - sum(HandOverLine.objects.values_list("quantity", flat=True)) == 3
    assert not PledgeLine.objects.exists()
