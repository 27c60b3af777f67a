"""Work without a shift is called off, and published again: nobody has lost a place meanwhile, and everybody is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from mailing import calls
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from people.models import User
from tests import makers
from volunteers.actions import offers, opportunities, places
from volunteers.models import Opportunity, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=9)


@pytest.fixture
def role(db):
    makers.city()
    return ShiftRole.objects.create(opportunity=makers.opportunity(kind="open_ended", approval=True), capacity=4)


@pytest.fixture
def people(role):
    """One of each: three of the four places are firm or kept, the last one is offered to the first in line."""
    now, approval = timezone.now(), {"until": timezone.now() + timedelta(days=3)}
    return {
        "Vera": makers.sign_up(role, who=makers.person(), now=now),
        "Mia": makers.sign_up(role, who=makers.person("Mia", "mia@example.org"), state=State.REQUESTED, now=now, **approval),
        "Dan": makers.sign_up(role, who=makers.person("Dan", "dan@example.org"), state=State.OFFERED, now=now, until=now + timedelta(hours=2)),
        "Sam": makers.sign_up(role, who=makers.person("Sam", "sam@example.org"), state=State.WAITLISTED, size=4, now=now + timedelta(minutes=1)),
        "Gone": makers.sign_up(role, who=makers.person("Gone", "gone@example.org"), state=State.CANCELLED, now=now),
    }


def call_off(role, now):
    opportunities.call_off(opportunity=Opportunity.objects.get(pk=role.opportunity_id), reason="Snow", by=makers.User(), now=now)


def publish(role, now):
    by = User.objects.filter(is_staff=True).first() or makers.staff()
    opportunities.publish(opportunity=Opportunity.objects.get(pk=role.opportunity_id), by=by, now=now)


def states():
    return dict(SignUp.objects.values_list("person__name", "state"))


def test_nobody_loses_a_place_meanwhile_and_everybody_is_told_how_they_stand(role, people):
    now = timezone.now()
    call_off(role, now)
    places.sweep(now=now + LATER)
    assert states() == {"Vera": State.CONFIRMED, "Mia": State.REQUESTED, "Dan": State.WAITLISTED, "Sam": State.WAITLISTED, "Gone": State.CANCELLED}
    Message.objects.update(state=Message.State.SENT)
    publish(role, now + LATER)
    assert states() == {"Vera": State.CONFIRMED, "Mia": State.REQUESTED, "Dan": State.OFFERED, "Sam": State.WAITLISTED, "Gone": State.CANCELLED}
    told = dict(Message.objects.filter(state="queued").values_list("person__name", "kind"))
    assert told == {"Vera": "signed_up", "Mia": "requested", "Dan": "waitlist_offer", "Sam": "waitlisted"}
    assert SignUp.objects.get(person__name="Dan").until > now + LATER
    assert SignUp.objects.get(person__name="Mia").until is None  # the office has as long as it takes


def test_an_offer_is_not_said_to_have_gone_to_somebody_else(role, people):
    call_off(role, timezone.now())
    with pytest.raises(Refused, match="called off"):
        offers.accept_offer(sign_up=people["Dan"], by=None, now=timezone.now())


def test_what_has_not_been_told_yet_is_told_no_more(role, mail_server):
    now = timezone.now()
    makers.sign_up(role, who=makers.person(), now=now)
    makers.sign_up(role, who=makers.person("Dan", "", phone="+16175550142"), now=now)
    call_off(role, now)
    Message.objects.filter(person__name="Vera").update(due=now + timedelta(minutes=5))
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()
    assert CallTask.objects.get().result == CallTask.Result.OPEN
    publish(role, now + timedelta(minutes=1))
    calls.drop_unwanted(now=now + timedelta(minutes=1))
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now + timedelta(minutes=6)).run()
    assert [letter.subject.partition(":")[0] for letter in mail_server.letters] == ["You are signed up"]
    assert list(CallTask.objects.order_by("pk").values_list("message__kind", "result")) == [
        ("shift_called_off", CallTask.Result.DROPPED),
        ("signed_up", CallTask.Result.OPEN),
    ]


def test_publishing_what_was_closed_or_a_draft_tells_nobody(role, people):
    for state in ("closed", "draft", "published"):
        Opportunity.objects.update(state=state)
        publish(role, timezone.now())
    assert not Message.objects.exists()
