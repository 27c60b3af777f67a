"""Numbers put right: always with a reason, never below zero."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from donations import goods_rules
from donations.actions import corrections as verbs
from donations.models import Correction
from intake.refusal import Refused
from tests import goods, makers
from tests.donations.bringing import book, give_on, here, in_stock, numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def need(location):
    need = goods.need(location.drive, name="Notebooks")
    book(location, {need: 10})
    return need


@pytest.fixture
def carla(db):
    return makers.staff()


def correct(location, need, by, *, kind="miscount", change=-1, reason="Counted twice", key="", **more):
    return verbs.correct(location=location, need=need, kind=kind, change=change, reason=reason, key=key, by=by, now=timezone.now(), **more)


def move(location, to, need, by, *, quantity=4, reason="More room there", key=""):
    return verbs.move(location=location, to=to, need=need, quantity=quantity, reason=reason, key=key, by=by, now=timezone.now())


def test_a_miscount_changes_what_was_received_and_a_loss_only_the_stock(location, need, carla):
    correct(location, need, carla, change=-2)
    assert (in_stock(location, need), numbers(need)) == (8, (0, 8))
    correct(location, need, carla, kind="lost", change=-3, reason="Rain")
    assert (in_stock(location, need), numbers(need)) == (5, (0, 8))
    correct(location, need, carla, change=4)
    assert (in_stock(location, need), numbers(need)) == (9, (0, 12))
    assert set(Correction.objects.values_list("by", flat=True)) == {carla.pk}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"change": 0}, "change"),
        ({"change": -11}, "change"),
        ({"change": 100_001}, "change"),
        ({"kind": "lost", "change": 3}, "change"),
        ({"kind": "moved"}, "kind"),
        ({"kind": "stolen"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(location, need, carla, changes, field):
    with pytest.raises(Refused) as refused:
        correct(location, need, carla, **changes)
    assert refused.value.field == field
    assert (in_stock(location, need), Correction.objects.count()) == (10, 0)


def test_what_was_given_on_is_not_corrected_away(location, need, carla):
    give_on(location, {need: 8})
    with pytest.raises(Refused, match="Only 2 of “Notebooks” are in stock here"):
        correct(location, need, carla, change=-3)


def test_the_database_refuses_below_zero_where_the_rule_would_not(location, need, carla, monkeypatch):
    """Negative control of the polite check."""
    monkeypatch.setattr(goods_rules, "check_in_stock", lambda *anything: None)
    with pytest.raises(IntegrityError, match="stock_never_below_zero"), transaction.atomic():
        correct(location, need, carla, kind="lost", change=-11)


def test_one_press_corrects_once(location, need, carla):
    key = makers.key()
    assert correct(location, need, carla, key=key) == correct(location, need, carla, key=key)
    assert in_stock(location, need) == 9


def test_an_item_of_another_drive_is_refused(location, need, carla):
    with pytest.raises(Refused, match="not part of the drive"):
        correct(location, goods.need(), carla)


def test_goods_that_move_leave_one_location_and_stand_at_the_other(location, need, carla):
    other, key = goods.location(location.drive, venue=makers.venue(name="Elsewhere")), makers.key()
    for _press in range(2):
        move(location, other, need, carla, key=key)
    assert (in_stock(location, need), in_stock(other, need), numbers(need)) == (6, 4, (0, 10))
    assert list(Correction.objects.order_by("pk").values_list("kind", "change")) == [("moved", -4), ("moved", 4)]


@pytest.mark.parametrize(("changes", "field"), [({"quantity": 11}, "change"), ({"quantity": 0}, "quantity"), ({"reason": ""}, "reason")])
def test_more_than_stands_there_does_not_move(location, need, carla, changes, field):
    with pytest.raises(Refused) as refused:
        move(location, goods.location(location.drive, venue=makers.venue(name="Elsewhere")), need, carla, **changes)
    assert refused.value.field == field


def test_goods_move_within_their_drive_only(location, need, carla):
    for to in (location, goods.location(venue=makers.venue(name="Elsewhere"))):
        with pytest.raises(Refused, match="another location of this drive"):
            move(location, to, need, carla)
