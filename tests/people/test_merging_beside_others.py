"""Two people are merged while one of them does something else: one of the two waits, and neither waits for who waits for them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bookings import seats
from bookings.models import State
from civic.processes import wait_until
from mailing import calls, proof
from mailing.models import CallTask
from mailing.outbox import rounds
from outreach.actions import subscriptions
from outreach.models import Preferences, Subscription, TopicRequest
from people import merging, profiles
from people.forgetting import forget
from people.models import Profile
from tests import makers
from tests.outreach import wanting
from tests.outreach.wanting import standing
from volunteers.actions import keep_posted
from volunteers.actions.sign_up import sign_up
from volunteers.models import KeepPosted, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
_WAITING = """
WITH RECURSIVE line(pid) AS (
    SELECT pg_backend_pid() UNION SELECT pg_locks.pid FROM pg_locks JOIN line ON line.pid = ANY (pg_blocking_pids(pg_locks.pid)) WHERE NOT granted
) SELECT count(*) - 1 FROM line
"""


@pytest.fixture
def topic(db):
    wanting.city()
    return wanting.topic()


def pair(email="vera@example.org"):
    """Vera, who is known twice at one address."""
    return makers.person("Vera Lopez", email), makers.person("Vera Lopes", email)


def wish(topic, name="Vera Lopes", proved=(), **reach):
    """A form of the page of topics, sent by one of them."""
    form = subscriptions.Form(**{"name": name, "email": "vera@example.org", "phone": "", "language": "en", "topics": (topic.pk,), **reach})
    subscriptions.ask(office=topic.office, form=form, proved=set(proved), key=makers.key(), browser="b", now=timezone.now())


def merge(kept, gone):
    merging.merge(kept=kept, gone=gone, by=None, now=timezone.now())


def settle(*things):
    proof.settle(link=things[0].link, refs=[one.ref for one in things], by=None, now=timezone.now())


def hold_the_consent(person, topic):
    """Whoever is about to write it waits for us."""
    Subscription.objects.filter(person=person).delete()
    wanting.wants(person, topic)


def one_after_the_other(first, second, *, while_held):
    """Start both, and let go of what is held when the two wait; returns what they raised."""
    raised = []
    threads = [in_a_thread(job, raised) for job in (first, second)]
    with transaction.atomic():
        while_held()
        for number, thread in enumerate(threads, start=1):
            thread.start()
            assert wait_until(lambda number=number: waiting() == number, 10)
        transaction.set_rollback(True)
    for thread in threads:
        thread.join(20)
    return raised


def at_once(*jobs):
    """Start all in the same moment; returns what they raised."""
    raised, start = [], threading.Barrier(len(jobs), timeout=10)
    threads = [in_a_thread(lambda job=job: (start.wait(), job()), raised) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return raised


def in_a_thread(job, raised):
    """Return a thread that does the job on a connection of its own."""

    def run():
        try:
            job()
        except Exception as trouble:
            raised.append(trouble)
        finally:
            connection.close()

    return threading.Thread(target=run)


def waiting():
    """Return how many connections wait for us, or for who waits for us."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return cursor.fetchone()[0]


# --- The code is typed -----------------------------------------------------------------------------------------------------


def test_a_code_typed_while_two_are_merged_who_chose_nothing_before(topic):
    kept, gone = pair()
    wish(topic)
    request = TopicRequest.objects.get()
    assert one_after_the_other(lambda: settle(request), lambda: merge(kept, gone), while_held=lambda: hold_the_consent(gone, topic)) == []
    assert [one.person for one in Subscription.objects.standing()] == [one.person for one in Preferences.objects.all()] == [kept]


def test_a_code_typed_in_the_same_moment_as_two_are_merged(topic):
    for number in range(10):
        kept, gone = pair(email=f"vera{number}@example.org")
        wish(topic, email=gone.email)
        request = TopicRequest.objects.get(person=gone)
        assert at_once(lambda gone=gone, kept=kept: merge(kept, gone), lambda request=request: settle(request)) == []
        assert standing(person=kept) == [(kept.email, topic.name)]


def test_a_code_typed_for_topics_and_a_shift_while_two_are_merged(topic):
    kept, gone = pair()
    wanting.preferences(gone)
    wish(topic)
    role = makers.role(starts=timezone.now() + timedelta(days=10))
    sign_up(shift_role=role, form=makers.form(name=gone.name), proved=set(), key=makers.key(), browser="b", now=timezone.now())
    both = [TopicRequest.objects.get(), SignUp.objects.get()]
    assert one_after_the_other(lambda: settle(*both), lambda: merge(kept, gone), while_held=lambda: hold_the_consent(gone, topic)) == []
    assert [one.person for one in Subscription.objects.standing()] == [kept]
    assert SignUp.objects.values_list("person", "state").get() == (kept.pk, State.CONFIRMED)


def test_a_yes_on_the_phone_while_two_are_merged(topic):
    reach = {"email": "", "phone": "+16175550123"}
    kept, gone = makers.person("Vera Lopez", **reach, channel="phone"), makers.person("Vera Lopes", **reach, channel="phone")
    role = makers.role(starts=timezone.now() + timedelta(days=10))
    sign_up(shift_role=role, form=makers.form(name=gone.name, **reach), proved=set(), key=makers.key(), browser="b", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, seconds=10).run()
    (call,) = CallTask.objects.all()
    carla = makers.staff()

    def yes():
        calls.record_result(task=call, result="said_yes", by=carla, now=timezone.now())

    assert one_after_the_other(yes, lambda: merge(kept, gone), while_held=lambda: seats.lock(role)) == []
    assert SignUp.objects.values_list("person", "state").get() == (kept.pk, State.CONFIRMED)


# --- Other verbs ---------------------------------------------------------------------------------------------------------------


def test_a_wish_of_a_known_browser_while_two_are_merged(topic):
    kept, gone = pair()
    wanting.preferences(gone)
    jobs = [lambda: merge(kept, gone), lambda: wish(topic, proved=[kept.email])]
    assert one_after_the_other(*jobs, while_held=lambda: subscriptions.hold([gone.pk])) == []
    assert Subscription.objects.standing().count() == 1


def test_a_known_browser_that_is_kept_posted_while_two_are_merged(topic):
    kept, gone = pair()
    profiles.save(person=gone, answers=profiles.Answers(), now=timezone.now())

    def be_kept_posted():
        form = keep_posted.Form(gone.name, gone.email, "", "en")
        keep_posted.ask(office=topic.office, form=form, proved={gone.email}, key=makers.key(), browser="b", now=timezone.now())

    def hold_the_profile():
        Profile.objects.select_for_update().get()

    assert one_after_the_other(lambda: merge(kept, gone), be_kept_posted, while_held=hold_the_profile) == []
    assert KeepPosted.objects.standing().count() == 1


def test_who_is_forgotten_while_two_are_merged(topic):
    kept, gone = pair()
    wanting.preferences(gone)
    role = makers.role(starts=timezone.now() + timedelta(days=10))
    makers.sign_up(role, who=gone)
    raised = one_after_the_other(lambda: forget(person=gone, now=timezone.now()), lambda: merge(kept, gone), while_held=lambda: seats.lock(role))
    assert [getattr(one, "code", one) for one in raised] == ["forgotten"]
