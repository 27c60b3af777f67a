"""Several at once: one form sent twenty times, a code and a button at one moment, a yes and a no. One row, one letter, and a no that stays."""

import pytest
from django.utils import timezone

from mailing.models import Message
from outreach.actions import preferences, subscriptions
from outreach.models import Preferences, Subscription, TopicRequest
from people.forgetting import forget
from tests import makers
from tests.bookings.crowd import at_once
from tests.outreach import wanting
from tests.outreach.wanting import standing

pytestmark = pytest.mark.django_db(transaction=True)
BROWSER = "one-browser"


@pytest.fixture
def topic(db):
    wanting.city()
    return wanting.topic()


def form(topic, **changes):
    return subscriptions.Form(**{"name": "", "email": "vera@example.org", "phone": "", "language": "en", "topics": (topic.pk,), **changes})


def asked(topic, key, *, proved=frozenset()):
    return subscriptions.ask(office=topic.office, form=form(topic), proved=set(proved), key=key, browser=BROWSER, now=timezone.now())


def letters(kind):
    return Message.objects.filter(kind=kind).count()


def test_one_form_sent_twenty_times_at_once_is_one_request_and_one_letter(topic):
    key = makers.key()
    outcomes = at_once(lambda _turn: asked(topic, key), range(20), threads=8)
    assert len({outcome.ref for outcome in outcomes}) == 1
    assert (TopicRequest.objects.count(), Subscription.objects.count(), letters("confirm_code")) == (1, 1, 1)


def test_code_and_button_at_one_moment_are_one_consent_and_one_letter(topic):
    number = int(asked(topic, makers.key()).ref.partition(":")[2])
    answers = at_once(lambda _turn: subscriptions.settle(ids=[number], by=None, now=timezone.now()), range(8), threads=8)
    assert answers == [None] * 8
    assert (standing(), letters("subscribed")) == ([("vera@example.org", "Ways to volunteer")], 1)


def test_without_the_form_key_there_would_be_more(topic):
    """The negative control: each with a key of its own."""
    at_once(lambda _turn: asked(topic, makers.key()), range(4), threads=4)
    assert TopicRequest.objects.count() == 4


def test_two_forms_of_one_address_at_once_make_one_person_and_one_consent(topic):
    at_once(lambda _turn: asked(topic, makers.key(), proved={"vera@example.org"}), range(8), threads=8)
    assert standing() == [("vera@example.org", "Ways to volunteer")] and Preferences.objects.count() == 1


def test_whoever_leaves_while_a_page_is_saved_ends_up_as_the_last_word_says(topic):
    vera = makers.person()
    wanting.wants(vera, topic)
    wishes = preferences.Wishes(topics=(topic.pk,), pace="monthly")

    def act(turn):
        if turn % 2:
            return subscriptions.leave_everything(person=vera, how=Subscription.Ended.ONE_CLICK, now=timezone.now())
        return preferences.save(person=vera, wishes=wishes, key="one-key-for-the-whole-page", browser=BROWSER, now=timezone.now())

    answers = at_once(act, range(12), threads=6)
    assert not [one for one in answers if isinstance(one, Exception)]
    subscriptions.leave_everything(person=vera, how=Subscription.Ended.ONE_CLICK, now=timezone.now())
    preferences.save(person=vera, wishes=wishes, key="one-key-for-the-whole-page", browser=BROWSER, now=timezone.now())
    assert standing() == []


@pytest.mark.parametrize("act", ["settle", "readdress"])
def test_whoever_is_forgotten_while_their_address_is_proved_or_corrected_stops_nobody(topic, act):
    answers = []
    for number in range(10):
        vera = makers.person(f"Vera {number}", f"vera{number}@example.org")
        if number % 2:
            wanting.preferences(vera)
        wish = form(topic, name=vera.name, email=vera.email)
        ref = subscriptions.ask(office=topic.office, form=wish, proved=set(), key=makers.key(), browser=BROWSER, now=timezone.now()).ref
        ids, typed = [int(ref.partition(":")[2])], {ref: {"name": vera.name, "phone": ""}}
        acts = {
            "settle": lambda ids=ids: subscriptions.settle(ids=ids, by=None, now=timezone.now()),
            "readdress": lambda ids=ids, typed=typed, of=number: subscriptions.readdress(ids=ids, typed=typed, email=f"v{of}@example.org", now=timezone.now()),
            "forget": lambda vera=vera: forget(person=vera, now=timezone.now()),
        }  # fmt: skip
        answers += at_once(lambda name, acts=acts: acts[name](), ["forget", act], threads=2)
    assert [one for one in answers if isinstance(one, Exception)] == []
