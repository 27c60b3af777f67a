"""People who subscribed are merged, or forgotten: the last word counts, and no wish and no link stays behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach.models import Preferences, Subscription, TopicRequest
from people import merging
from people.forgetting import forget
from tests import makers
from tests.outreach import wanting
from tests.outreach.wanting import Reader, standing
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(db):
    wanting.city()
    return wanting.topic()


def test_of_two_who_are_one_the_last_word_counts(topic):
    now = timezone.now()
    drives, news = wanting.topic("Drives", kind="drives"), wanting.topic("News", kind="news")
    kept, gone = makers.person("Vera", "vera@example.org"), makers.person("Vera L", "vera@example.org")
    wanting.wants(kept, topic, confirmed_at=now - timedelta(days=9))
    wanting.wants(gone, topic, state="unsubscribed", confirmed_at=now - timedelta(days=20), ended_at=now, ended="page")
    wanting.wants(kept, drives, state="unsubscribed", confirmed_at=now - timedelta(days=20), ended_at=now - timedelta(days=10), ended="page")
    wanting.wants(gone, drives, confirmed_at=now)
    wanting.wants(gone, news)
    wanting.preferences(kept)
    Preferences.objects.filter(person=gone).update(pace="monthly")
    wanting.preferences(gone)
    Preferences.objects.filter(person=gone).update(paused_until=now.date(), pace="monthly", changed_at=now + timedelta(hours=1))
    old = wanting.token(gone)
    merging.merge(kept=kept, gone=gone, by=None, now=now)
    assert [name for _email, name in standing(person=kept)] == ["Drives", "News"] and Subscription.objects.filter(person=gone).count() == 0
    one = Preferences.objects.get(person=kept)
    assert (one.pace, one.paused_until) == ("monthly", now.date())
    assert Visitor().get(f"/preferences/{old}/").status_code == 404  # the link in a letter from before opens nothing,
    Visitor().post(f"/unsubscribe/{old}/one-click/", {"List-Unsubscribe": "One-Click"})
    assert standing(person=kept) == []  # and ends the letters all the same


@pytest.mark.parametrize("has_own", [True, False])
def test_links_mailed_to_an_address_that_nobody_proved_open_nothing_after_a_merge(topic, has_own):
    kept, gone = makers.person("Vera", "vera@example.org"), makers.person("Vera L", "vrea@example.org")
    wanting.wants(kept, topic)
    if has_own:
        wanting.preferences(kept)
    old = wanting.token(gone)
    merging.merge(kept=kept, gone=gone, by=None, now=timezone.now())
    assert Visitor().get(f"/preferences/{old}/").status_code == Visitor().get(f"/unsubscribe/{old}/").status_code == 404
    assert len(standing(person=kept)) == 1


def test_whoever_is_forgotten_leaves_no_wish_and_no_link_behind(topic):
    vera = makers.person()
    wanting.wants(vera, topic)
    old = wanting.token(vera)
    Preferences.objects.update(neighborhoods=[1], interests=[2])
    Reader().subscribe(wanting.topic("News"))
    forget(person=vera, now=timezone.now())
    own = Preferences.objects.get()
    assert (own.neighborhoods, own.interests, standing(), TopicRequest.objects.count()) == ([], [], [], 0)
    assert Visitor().get(f"/unsubscribe/{old}/").status_code == Visitor().get(f"/preferences/{old}/").status_code == 404
