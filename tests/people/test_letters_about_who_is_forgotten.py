"""“Forget me”: the name goes also out of letters to others, such as the guardian and whoever leads the shift."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bookings.models import State
from events.letters import registrations as event_letters
from mailing import tasks
from mailing.models import Message
from people import consents
from people.consents import Guardian
from people.forgetting import forget
from tests import makers, meetings
from volunteers import emails

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Quillonbirne"


def ledger():
    """Everything that stands in the tables of letters, as one text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(letter::text, ' ') FROM mailing_message letter")
        letters = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(letter::text, ' ') FROM mailing_keptletter letter")
        return letters + (cursor.fetchone()[0] or "")


def test_a_name_leaves_the_letters_to_the_guardian_and_to_whoever_leads():
    makers.city()
    now = timezone.now()
    mia, dan = makers.person(CANARY, "mia@example.org"), makers.person("Dan", "dan@example.org")
    role = makers.role(of=makers.opportunity(minimum_age=14), starts=now + timedelta(days=3))
    consent = consents.ask(person=mia, guardian=Guardian("Ana Lopez", "ana@example.org", "", "en"), age_band="minor", now=now)
    emails.guardian_asked(makers.sign_up(role, who=mia, state=State.REQUESTED, age_band="minor", consent=consent, until=role.shift.starts), now=now)
    for who in (mia, dan):
        emails.cancelled_late(makers.sign_up(makers.role(starts=now + timedelta(days=1)), who=who, state=State.CANCELLED, late=True), now=now)
        event_letters.cancelled_late(meetings.registration(meetings.event(starts=now + timedelta(days=1)), who=who, state=State.CANCELLED, now=now), now=now)
    tasks.send_due()
    assert (Message.objects.filter(text__contains=CANARY).count(), Message.objects.filter(text__contains="Dan").count()) == (3, 2)
    forget(person=mia, now=timezone.now())
    assert CANARY not in ledger()
    assert (Message.objects.exclude(text="").count(), Message.objects.count()) == (2, 5)


def test_letters_to_a_colleague_leave_though_somebody_with_the_same_address_is_forgotten():
    makers.city()
    now, carla = timezone.now(), makers.staff(name="Carla")
    role = makers.role(of=makers.opportunity(contact_email=carla.email), starts=now + timedelta(days=1))
    emails.cancelled_late(makers.sign_up(role, who=makers.person("Dan", "dan@example.org"), state=State.CANCELLED, late=True), now=now)
    as_a_resident, letters = makers.person("Carla", carla.email), Message.objects.filter(to=carla.email)
    forget(person=as_a_resident, now=now)
    assert letters.get().state == Message.State.QUEUED
    tasks.send_due()
    assert "Dan" in letters.get().text
