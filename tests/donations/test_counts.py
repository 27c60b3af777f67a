"""The database keeps promises, goods and stock in step, whoever writes: verbs, admin forms, bulk updates, SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from donations.models import Correction, Donation, DonationLine, HandOver, HandOverLine, Need, Pledge, PledgeLine, Stock
from people.models import PartnerOrganization
from tests import goods, makers

pytestmark = pytest.mark.django_db


def numbers(need):
    return Need.objects.values_list("taken", "reserved", "received").get(pk=need.pk)


def arrive(at, lines, *, pledge=None):
    """Goods of {need: quantity} arrive; of a pledge its lines are named."""
    donation = Donation.objects.create(drive=at.drive, location=at, source="pledge" if pledge else "walk_in", pledge=pledge, received_at=makers.NOW)
    of = {line.need_id: line for line in pledge.lines.all()} if pledge else {}
    return [DonationLine.objects.create(donation=donation, need=need, quantity=quantity, pledge_line=of.get(need.pk)) for need, quantity in lines.items()]


def give_on(at, lines):
    partner = PartnerOrganization.objects.get_or_create(office=at.drive.office, name="Partners for Schools")[0]
    hand_over = HandOver.objects.create(drive=at.drive, partner=partner, location=at, at=makers.NOW)
    return [HandOverLine.objects.create(hand_over=hand_over, need=need, quantity=quantity) for need, quantity in lines.items()]


def stock(at, need):
    return Stock.objects.filter(location=at, need=need).values_list("quantity", flat=True).first()


def test_a_promise_counts_until_it_is_brought_or_taken_back():
    need = goods.need(target=10)
    at = goods.location(need.drive)
    pledge = goods.pledge({need: 6})
    assert numbers(need) == (6, 0, 0)
    arrive(at, {need: 4}, pledge=pledge)
    assert numbers(need) == (2, 0, 4)
    Pledge.objects.filter(pk=pledge.pk).update(state=Pledge.State.WITHDRAWN)
    assert numbers(need) == (0, 0, 4)
    assert PledgeLine.objects.get(pledge=pledge).state == "withdrawn"


def test_never_more_is_promised_than_a_capped_target_allows():
    need = goods.need(target=10, is_capped=True)
    goods.pledge({need: 7})
    with pytest.raises(IntegrityError, match="seats_fit"), transaction.atomic():
        goods.pledge({need: 4}, who=makers.person())
    goods.pledge({need: 3}, who=makers.person("Sam", "sam@example.org"))
    assert numbers(need) == (10, 0, 0)


def test_goods_that_came_count_against_a_capped_target_and_may_pass_it():
    need = goods.need(target=10, is_capped=True)
    at = goods.location(need.drive)
    goods.pledge({need: 6})
    arrive(at, {need: 8})
    assert numbers(need) == (6, 4, 8)
    with pytest.raises(IntegrityError, match="seats_fit"), transaction.atomic():
        goods.pledge({need: 1}, who=makers.person())
    Pledge.objects.update(state=Pledge.State.WITHDRAWN)
    assert numbers(need) == (0, 8, 8)
    goods.pledge({need: 2}, who=makers.person("Sam", "sam@example.org"))
    assert numbers(need) == (2, 8, 8)


def test_without_a_cap_more_may_be_promised():
    need = goods.need(target=10)
    goods.pledge({need: 25})
    assert numbers(need) == (25, 0, 0)


def test_a_stale_form_writes_no_counters_back():
    need = goods.need(target=10)
    stale = Need.objects.get(pk=need.pk)
    goods.pledge({need: 6})
    stale.note = "new only"
    stale.save()
    assert numbers(need) == (6, 0, 0)
    Need.objects.update(received=99, taken=99)
    assert numbers(need) == (6, 0, 0)


def test_stock_follows_what_came_and_what_was_given_on():
    need = goods.need(target=10)
    at = goods.location(need.drive)
    (line,) = arrive(at, {need: 8})
    DonationLine.objects.filter(pk=line.pk).update(unusable=3)
    assert (stock(at, need), numbers(need)[2]) == (5, 8)
    give_on(at, {need: 5})
    assert stock(at, need) == 0
    with pytest.raises(IntegrityError, match="stock_never_below_zero"), transaction.atomic():
        DonationLine.objects.filter(pk=line.pk).delete()


def test_nobody_gives_on_more_than_there_is():
    need = goods.need()
    at = goods.location(need.drive)
    arrive(at, {need: 2})
    with pytest.raises(IntegrityError, match="stock_never_below_zero"), transaction.atomic():
        give_on(at, {need: 3})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE donations_stock SET quantity = 900")
    assert stock(at, need) == 2


def test_a_correction_moves_the_stock_and_what_was_received_only_where_it_was_counted_wrong():
    need = goods.need()
    at = goods.location(need.drive)
    arrive(at, {need: 10})
    values = {"location": at, "need": need, "reason": "Counted again", "at": makers.NOW}
    Correction.objects.create(kind="miscount", change=-2, **values)
    Correction.objects.create(kind="lost", change=-3, **values)
    assert (stock(at, need), numbers(need)[2]) == (5, 8)
    with pytest.raises(IntegrityError, match="stock_never_below_zero"), transaction.atomic():
        Correction.objects.create(kind="lost", change=-6, **values)
    with pytest.raises(IntegrityError, match="correction_has_a_reason"), transaction.atomic():
        Correction.objects.create(kind="lost", change=-1, location=at, need=need, reason="", at=makers.NOW)


def test_goods_stay_where_they_were_booked():
    need = goods.need()
    at = goods.location(need.drive)
    other = goods.location(need.drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"))
    (line,) = arrive(at, {need: 4})
    Donation.objects.filter(pk=line.donation_id).update(location=other)
    assert (stock(at, need), stock(other, need)) == (4, None)
    assert Donation.objects.get(pk=line.donation_id).location_id == at.pk


def test_fewer_people_are_told_to_come_than_a_window_holds():
    """A pick-up without a time takes no stop; with one it does, until it is declined."""
    run = goods.run()
    request = goods.pick_up(run.drive)
    window = run.windows.get()
    type(request).objects.filter(pk=request.pk).update(window=window)
    window.refresh_from_db()
    assert window.taken == 1
    type(request).objects.filter(pk=request.pk).update(state="declined")
    window.refresh_from_db()
    assert window.taken == 0
