"""Events that come again, and copies: planned together, changed from one on, each on its own day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import events, series
from events.models import Event
from intake.refusal import Refused
from mailing.models import Message
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def weekly(event, weeks=3):
    event.refresh_from_db()
    later = series.repeat(event=event, rule="weekly", until=event.local_starts.date() + timedelta(weeks=weeks), by=None, now=NOW)
    Event.objects.filter(pk__in=[one.pk for one in later]).update(state="published", published_at=NOW)
    event.refresh_from_db()
    return [event, *Event.objects.filter(pk__in=[one.pk for one in later]).order_by("starts")]


def test_one_and_the_later_ones_go_online_and_what_was_changed_by_itself_stays(event):
    some = weekly(event)
    Event.objects.filter(pk=some[2].pk).update(is_detached=True)
    for one in some:
        meetings.registration(one)
    ways = {"reason": "Storm", "online_link": "https://example.org/room", "dial_in": "", "dial_in_code": ""}
    series.move_online(event=some[1], with_following=True, by=None, now=NOW, **ways)
    assert [Event.objects.get(pk=one.pk).mode for one in some] == ["in_person", "online", "in_person", "online"]
    assert {message.about for message in planning.due()} == {one.registrations.get().ref for one in (some[1], some[3])}


def test_one_that_was_changed_by_itself_stays_so_when_it_goes_online_with_the_later_ones(event):
    some = weekly(event)
    Event.objects.filter(pk=some[1].pk).update(is_detached=True)
    ways = {"reason": "Storm", "online_link": "https://example.org/room", "dial_in": "", "dial_in_code": ""}
    series.move_online(event=some[1], with_following=True, by=None, now=NOW, **ways)
    assert [(one.mode, one.is_detached) for one in Event.objects.order_by("starts")] == [
        ("in_person", False),
        ("online", True),
        ("online", False),
        ("online", False),
    ]


def test_what_goes_online_with_its_series_has_a_way_in_and_keeps_its_own(carla, office):
    event = planning.complete(office, carla)
    later = series.repeat(event=event, rule="weekly", until=event.local_starts.date() + timedelta(weeks=2), by=None, now=timezone.now())
    Event.objects.update(state="published")
    Event.objects.filter(pk=later[1].pk).update(online_link="https://example.org/own")
    event.refresh_from_db()
    planning.change(carla, event, online_link="https://example.org/room")
    event.refresh_from_db()
    planning.change(carla, event, mode="hybrid", scope="following")
    found = Event.objects.order_by("starts").values_list("mode", "online_link")
    assert list(found) == [("hybrid", "https://example.org/room")] * 2 + [("hybrid", "https://example.org/own")]


@pytest.mark.parametrize("days", [1, 7])
def test_a_series_that_was_moved_to_other_days_goes_on_from_its_last_one(event, days):
    some = weekly(event, 2)
    before, moved = event.starts, timedelta(days=days)
    event.starts, event.ends = event.starts + moved, event.ends + moved
    events.save(event=event, by=None, now=NOW, alone=False)
    series.share(event=event, before=before, names=[], moves=True, by=None, now=NOW)
    last = some[-1].local_starts.date() + moved
    with pytest.raises(Refused, match="after the last one"):
        series.extend(series=event.series, until=last, by=None, now=NOW)
    new = series.extend(series=event.series, until=last + timedelta(weeks=2), by=None, now=NOW)
    assert [one.local_starts.date() for one in new] == [last + timedelta(weeks=week) for week in (1, 2)]


def test_a_new_time_for_the_later_ones_keeps_each_on_its_own_day_and_tells_each(carla, office):
    event = planning.complete(office, carla)
    later = series.repeat(event=event, rule="weekly", until=event.local_starts.date() + timedelta(weeks=2), by=None, now=timezone.now())
    Event.objects.update(state="published")
    event.refresh_from_db()
    for one in [event, *later]:
        meetings.registration(one)
    planning.change(carla, event, start="17:00", end="19:00", scope="following", bring="Tea")
    found = list(Event.objects.order_by("starts"))
    assert [(one.local_starts.hour, one.local_ends.hour, one.bring, one.is_detached) for one in found] == [(17, 19, "Tea", False)] * 3
    assert [(one.starts - found[0].starts).days for one in found] == [0, 7, 14] or len({one.local_starts.weekday() for one in found}) == 1
    assert Message.objects.filter(kind="event_moved").count() == 3


def test_a_series_goes_on_longer_and_its_drafts_are_published_together(event):
    some = weekly(event, 2)
    new = series.extend(series=some[0].series, until=some[-1].local_starts.date() + timedelta(weeks=2), by=None, now=NOW)
    assert [one.state for one in new] == ["draft", "draft"]
    published = series.publish_all(series=some[0].series, accepted=[], reason="", by=None, now=NOW)
    assert len(published) == 2
    with pytest.raises(Refused):
        series.extend(series=some[0].series, until=some[0].local_starts.date(), by=None, now=NOW)
    with pytest.raises(Refused, match="two years"):
        series.extend(series=some[0].series, until=some[0].local_starts.date() + timedelta(weeks=400), by=None, now=NOW)


def test_all_drafts_are_published_or_none(event):
    some = weekly(event, 2)
    Event.objects.filter(pk__in=[one.pk for one in some[1:]]).update(state="draft")
    Event.objects.filter(pk=some[2].pk).update(officers="")
    with pytest.raises(Refused, match="Nothing was changed"):
        series.publish_all(series=some[0].series, accepted=[], reason="", by=None, now=NOW)
    assert Event.objects.filter(state="draft").count() == 2


def test_a_copy_is_a_draft_with_everything_but_what_came_of_it(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    client, url = signed_in(carla), reverse("admin:copy_event", args=[event.pk])
    page = client.get(url).text
    key = page.split('name="key" value="')[1].split('"')[0]
    assert client.post(url, {"day": "2020-01-01", "key": key}).status_code == 422
    for _press in range(2):
        assert client.post(url, {"day": str(planning.at(60).date()), "key": key}).status_code == 302
    new = Event.objects.exclude(pk=event.pk).get()
    assert (new.state, new.local_starts.hour, new.copied_from, new.registrations.count()) == ("draft", 18, event, 0)
    assert (new.supports.get().note, new.agenda.get().title, list(new.leads.all())) == ("vegetarian too", "Safer crossings", [carla])
