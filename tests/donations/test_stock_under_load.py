"""Stock under bookings and hand-overs at once: exact, never negative, in step with what is written down at every moment."""

import random
import threading
import time

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from donations.actions import corrections
from donations.actions import goods as verbs
from donations.models import Need, Stock
from intake.refusal import Refused
from tests import goods, makers
from tests.bookings.crowd import at_once
from tests.donations.bringing import here, link, partner
from tests.faults import switches

pytestmark = pytest.mark.django_db(transaction=True)

# What is written down against what the database keeps: one statement sees one moment.
_DRIFT = """
WITH written AS (
    SELECT donation.location_id, line.need_id, line.quantity - line.unusable AS stock, line.quantity AS received
        FROM donations_donationline line JOIN donations_donation donation ON donation.id = line.donation_id
    UNION ALL SELECT given.location_id, line.need_id, -line.quantity, 0
        FROM donations_handoverline line JOIN donations_handover given ON given.id = line.hand_over_id
    UNION ALL SELECT location_id, need_id, change, CASE WHEN kind = 'miscount' THEN change ELSE 0 END FROM donations_correction
), stock AS (SELECT location_id, need_id, sum(stock) AS sum FROM written GROUP BY 1, 2),
received AS (SELECT need_id, sum(received) AS sum FROM written GROUP BY 1)
SELECT (SELECT count(*) FROM stock FULL JOIN donations_stock kept USING (location_id, need_id) WHERE stock.sum IS DISTINCT FROM kept.quantity OR kept.quantity < 0)
    + (SELECT count(*) FROM received JOIN donations_need need ON need.id = received.need_id WHERE received.sum <> need.received)
"""


def drift():
    """Return how many sums are wrong at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_DRIFT)
        return cursor.fetchone()[0]


class Watcher(threading.Thread):
    """Looks at the sums every second (small: ten times a second) until it is told to stop."""

    def __init__(self, seconds):
        super().__init__(daemon=True)
        self.seconds, self.over, self.found = seconds, threading.Event(), []

    def run(self):
        try:
            self.found.append(drift())
            while not self.over.wait(self.seconds):
                self.found.append(drift())
        finally:
            connections.close_all()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_failure):
        self.over.set()
        self.join()


class Crowd:
    """Several locations of one drive with the same items, and what people do there."""

    def __init__(self, locations):
        first = here()
        self.needs = [goods.need(first.drive, name=f"Item {number}") for number in range(3)]
        self.locations = [first, *(goods.location(first.drive, venue=makers.venue(name=f"Place {number}")) for number in range(1, locations))]
        self.links = [link(one) for one in self.locations]
        self.carla, self.partner = makers.staff(), partner(first)
        self.pledges = [goods.pledge(dict.fromkeys(self.needs, 50), who=makers.person(f"Dan {n}", f"dan{n}@example.org")) for n in range(5)]

    def act(self, number):
        """One of the things that happen at a location; returns what it was, or that it was refused."""
        chance = random.Random(number)
        at = chance.randrange(len(self.locations))
        lines = {need.pk: chance.randint(1, 9) for need in chance.sample(self.needs, chance.randint(1, 3))}
        try:
            return getattr(self, chance.choice(["book", "book", "bring", "give", "give", "put_right", "move"]))(at, lines, chance)
        except Refused as refused:
            assert refused.code == "below_zero", refused.sentence
            return "refused"
        except OperationalError:  # the database gave up waiting on a crowded machine: the page says so, and nothing is stored
            return "busy"

    def book(self, at, lines, chance):
        verbs.receive(location=self.locations[at], lines=lines, source="walk_in", by=self.links[at], key=makers.key(), now=timezone.now())
        return "booked"

    def bring(self, at, lines, chance):
        pledge = chance.choice(self.pledges)
        verbs.receive(location=self.locations[at], lines=lines, source="pledge", pledge=pledge, by=self.links[at], key=makers.key(), now=timezone.now())
        return "booked"

    def give(self, at, lines, chance):
        verbs.hand_over(location=self.locations[at], partner=self.partner, lines=lines, by=self.carla, key=makers.key(), now=timezone.now())
        return "given"

    def put_right(self, at, lines, chance):
        need = next(one for one in self.needs if one.pk in lines)
        change = chance.choice([-2, 2])
        same = {"need": need, "reason": "Counted again", "by": self.carla, "key": makers.key(), "now": timezone.now()}
        corrections.correct(location=self.locations[at], kind="miscount", change=change, **same)
        return "corrected"

    def move(self, at, lines, chance):
        need = next(one for one in self.needs if one.pk in lines)
        to = self.locations[at - 1] if len(self.locations) > 1 else None
        if to is None:
            return self.book(at, lines, chance)
        same = {"need": need, "reason": "More room", "by": self.carla, "key": makers.key(), "now": timezone.now()}
        corrections.move(location=self.locations[at], to=to, quantity=1, **same)
        return "moved"


@pytest.mark.parametrize(
    ("locations", "threads", "acts", "seconds"),
    [(2, 12, 150, 0.1), pytest.param(2, 100, 6_000, 1, marks=pytest.mark.soak)],
    ids=["small", "fifty at each location"],
)
def test_sums_are_exact_and_never_negative_whatever_happens_at_once(locations, threads, acts, seconds):
    crowd = Crowd(locations)
    began = time.perf_counter()
    with Watcher(seconds) as watcher:
        done = at_once(crowd.act, range(acts), threads=threads)
    took = time.perf_counter() - began
    print(f"{acts} acts in {took:.1f} s, {acts / took:.0f} a second, looked {len(watcher.found)} times, {done.count('busy')} given up")
    assert set(done) <= {"booked", "given", "corrected", "moved", "refused", "busy"} and {"booked", "given", "refused"} <= set(done)
    assert watcher.found and set(watcher.found) == {0}
    assert drift() == 0 and not Stock.objects.filter(quantity__lt=0).exists()


def test_a_sum_that_drifts_would_be_seen():
    """Negative control: without the trigger that counts what is given on, the sums do not add up."""
    crowd = Crowd(1)
    crowd.book(0, {crowd.needs[0].pk: 9}, random)
    assert drift() == 0
    with switches.without_trigger("donations_handoverline", "count_handed_over"):
        crowd.give(0, {crowd.needs[0].pk: 5}, random)
    assert drift() == 1


def test_the_last_ones_are_given_on_once():
    crowd = Crowd(1)
    need = crowd.needs[0]
    crowd.book(0, {need.pk: 5}, random)

    def give_one(_number):
        try:
            return crowd.give(0, {need.pk: 1}, random)
        except Refused as refused:
            return refused.code

    done = at_once(give_one, range(12), threads=12)
    assert (done.count("given"), done.count("below_zero")) == (5, 7)
    assert (Stock.objects.get().quantity, Need.objects.get(pk=need.pk).received) == (0, 5)
