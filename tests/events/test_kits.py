"""Kits for a clean-up: what is free that day, kept, given out, taken back; never more than the office owns."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events import kit_days
from events.actions import kits
from events.actions.kits import Wish
from events.models import Event, KitLoan, KitType
from intake.refusal import Refused
from people.models import OfficeRole
from tests import makers, meetings
from tests.events.reporting import carla as maker
from tests.staff.conftest import make_staff, signed_in

DAY = date(2026, 12, 12)


def a_day(offset):
    return DAY + timedelta(days=offset)


def reserve(kit, quantity=1, *, event=None, since=DAY, until=None, key=None, by=None):
    wish = Wish(kit, quantity, since, until or since)
    return kits.reserve(event=event or meetings.event(office=kit.office), wish=wish, key=key or makers.key(), by=by or maker(), now=makers.NOW)


def do(verb, loan, **more):
    return verb(loan=loan, by=maker(), now=makers.NOW, **more)


@pytest.mark.django_db
class TestKeeping:
    def test_what_is_free_is_counted_day_by_day(self):
        kit, other = meetings.kit(owned=10), meetings.kit(owned=3)
        reserve(kit, 6, until=a_day(2))
        reserve(kit, 3, since=a_day(2), until=a_day(4))
        assert [kit_days.free_of([kit, other], a_day(n), a_day(n))[kit.pk] for n in range(-1, 6)] == [10, 4, 4, 1, 7, 7, 10]
        assert kit_days.free_of([kit, other], DAY, a_day(4)) == {kit.pk: 1, other.pk: 3}

    def test_more_than_is_free_is_refused_beside_the_number_with_what_is_free(self):
        kit = meetings.kit(owned=10)
        reserve(kit, 8, until=a_day(2))
        with pytest.raises(Refused, match="Only 2 of") as refusal:
            reserve(kit, 3, since=a_day(2), until=a_day(5))
        assert (refusal.value.field, KitLoan.objects.count()) == ("quantity", 1)

    @pytest.mark.parametrize(("wish", "field"), [({"quantity": 0}, "quantity"), ({"until": a_day(-1)}, "until"), ({"until": a_day(61)}, "until")])
    def test_what_cannot_be_meant_is_refused(self, wish, field):
        with pytest.raises(Refused) as refusal:
            reserve(meetings.kit(), **wish)
        assert refusal.value.field == field and KitLoan.objects.count() == 0

    def test_another_offices_kit_and_a_cancelled_event_are_refused(self):
        foreign = meetings.kit(office=makers.office(slug="parks", name="Parks", is_main=False))
        with pytest.raises(Refused, match="another office"):
            reserve(foreign, event=meetings.event())
        with pytest.raises(Refused, match="cancelled"):
            reserve(meetings.kit(), event=meetings.event(state=Event.State.CANCELLED))

    def test_the_same_form_twice_keeps_once(self):
        kit, key, event = meetings.kit(), makers.key(), meetings.event()
        assert reserve(kit, 2, key=key, event=event).pk == reserve(kit, 2, key=key, event=event).pk
        assert KitLoan.objects.count() == 1

    def test_out_and_back_with_what_is_missing(self):
        kit = meetings.kit(owned=10)
        loan = reserve(kit, 5)
        with pytest.raises(Refused, match="given out"):
            do(kits.take_back, loan, returned=5, missing="", lost_for_good=False)
        assert do(kits.hand_out, loan).state == do(kits.hand_out, loan).state == "out"
        for returned, missing, field in [(6, "", "returned"), (4, " ", "missing")]:
            with pytest.raises(Refused) as refusal:
                do(kits.take_back, loan, returned=returned, missing=missing, lost_for_good=False)
            assert refusal.value.field == field
        back = do(kits.take_back, loan, returned=4, missing="One rake", lost_for_good=True)
        assert (back.state, back.returned, KitType.objects.get().owned) == ("returned", 4, 9)
        assert do(kits.take_back, loan, returned=1, missing="x", lost_for_good=True).returned == 4 and KitType.objects.get().owned == 9

    def test_what_has_not_come_back_is_not_given_out_again(self):
        kit = meetings.kit(owned=10)
        do(kits.hand_out, reserve(kit, 8))
        later = reserve(kit, 5, since=a_day(3))
        with pytest.raises(Refused, match="Only 2 of"):
            do(kits.hand_out, later)
        later.refresh_from_db()
        assert later.state == KitLoan.State.RESERVED

    def test_what_is_taken_before_its_day_is_lent_from_then_on(self):
        kit, early = meetings.kit(owned=10), makers.NOW.date()
        loan = do(kits.hand_out, reserve(kit, 8))
        assert (loan.since, loan.until) == (early, DAY) and kit_days.lent(kit, early, early) == 8
        other = reserve(kit, 2, since=a_day(5))
        meetings.loan(kit, quantity=1, since=a_day(-1))
        with pytest.raises(Refused, match="Only 1 of"):
            do(kits.hand_out, other)

    def test_what_is_lost_is_not_taken_from_what_others_reserved(self):
        kit = meetings.kit(owned=5)
        loan = do(kits.hand_out, reserve(kit, 5))
        reserve(kit, 5, since=a_day(3))
        with pytest.raises(Refused, match="5 are reserved"):
            do(kits.take_back, loan, returned=3, missing="Two", lost_for_good=True)
        assert do(kits.take_back, loan, returned=3, missing="Two", lost_for_good=False).state == "returned"
        assert KitType.objects.get().owned == 5

    def test_a_loan_is_changed_within_what_is_free_and_its_own_does_not_count(self):
        kit = meetings.kit(owned=5)
        loan = reserve(kit, 4)
        reserve(kit, 2, since=a_day(1))
        assert do(kits.change, loan, quantity=5, since=DAY, until=DAY).quantity == 5
        with pytest.raises(Refused, match="Only 3 of"):
            do(kits.change, loan, quantity=5, since=DAY, until=a_day(1))
        do(kits.hand_out, loan)
        with pytest.raises(Refused, match="only its last day"):
            do(kits.change, loan, quantity=1, since=DAY, until=DAY)

    def test_what_is_not_needed_is_free_again_and_out_it_stays(self):
        kit = meetings.kit(owned=2)
        loan = reserve(kit, 2)
        assert do(kits.give_up, loan).state == do(kits.give_up, loan).state == "cancelled"
        other = do(kits.hand_out, reserve(kit, 2))
        with pytest.raises(Refused, match="given out already"):
            do(kits.give_up, other)

    def test_a_called_off_event_lets_go_of_what_is_reserved(self):
        kit, event = meetings.kit(owned=5), meetings.event()
        reserve(kit, 2, event=event)
        out = do(kits.hand_out, reserve(kit, 1, event=event))
        assert kits.release(event=event, by=None, now=makers.NOW) == 0  # it is on, or on again
        Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)
        assert kits.release(event=event, by=None, now=makers.NOW) == 1
        assert kits.release(event=event, by=None, now=makers.NOW) == 0
        assert (KitLoan.objects.get(pk=out.pk).state, kit_days.lent(kit, DAY, DAY)) == ("out", 1)

    def test_what_is_kept_for_a_cancelled_event_is_let_go_by_the_clock(self):
        kit, off, on = meetings.kit(owned=5), meetings.event(), meetings.event()
        loan = reserve(kit, 2, event=off)
        reserve(kit, 1, event=on)
        Event.objects.filter(pk=off.pk).update(state=Event.State.CANCELLED)
        assert [kits.sweep(now=makers.NOW), kits.sweep(now=makers.NOW)] == [1, 0]
        assert (KitLoan.objects.get(pk=loan.pk).state, kit_days.lent(kit, DAY, DAY)) == ("cancelled", 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_take_the_last():
    kit, by, events = meetings.kit(owned=3), maker(), [meetings.event(), meetings.event()]
    outcomes, gate = [], threading.Barrier(2)

    def take(event):
        try:
            gate.wait()
            outcomes.append(reserve(kit, 2, event=event, by=by).quantity)
        except Refused as refusal:
            outcomes.append(refusal.field)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[event]) for event in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", "quantity"]


# --- At the desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def event(office):
    return meetings.event(office=office, starts=makers.noon(5))


@pytest.fixture
def rakes(office):
    return meetings.kit(office=office, name="Rakes", owned=10)


def at(name, record):
    return reverse(f"admin:{name}", args=[record.pk])


def keep(client, event, rakes, number, **typed):
    day = event.local_starts.date().isoformat()
    return client.post(at("event_kits", event), {"kit": rakes.pk, "quantity": number, "since": day, "until": day, "note": "", "key": makers.key(), **typed})


@pytest.mark.django_db
class TestDesk:
    def test_a_kit_is_kept_given_out_and_taken_back(self, carla, event, rakes):
        client = signed_in(carla)
        assert keep(client, event, rakes, "6").status_code == 302
        page = client.get(at("event_kits", event)).content.decode()
        assert "6 × Rakes" in page and '<td class="number">4</td><td class="number">10</td>' in page
        loan = KitLoan.objects.get()
        client.post(at("hand_out_kit", loan))
        answer = client.post(at("take_back_kit", loan), {"returned": "5", "missing": ""})
        assert answer.status_code == 422 and "Write what is missing" in answer.content.decode()
        client.post(at("take_back_kit", loan), {"returned": "5", "missing": "One handle"})
        assert "One handle" in client.get(at("event_kits", event)).content.decode()

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"quantity": "11"}, "Only 10 of"),
            ({"quantity": ""}, "1 or more"),
            ({"quantity": "-3"}, "0 or more"),
            ({"since": "x"}, "valid date"),
            ({"kit": "987654"}, "valid choice"),
        ],
    )
    def test_what_does_not_fit_stands_beside_its_field_and_nothing_is_lost(self, carla, event, rakes, typed, words):
        answer = keep(signed_in(carla), event, rakes, "2", **{"note": "Ana comes", **typed})
        assert answer.status_code == 422 and words in answer.content.decode() and "Ana comes" in answer.content.decode()
        assert KitLoan.objects.count() == 0

    def test_a_loan_that_is_not_on_the_days_of_a_moved_event_says_so(self, carla, event, rakes):
        keep(signed_in(carla), event, rakes, "2")
        assert "on other days" not in signed_in(carla).get(at("event_kits", event)).content.decode()
        Event.objects.update(starts=event.starts + timedelta(days=7), ends=event.ends + timedelta(days=7))
        assert "on other days" in signed_in(carla).get(at("event_kits", event)).content.decode()

    def test_the_calendar_shows_what_is_lent_and_what_should_be_back(self, carla, event, rakes):
        today = timezone.localdate()
        meetings.loan(rakes, quantity=4, event_=event)
        meetings.loan(rakes, quantity=1, event_=event, since=today - timedelta(days=5), until=today - timedelta(days=2), state="out")
        page = signed_in(carla).get(reverse("admin:kit_calendar")).content.decode()
        assert "should have come back" in page and '<td class="number">4</td><td class="number">6</td>' in page

    def test_who_may_and_who_may_not(self, carla, office, other_coordinator, event, rakes):
        lead, viewer = make_staff("lea@example.org"), make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
        event.leads.add(lead)
        assert [keep(signed_in(user), event, rakes, "1").status_code for user in (lead, viewer, other_coordinator)] == [302, 404, 404]
        assert [signed_in(user).get(at("event_kits", event)).status_code for user in (lead, viewer, other_coordinator)] == [200, 200, 404]
        loan = KitLoan.objects.get()
        assert [signed_in(user).post(at("hand_out_kit", loan)).status_code for user in (viewer, other_coordinator, lead)] == [403, 404, 302]

    def test_fewer_are_owned_only_down_to_what_is_lent_and_a_word_says_so(self, carla, event, rakes):
        meetings.loan(rakes, quantity=6, event_=event)
        client, url = signed_in(carla), reverse("admin:events_kittype_change", args=[rakes.pk])
        sent = {
            "name": "Rakes",
            "contents": "",
            "kept_at": "",
            "languages-translation-content_type-object_id-TOTAL_FORMS": "0",
            "languages-translation-content_type-object_id-INITIAL_FORMS": "0",
        }
        refused = client.post(url, {**sent, "owned": "5"})
        assert refused.status_code == 200 and "More of it are lent" in refused.content.decode() and KitType.objects.get().owned == 10
        assert client.post(url, {**sent, "owned": "6"}).status_code == 302 and KitType.objects.get().owned == 6
