"""Forgetting beside the other verbs: nobody waits for somebody who waits for them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bookings import seats
from civic.processes import wait_until
from intake.models import FormKey
from intake.refusal import Refused
from mailing import calls, proof, tasks
from mailing.models import AccessLink
from people.forgetting import forget
from people.models import Person
from tests import makers
from volunteers.actions import places, sign_ups
from volunteers.actions.sign_up import sign_up
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
_WAITING_FOR_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


@pytest.fixture
def held(db):
    makers.city()
    role, now = makers.role(starts=timezone.now() + timedelta(days=10)), timezone.now()
    sign_up(shift_role=role, form=makers.form(), proved=set(), key=makers.key(), browser="b", now=now)
    return SignUp.objects.get()


def in_a_thread(job, *args, **kwargs):
    """Start a job on a connection of its own; returns the thread and a list for what it raises."""
    raised = []

    def run():
        try:
            job(*args, **kwargs)
        except Exception as trouble:
            raised.append(trouble)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_FOR_US)
        return cursor.fetchone()[0] > 0


def test_forgetting_waits_for_the_role_before_it_touches_a_sign_up(held):
    now = timezone.now()
    SignUp.objects.update(until=now)
    with transaction.atomic():
        seats.lock(held.shift_role)
        thread, raised = in_a_thread(forget, person=held.person, now=now)
        assert wait_until(somebody_waits_for_us, 10)
        sign_ups.leave_expired(pk=held.pk, now=now)
    thread.join(20)
    held.refresh_from_db()
    assert (raised, held.state, held.person.name, held.link) == ([], "expired", "", None)


def test_settling_waits_for_the_role_before_it_touches_the_link(held):
    now, link = timezone.now(), AccessLink.objects.get()
    with transaction.atomic():
        seats.lock(held.shift_role)
        thread, raised = in_a_thread(proof.settle, link=link, refs=[held.ref], by=None, now=now)
        assert wait_until(somebody_waits_for_us, 10)
        link.delete()
    thread.join(20)
    assert raised == []


def test_a_letter_that_has_left_does_not_wait_for_a_sign_up_in_somebodys_hands(held):
    now, link = timezone.now(), AccessLink.objects.get()
    with transaction.atomic():
        sign_ups.locked(held)
        thread, raised = in_a_thread(proof.start_clocks, link=link, now=now)
        thread.join(10)
        assert not thread.is_alive()
    held.refresh_from_db()
    assert (raised, held.until) == ([], None)
    places.sweep(now=now)
    held.refresh_from_db()
    assert held.until == now + timedelta(days=1)


def test_no_call_is_left_on_the_list_for_somebody_who_is_forgotten(db):
    makers.city()
    now, rosa = timezone.now(), makers.person("Rosa", "", phone="+16175550143", channel="phone")
    place = makers.sign_up(makers.role(starts=now + timedelta(days=3)), who=rosa)
    sign_ups.cancel(sign_up=place, by=makers.staff(), now=now)
    tasks.send_due()
    assert calls.open_calls().get().person == rosa
    forget(person=rosa, now=now)
    assert list(calls.open_calls()) == []


def test_a_form_key_keeps_no_address_and_still_leads_to_the_same_page(db):
    makers.city()
    role, now, key = makers.role(starts=timezone.now() + timedelta(days=10)), timezone.now(), makers.key()
    send = {"shift_role": role, "form": makers.form(), "proved": set(), "key": key, "browser": "b", "now": now}
    first = sign_up(**send)
    assert "vera" not in str(FormKey.objects.get().result)
    assert (sign_up(**send), first.address) == (first, "vera@example.org")
    forget(person=Person.objects.get(), now=now)
    with pytest.raises(Refused, match="too old"):
        sign_up(**send)
