"""Gaps nearby tomorrow: in the evening letter of those who want them, with everything else they have the next day."""

from datetime import datetime, timedelta

import pytest

from donations.actions import pick_up_reminders
from events.actions import reminders as event_reminders
from mailing.models import Message
from mailing.outbox import rounds
from mailing.registry import kind_named
from outreach import evening
from outreach.actions import evening as verbs
from outreach.models import Preferences, Subscription
from tests import goods, makers, meetings
from tests.outreach import subscribed
from tests.outreach.subscribed import BOSTON
from tests.volunteers import making
from volunteers.actions import reminders
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db

EVE = datetime(2031, 10, 2, 18, tzinfo=BOSTON)
MORNING = datetime(2031, 10, 3, 9, tzinfo=BOSTON)


@pytest.fixture(autouse=True)
def office():
    makers.city()
    return makers.office()


@pytest.fixture
def vera():
    return subscribed.reader(subscribed.topic("volunteering"), evening_gaps=True)


def titles(person):
    preferences = Preferences.objects.select_related("person").get(person=person)
    return [role.opportunity.title for role in evening.gaps_of([preferences], MORNING.date(), EVE)[preferences.pk]]


def test_it_is_owed_in_the_evening_once_and_leaves_with_the_reminders(vera):
    subscribed.shift("Cook", starts=MORNING)
    assert [verbs.queue(now=EVE + timedelta(minutes=minutes)) for minutes in (-11, -10, -5, 0, 60, 181)] == [0, 1, 0, 0, 0, 0]
    letter = Message.objects.get(kind="evening_gaps")
    assert (letter.due, letter.expires, letter.lane, letter.period) == (EVE, MORNING, 2, "20311002")
    own = subscribed.shift("Sort food", starts=MORNING + timedelta(hours=6))
    makers.sign_up(own.roles.get(), who=vera)
    SignUp.objects.update(changed_at=EVE - timedelta(days=9))
    reminders.queue(now=EVE - timedelta(minutes=30))
    assert Message.objects.get(kind="reminder", period__startswith="eve").bundle == letter.bundle


def test_one_evening_letter_has_the_shift_the_event_the_pick_up_and_the_gaps(vera, mail_server):
    own, event = subscribed.shift("Sort food", starts=MORNING + timedelta(hours=6)), meetings.event(title="Town hall", starts=MORNING + timedelta(hours=10))
    makers.sign_up(own.roles.get(), who=vera)
    meetings.registration(event, who=vera)
    run = goods.run(goods.drive(offers_pick_up=True, closes=MORNING + timedelta(days=9)), starts=MORNING + timedelta(hours=3))
    goods.pick_up(run.drive, who=vera, state="scheduled", window=run.windows.get())
    subscribed.shift("Cook", starts=MORNING)
    for queue in (reminders.queue, event_reminders.queue, pick_up_reminders.queue):
        queue(now=EVE - timedelta(minutes=30))
    verbs.queue(now=EVE)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: EVE + timedelta(minutes=1)).run()
    (letter,) = mail_server.letters
    assert [name for name in ("Sort food", "Town hall", "We come tomorrow", "Cook", "Still needed near you tomorrow") if name not in letter.text] == []
    assert letter.kind != "evening_gaps" and "List-Unsubscribe" not in letter.message  # it is about their own things first


def test_only_who_wants_it_and_the_topic_and_can_be_reached_gets_one(office):
    subscribed.shift("Cook", starts=MORNING)
    topic = subscribed.topic("volunteering")
    subscribed.reader(topic, name="No", email="no@example.org")
    left = subscribed.reader(topic, name="Left", email="left@example.org", evening_gaps=True)
    Subscription.objects.filter(person=left).update(state="unsubscribed")
    subscribed.reader(topic, name="Pause", email="pause@example.org", evening_gaps=True, paused_until=EVE.date() + timedelta(days=1))
    phoned = subscribed.reader(topic, name="Phone", email="phone@example.org", evening_gaps=True)
    type(phoned).objects.filter(pk=phoned.pk).update(channel="phone")
    subscribed.reader(subscribed.topic("events"), name="Events", email="events@example.org", evening_gaps=True)
    assert verbs.queue(now=EVE) == 0
    subscribed.reader(topic, name="Yes", email="yes@example.org", evening_gaps=True)
    assert verbs.queue(now=EVE) == 1


def test_it_is_what_is_near_free_and_fits_between_their_own_things(vera):
    here, there, food = making.neighborhood(), making.neighborhood("Roxbury"), making.interest("Food")
    Preferences.objects.filter(person=vera).update(neighborhoods=[here.pk], interests=[food.pk])
    subscribed.shift("Later", neighborhood=here, starts=MORNING + timedelta(hours=1))
    subscribed.shift("Urgent", neighborhood=here, urgent=True, interests=[food], starts=MORNING + timedelta(hours=5))
    subscribed.shift("Far", neighborhood=there, starts=MORNING)
    subscribed.shift("Trees", neighborhood=here, interests=[making.interest("Trees")], starts=MORNING)
    subscribed.shift("The day after", neighborhood=here, starts=MORNING + timedelta(days=1))
    full = subscribed.shift("Full", neighborhood=here, starts=MORNING, places=1)
    makers.sign_up(full.roles.get())
    making.shift(making.opportunity("Approval", neighborhood=here, approval=True), starts=MORNING)
    making.shift(making.opportunity("Draft", neighborhood=here, state="draft"), starts=MORNING)
    assert titles(vera) == ["Urgent", "Later"]
    own = subscribed.shift("Own", neighborhood=here, starts=MORNING + timedelta(hours=5))
    makers.sign_up(own.roles.get(), who=makers.person("Vera Lopez", vera.email))  # the same address
    assert titles(vera) == ["Later"]
    for number in range(5):
        subscribed.shift(f"Early {number}", neighborhood=here, starts=MORNING - timedelta(hours=2))
    assert len(titles(vera)) == evening.MOST


def test_the_letter_has_links_and_the_way_out_and_is_not_sent_when_all_is_filled(vera, mail_server):
    shift = subscribed.shift("Cook", starts=MORNING)
    verbs.queue(now=EVE)
    message, kind = Message.objects.select_related("person").get(), kind_named("evening_gaps")
    preferences = kind.load([message])[message.pk]
    letter = kind.context(message, preferences)
    role = shift.roles.get()
    assert f"/volunteer/shifts/{role.pk}/sign-up/" in letter.personal["items"] and "Cook" in letter.personal["items"]
    assert kind.unsubscribe(message, preferences).endswith("/one-click/") and letter.secret == {"preferences_url"}
    assert kind.is_wanted(message, preferences, EVE)
    type(role).objects.filter(pk=role.pk).update(capacity=0)
    assert not kind.is_wanted(message, kind.load([message])[message.pk], EVE)
    Message.objects.update(due=makers.NOW - timedelta(days=400), expires=None)
    rounds.Round(lanes=rounds.WORKER).run()
    assert mail_server.letters == [] and Message.objects.get().state == "cancelled"


@pytest.mark.parametrize(("late", "state"), [(timedelta(hours=5, minutes=59), "sent"), (timedelta(hours=6, minutes=1), "cancelled")])
def test_a_letter_held_up_past_midnight_calls_no_shift_of_the_same_day_tomorrows(vera, mail_server, late, state):
    subscribed.shift("Cook", starts=MORNING)
    verbs.queue(now=EVE)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: EVE + late).run()
    assert (Message.objects.get().state, len(mail_server.letters)) == (state, int(state == "sent"))


def test_more_people_ask_no_more_questions(vera, django_assert_num_queries):
    def asked():
        people = list(Preferences.objects.select_related("person"))
        with django_assert_num_queries(3):
            return evening.gaps_of(people, MORNING.date(), EVE)

    subscribed.shift("Cook", starts=MORNING)
    assert len(asked()) == 1
    for number in range(3):
        subscribed.reader(subscribed.topic("volunteering"), name=f"V {number}", email=f"v{number}@example.org", evening_gaps=True)
    assert len(asked()) == 4
