"""What one weekly email holds and says: what is near and of interest, without what the reader has already, as it is when it leaves."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from bookings.models import State
from mailing.models import Message
from mailing.registry import kind_named
from mailing.writing import previews
from outreach.actions import digests
from outreach.digest import choosing, readers
from outreach.models import DigestIssue, Preferences, Subscription
from tests import goods, makers, meetings
from tests.outreach import subscribed
from tests.outreach.subscribed import THURSDAY, ref, refs, written_to
from tests.volunteers import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    makers.city()
    return makers.office()


@pytest.fixture
def helping():
    return subscribed.topic("volunteering")


# --- What it holds -------------------------------------------------------------------------------------------------------------


def test_it_is_what_is_near_and_of_interest_most_urgent_first(helping):
    here, there, food, trees = making.neighborhood(), making.neighborhood("Roxbury"), making.interest("Food"), making.interest("Trees")
    soon = subscribed.shift("Sort food", neighborhood=here, interests=[food], starts=THURSDAY + timedelta(days=3))
    later = subscribed.shift("Cook", neighborhood=here, starts=THURSDAY + timedelta(days=6))
    urgent = subscribed.shift("Drive the van", neighborhood=here, interests=[food], starts=THURSDAY + timedelta(days=9), urgent=True)
    subscribed.shift("Far away", neighborhood=there, interests=[food])
    subscribed.shift("Plant trees", neighborhood=here, interests=[trees])
    subscribed.shift("In two months", neighborhood=here, starts=THURSDAY + timedelta(days=60))
    subscribed.reader(helping, neighborhoods=[here.pk], interests=[food.pk])
    digests.sweep(now=THURSDAY)
    assert refs() == [ref(one.opportunity) for one in (urgent, soon, later)]


def test_what_their_address_is_signed_up_for_is_left_out(helping, office):
    vera = subscribed.reader(helping, subscribed.topic("events"), subscribed.topic("drives"), name="")
    named = makers.person("Vera Lopez", vera.email)
    taken, free = subscribed.shift("Sort food"), subscribed.shift("Cook")
    event, drive = meetings.event(starts=THURSDAY + timedelta(days=4)), goods.drive(closes=THURSDAY + timedelta(days=9))
    need = goods.need(drive)
    makers.sign_up(taken.roles.get(), who=named)
    meetings.registration(event, who=named)
    goods.pledge({need: 2}, who=named)
    held = subscribed.shift("Held by a stranger")
    makers.sign_up(held.roles.get(), who=named, state=State.HELD)
    subscribed.cards_now()
    digests.sweep(now=THURSDAY)
    assert set(refs()) == {ref(free.opportunity), ref(held.opportunity)}


def test_drives_events_stories_and_notices_are_told_to_who_wants_them(office):
    here, there = making.neighborhood(), making.neighborhood("Roxbury")
    drive, far, _complete = (goods.drive(closes=THURSDAY + timedelta(days=9)) for _number in range(3))
    goods.need(drive), goods.need(far)  # the third one lacks nothing
    goods.location(drive), goods.location(far, venue=making.venue(area=there))
    event = meetings.event(starts=THURSDAY + timedelta(days=4))
    meetings.event(starts=THURSDAY + timedelta(days=4), is_sensitive=True), meetings.event(starts=THURSDAY + timedelta(days=4), invited_only=True)
    meetings.event(starts=THURSDAY + timedelta(days=4), state="cancelled")
    story, notice = subscribed.story(), subscribed.notice()
    subscribed.story(state="draft"), subscribed.story(state="taken_down"), subscribed.notice(is_published=False)
    subscribed.notice(deadline=THURSDAY.date() - timedelta(days=1)), subscribed.story(published_at=THURSDAY - timedelta(days=8))
    last_day = subscribed.notice(deadline=THURSDAY.date())
    kinds = [subscribed.topic(kind) for kind in ("drives", "events", "stories", "notices")]
    subscribed.reader(*kinds, neighborhoods=[here.pk])
    digests.sweep(now=THURSDAY)
    assert set(refs()) == {ref(one) for one in (drive, event, story, notice, last_day)}


def test_nothing_that_fits_is_no_letter_and_nothing_new_is_none_either(helping):
    subscribed.reader(subscribed.topic("notices"), helping)
    digests.sweep(now=THURSDAY)
    assert written_to() == []
    subscribed.notice(shown_from=THURSDAY.date() + timedelta(days=3), deadline=None)
    weeks = [digests.sweep(now=THURSDAY + timedelta(weeks=week)) for week in (1, 2, 3)]
    assert weeks == [1, 0, 0]
    subscribed.shift(starts=THURSDAY + timedelta(days=30))
    assert digests.sweep(now=THURSDAY + timedelta(weeks=4)) == 1
    assert len(Message.objects.latest("due").values["refs"]) == 2


def test_a_story_is_told_once_though_the_email_was_late(office):
    subscribed.reader(subscribed.topic("stories"), pace="weekly")
    subscribed.story(published_at=THURSDAY + timedelta(days=1))
    late = THURSDAY + timedelta(days=2)
    digests.sweep(now=THURSDAY - timedelta(days=7))
    assert [digests.sweep(now=now) for now in (late, THURSDAY + timedelta(days=7))] == [1, 0]


def test_a_letter_holds_no_more_than_is_read(helping):
    for number in range(9):
        subscribed.shift(f"Work {number}")
    subscribed.reader(helping)
    digests.sweep(now=THURSDAY)
    assert len(refs()) == choosing.MOST["volunteering"]


def test_choosing_for_more_readers_asks_no_more_questions(helping, django_assert_num_queries):
    def asked(readers_there):
        with django_assert_num_queries(6) as queries:
            issue = DigestIssue(office=helping.office, due=THURSDAY)
            found, _last = readers.batch(issue, after=0, size=100, now=THURSDAY)
        assert len(found) == readers_there
        return len(queries)

    subscribed.reader(helping, email="one@example.org")
    first = asked(1)
    for number in range(4):
        subscribed.reader(helping, name=f"Vera {number}", email=f"vera{number}@example.org")
    assert asked(5) == first


# --- What it says ----------------------------------------------------------------------------------------------------------------


def test_the_letter_says_what_where_why_and_how_to_end_it(helping, office):
    subscribed.reader(helping)
    subscribed.shift("Plant trees", place=making.venue("Franklin Park"))
    digests.sweep(now=THURSDAY)
    subject, text, html = previews.of_message(Message.objects.get())
    assert subject == "Coming up: Plant trees"
    assert "Hello Vera," in text and "WAYS TO VOLUNTEER" in text and "Franklin Park" in text and "/s/" in text and "10 of 10 places free" in text
    assert f"you asked us to write to you about: {helping.name}" in text and "once a week" in text
    assert "<strong>Plant trees</strong>" in html and "Stop these emails" in html
    assert "/unsubscribe/" not in text and "•••" in text  # the reader's own links are hidden in what staff see


def test_what_is_gone_when_it_leaves_is_not_told_and_an_empty_letter_does_not_leave(helping, office):
    vera = subscribed.reader(helping)
    stays, goes = subscribed.shift("Stays"), subscribed.shift("Goes")
    digests.sweep(now=THURSDAY)
    message, kind = Message.objects.select_related("person").get(), kind_named("digest")

    def read():
        return kind.load([message])[message.pk]

    assert {one.title for one in read().entries()} == {"Goes", "Stays"}
    type(goes).objects.filter(pk=goes.pk).update(cancelled_at=THURSDAY)
    subscribed.cards_now()
    assert [one.title for one in read().entries()] == ["Stays"]
    makers.sign_up(stays.roles.get(), who=vera)
    subscribed.cards_now()
    assert not kind.is_wanted(message, read(), THURSDAY)


def test_who_left_one_topic_of_two_hears_of_the_other_only(helping, office):
    events = subscribed.topic("events")
    subscribed.reader(helping, events)
    subscribed.shift("Plant trees")
    meetings.event(title="Town hall", starts=THURSDAY + timedelta(days=4))
    digests.sweep(now=THURSDAY)
    Subscription.objects.filter(topic=helping).update(state="unsubscribed")
    message = Message.objects.select_related("person").get()
    assert [one.title for one in kind_named("digest").load([message])[message.pk].entries()] == ["Town hall"]


def test_writing_more_letters_asks_no_more_questions(helping, office):
    def asked():
        messages = list(Message.objects.filter(kind="digest").select_related("person").order_by("pk"))
        with CaptureQueriesContext(connection) as queries, translation.override("es"):
            read = kind_named("digest").load(messages)
            for message in messages:
                assert kind_named("digest").context(message, read[message.pk]).personal["items"]
        return len(queries)

    numbers = itertools.count()

    def sent(count):
        Message.objects.all().delete()
        DigestIssue.objects.all().delete()
        Subscription.objects.all().delete()
        for _number in range(count):
            subscribed.reader(helping, email=f"vera{next(numbers)}@example.org", pace="weekly")
        digests.sweep(now=THURSDAY)
        return asked()

    subscribed.shift()
    subscribed.rules(intro="Good morning.")
    sent(1)  # what a process reads once
    assert sent(1) == sent(4)


@pytest.mark.parametrize("leave", ["unsubscribe", "pause", "close", "switch_off"])
def test_who_left_after_it_was_written_gets_nothing(helping, office, leave):
    subscribed.reader(helping)
    subscribed.shift()
    rules = subscribed.rules()
    digests.sweep(now=THURSDAY)
    message, kind = Message.objects.select_related("person").get(), kind_named("digest")
    assert kind.is_wanted(message, kind.load([message])[message.pk], THURSDAY)
    {
        "unsubscribe": lambda: Subscription.objects.update(state="unsubscribed"),
        "pause": lambda: Preferences.objects.update(paused_until=THURSDAY.date() + timedelta(days=30)),
        "close": lambda: type(helping).objects.update(is_open=False),
        "switch_off": lambda: type(rules).objects.update(digest_is_on=False),
    }[leave]()
    assert not kind.is_wanted(message, kind.load([message])[message.pk], THURSDAY)
