"""Cards follow what they are made from, whoever writes it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Case, When
from django.utils import timezone

from languages.content import set_translation
from tests.volunteers import making
from volunteers import cards
from volunteers.actions import places
from volunteers.browsing import card_query
from volunteers.browsing.filters import Filters
from volunteers.models import Card, Hold, Opportunity, OpportunityText, Shift, ShiftRole

BOSTON = ZoneInfo("America/New_York")
MORNING = datetime(2031, 3, 8, 9, tzinfo=BOSTON)

pytestmark = pytest.mark.django_db


def card():
    return Card.objects.get()


def search(text, language="en"):
    return [row["title"] for row in card_query.rows(Filters(text=text), venues=None, language=language, now=timezone.now(), size=9)]


def test_two_shifts_of_one_day_make_one_card():
    work = making.opportunity()
    making.shift(work, starts=MORNING)
    making.shift(work, starts=MORNING + timedelta(hours=5))
    assert (card().day.isoformat(), card().shifts, card().starts, card().ends) == ("2031-03-08", 2, MORNING, MORNING + timedelta(hours=8))


def test_the_day_is_the_day_at_the_place():
    making.shift(starts=datetime(2031, 3, 8, 23, tzinfo=BOSTON), hours=1)
    assert card().day.isoformat() == "2031-03-08"


def test_a_draft_has_no_card_and_gets_one_when_it_is_published():
    work = making.opportunity(state="draft")
    making.shift(work)
    assert not Card.objects.exists()
    Opportunity.objects.update(state="published")
    assert card().title == "Sort food"


def test_a_closed_opportunity_loses_its_cards():
    making.shift()
    Opportunity.objects.update(state="closed")
    assert not Card.objects.exists()


def test_a_moved_shift_moves_its_card():
    shift = making.shift(starts=MORNING)
    Shift.objects.filter(pk=shift.pk).update(starts=MORNING + timedelta(days=1), ends=MORNING + timedelta(days=1, hours=2))
    assert card().day.isoformat() == "2031-03-09"


def test_a_removed_shift_takes_its_card_with_it():
    shift = making.shift()
    shift.delete()
    assert not Card.objects.exists()


def test_a_called_off_day_stays_and_says_so():
    shift = making.shift()
    shift.cancelled_at = timezone.now()
    shift.save()
    assert (card().cancelled, card().has_room) == (True, False)


def test_the_title_interests_and_place_are_copied_and_followed():
    garden, place = making.interest(), making.venue(step_free=True)
    work = making.opportunity(interests=[garden], languages_wanted=["es"])
    making.shift(work, place=place)
    assert (card().interests, card().languages, card().place, card().neighborhood, card().step_free) == (
        [garden.id],
        ["es"],
        place.name,
        place.neighborhood,
        True,
    )
    work.interests.clear()
    place.name, place.step_free = "The new hall", False
    place.save()
    Opportunity.objects.update(title="Sort books", urgent=True)
    assert (card().interests, card().place, card().step_free, card().title, card().urgent) == ([], "The new hall", False, "Sort books", True)


def test_open_ended_work_has_one_card_without_a_day():
    work = making.opportunity(kind="remote")
    ShiftRole.objects.create(opportunity=work, capacity=None)
    assert (card().day, card().remote, card().has_room) == (None, True, True)
    making.shift(work, starts=MORNING)
    assert card().day.isoformat() == "2031-03-08"


@pytest.mark.django_db(transaction=True)
def test_room_follows_the_last_place_taken_and_the_first_given_back():
    role = making.shift(places=2).roles.get()
    assert card().has_room
    making.fill(role)
    assert not card().has_room
    Hold.objects.update(places=1)
    assert card().has_room


@pytest.mark.django_db(transaction=True)
def test_taking_a_place_that_is_not_the_last_writes_no_card():
    role = making.shift(places=10).roles.get()
    before = written(card().pk)
    making.keep(role, 5)
    assert written(card().pk) == before
    Hold.objects.update(places=10)
    assert written(card().pk) != before


@pytest.mark.django_db(transaction=True)
def test_a_sign_up_does_not_wait_for_staff_who_are_editing():
    role = making.shift(places=2).roles.get()
    making.keep(role, 1)
    other = connection.copy()
    with transaction.atomic():
        Opportunity.objects.update(title="Another title")
        try:
            with other.cursor() as cursor:
                cursor.execute("UPDATE volunteers_hold SET places = 2")
        finally:
            other.close()
    assert ShiftRole.objects.get(pk=role.pk).is_full
    assert card().has_room
    places.sweep(now=timezone.now())
    assert not card().has_room


@pytest.mark.django_db(transaction=True)
def test_the_sweep_puts_right_which_cards_have_room_dated_or_not(monkeypatch):
    monkeypatch.setattr(cards, "IN_TURN", 1_000_000)  # everything in one turn, whatever the numbers of these records
    dateless = making.opportunity(kind="remote")
    ShiftRole.objects.create(opportunity=dateless, capacity=1)
    making.shift()
    full = making.shift(places=1, starts=timezone.now() + timedelta(days=400))
    making.fill(full.roles.get())
    right = dict(Card.objects.values_list("pk", "has_room"))
    Card.objects.update(has_room=Case(When(has_room=True, then=False), default=True))
    assert cards.repair_room(now=timezone.now()) == 3
    assert dict(Card.objects.values_list("pk", "has_room")) == right
    assert cards.repair_room(now=timezone.now()) == 0


def test_every_opportunity_has_its_turn(monkeypatch):
    monkeypatch.setattr(cards, "SOONEST", 0)
    monkeypatch.setattr(cards, "IN_TURN", 2)
    opportunities = [making.shift().opportunity for _ in range(5)]
    Card.objects.update(has_room=False)
    turns = max(one.pk for one in opportunities) // 2 + 1
    now = timezone.now()
    repaired = [cards.repair_room(now=now + timedelta(minutes=minute)) for minute in range(turns)]
    assert (sum(repaired), max(repaired)) == (5, 2)


def test_words_are_found_in_title_text_interest_and_without_accents():
    making.shift(making.opportunity("Teach café skills", interests=[making.interest("Cooking")]))
    assert search("cafe") == search("skill") == search("cooking") == search("helping") == ["Teach café skills"]
    assert search("piano") == []


def test_verified_spanish_is_found_and_a_draft_is_not():
    work = making.opportunity("Plant trees")
    making.shift(work)
    values = {"record": work, "field": "title", "language": "es", "text": "Plantar árboles", "now": timezone.now()}
    set_translation(**values, status="draft")
    assert search("árbol", "es") == []
    set_translation(**values, status="verified")
    assert search("árbol", "es") == search("arboles", "es") == search("trees", "es") == ["Plant trees"]


def test_a_paused_load_is_made_good_at_the_end():
    with cards.paused():
        work = making.opportunity()
        making.shift(work, starts=MORNING)
        assert not Card.objects.exists()
    assert (card().title, OpportunityText.objects.count()) == ("Sort food", 1)


def test_refreshing_what_is_right_writes_nothing():
    making.shift()
    before = written(card().pk)
    cards.refresh_all()
    assert written(card().pk) == before


def test_without_the_triggers_cards_fall_behind():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_shift DISABLE TRIGGER cards_shift_added; ALTER TABLE volunteers_shiftrole DISABLE TRIGGER cards_role_added")
    making.shift()
    assert not Card.objects.exists()


def written(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, ctid::text FROM volunteers_card WHERE id = %s", [pk])
        return cursor.fetchone()
