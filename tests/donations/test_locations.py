"""How a location is just now: set, confirmed, closed for a day; and who was turned away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import locations as verbs
from donations.actions import needs
from donations.models import DropOffLocation, LocationCheck, LocationClosure, TurnedAway
from intake.refusal import Refused
from mailing.models import Message
from tests import goods, makers
from tests.donations.bringing import here, link

pytestmark = pytest.mark.django_db


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def expected(location):
    """A promise that is to be brought here today."""
    day = timezone.localdate(timezone.now(), location.drive.zone)
    return goods.pledge({goods.need(location.drive): 1}, location=location, expected_day=day)


def told():
    """What the letters “please do not go there” are about."""
    return list(Message.objects.filter(kind="location_closed").values_list("about", flat=True))


def fresh(location):
    return DropOffLocation.objects.get(pk=location.pk)


def say(location, state, **more):
    return verbs.set_state(location=location, state=state, by=more.pop("by", None) or link(location), now=more.pop("now", None) or timezone.now(), **more)


def test_a_state_is_kept_with_who_saw_it_and_when(location):
    lena, now = link(location), timezone.now()
    say(location, "paused", by=lena, now=now)
    assert (fresh(location).state, fresh(location).checked_at) == ("paused", now)
    assert LocationCheck.objects.values_list("state", "at", "by", "link").get() == ("paused", now, None, lena.pk)


def test_donors_are_told_once_when_it_turns_full_or_closed_and_not_when_it_pauses(location, expected):
    carla = makers.staff()
    say(location, "paused", by=carla)
    assert told() == []
    for state in ("full", "full", "open", "closed"):
        say(location, state, by=carla)
        assert told() == [expected.ref]


def test_closed_today_holds_today_alone_and_donors_are_told_once(location, expected):
    lena, now = link(location), timezone.now()
    for _press in range(2):
        verbs.close_today(location=location, reason="No heat", by=lena, now=now)
        assert told() == [expected.ref]
    day = now.astimezone(location.drive.zone).date()
    assert LocationClosure.objects.values_list("day", "reason").get() == (day, "No heat")
    assert (fresh(location).state, verbs.state_now(location, now), verbs.state_now(location, now + timedelta(days=1))) == ("open", "closed_today", "open")


def test_saying_open_ends_a_closed_day(location):
    now = timezone.now()
    verbs.close_today(location=location, reason="", by=link(location), now=now)
    say(location, "open", now=now)
    assert (verbs.state_now(location, now), LocationClosure.objects.exists()) == ("open", False)


def test_the_day_is_the_one_at_the_place(location):
    late = timezone.now().astimezone(location.drive.zone).replace(hour=23, minute=30)
    assert verbs.close_today(location=location, reason="", by=link(location), now=late).day == late.date()


def test_closed_today_that_arrives_on_another_day_closes_nothing(location):
    now = timezone.now()
    with pytest.raises(Refused, match="another day"):
        verbs.close_today(location=location, reason="", by=link(location), now=now, at=now - timedelta(days=1))
    assert not LocationClosure.objects.exists()


def test_a_look_confirms_what_stands_there(location):
    say(location, "full", now=timezone.now() - timedelta(hours=3))
    now = timezone.now()
    verbs.check(location=location, by=makers.staff(), now=now)
    assert (fresh(location).state, fresh(location).checked_at) == ("full", now)
    assert list(LocationCheck.objects.values_list("state", flat=True)) == ["full", "full"]


def test_a_look_that_was_kept_on_a_phone_counts_from_when_it_was_and_makes_no_newer_one_old(location):
    now = timezone.now()
    verbs.check(location=location, by=link(location), now=now, at=now - timedelta(hours=2))
    assert fresh(location).checked_at == now - timedelta(hours=2)
    verbs.check(location=location, by=makers.staff(), now=now)
    verbs.check(location=location, by=link(location), now=now, at=now - timedelta(hours=1))
    assert fresh(location).checked_at == now


def test_what_somebody_else_has_said_meanwhile_stays(location):
    say(location, "full")
    with pytest.raises(Refused, match="meanwhile"):
        say(location, "paused", seen="open")
    with pytest.raises(Refused, match="meanwhile"):
        verbs.close_today(location=location, reason="", by=link(location), now=timezone.now(), seen="open")
    assert fresh(location).state == "full"
    say(location, "full", seen="open")
    say(location, "open", seen="full")
    assert fresh(location).state == "open"


def test_what_the_office_has_closed_is_not_opened_at_the_site(location):
    say(location, "closed", by=makers.staff())
    for press in (lambda: say(location, "open"), lambda: verbs.close_today(location=location, reason="", by=link(location), now=timezone.now())):
        with pytest.raises(Refused, match="office has closed"):
            press()
    assert (fresh(location).state, verbs.state_now(location, timezone.now())) == ("closed", "closed")


def test_a_state_that_does_not_exist_is_refused(location):
    with pytest.raises(Refused):
        say(location, "burning")


def test_who_is_turned_away_is_counted_once_with_the_reason_and_no_name(location):
    lena, key = link(location), makers.key()
    for _press in range(2):
        verbs.turn_away(location=location, reason="condition", what="Wet books", by=lena, key=key, now=timezone.now())
    assert TurnedAway.objects.values_list("reason", "what", "link", "by").get() == ("condition", "Wet books", lena.pk, None)
    with pytest.raises(Refused):
        verbs.turn_away(location=location, reason="mood", by=lena, key=makers.key(), now=timezone.now())


def test_the_only_item_that_a_place_takes_is_not_taken_out_of_the_list(location):
    books, bags = goods.need(location.drive), goods.need(location.drive)
    location.accepts.set([books, bags])
    needs.drop(need=bags, by=None, now=timezone.now())
    with pytest.raises(Refused) as refused:
        needs.drop(need=books, by=None, now=timezone.now())
    assert refused.value.field == "drop" and refused.value.sentence.startswith(f"{location.venue.name} takes only this item.")
    assert list(location.accepts.all()) == [books]
    location.accepts.clear()
    needs.drop(need=books, by=None, now=timezone.now())
    assert not location.drive.needs.exists()
