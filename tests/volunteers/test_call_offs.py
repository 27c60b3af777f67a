"""Calling off: everyone is told, whoever signs up at the same moment too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from tests import makers
from tests.volunteers.meeting import meet
from volunteers import calendar_entries, words
from volunteers.actions import attendance, hours, opportunities, places, shifts, sign_up, sign_ups
from volunteers.models import Opportunity, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def some(carla):
    return makers.role(places=1, starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def open_ended(carla):
    return ShiftRole.objects.create(opportunity=makers.opportunity(kind="open_ended"), capacity=5)


def call_off(role, carla):
    return shifts.call_off(shift=role.shift, reason="Snow", by=carla, now=timezone.now())


def call_all_off(role, carla):
    return opportunities.call_off(opportunity=Opportunity.objects.get(pk=role.opportunity_id), reason="Snow", by=carla, now=timezone.now())


def signing_up(role, **typed):
    return sign_up.sign_up(
        shift_role=ShiftRole.objects.for_sign_up(role.pk), form=makers.form(**typed), proved={"vera@example.org"}, key=makers.key(), browser="b",
        now=timezone.now(),
    )  # fmt: skip


def told():
    return sorted(Message.objects.filter(kind="shift_called_off").values_list("person__name", flat=True))


def test_work_without_a_shift_is_called_off_to_everyone_who_does_it(open_ended, carla):
    signing_up(open_ended)
    makers.sign_up(open_ended, who=makers.person("Dan", "dan@example.org"), state=State.WAITLISTED)
    makers.sign_up(open_ended, who=makers.person("Gone", "gone@example.org"), state=State.CANCELLED)
    call_all_off(open_ended, carla)
    assert told() == ["Dan", "Vera"]
    assert Message.objects.get(kind="signed_up").state == Message.State.CANCELLED


def test_calling_it_off_again_tells_nobody_twice_and_after_publishing_it_does(open_ended, carla):
    signing_up(open_ended)
    call_all_off(open_ended, carla)
    call_all_off(open_ended, carla)
    assert told() == ["Vera"]
    opportunities.publish(opportunity=Opportunity.objects.get(), by=carla, now=timezone.now())
    opportunities.call_off(opportunity=Opportunity.objects.get(), reason="Rain", by=carla, now=timezone.now() + timedelta(minutes=1))
    assert told() == ["Vera", "Vera"]


def test_what_was_over_when_the_rest_was_called_off_took_place(some, carla):
    now = timezone.now()
    over = makers.role(starts=now - timedelta(days=5), of=some.opportunity)
    came, missed = (makers.sign_up(over, who=makers.person(name, f"{name}@example.org")) for name in ("vera", "dan"))
    to_come = makers.sign_up(some)
    call_all_off(some, carla)
    came, missed, to_come = words.fetch([came.pk, missed.pk, to_come.pk])
    assert [words.thing(one).state for one in (came, to_come)] == [State.CONFIRMED, "called_off"]
    assert [calendar_entries.method(one) for one in (came, to_come)] == ["PUBLISH", "CANCEL"]
    hours.claim(sign_up=came, work=hours.Work(day=over.shift.local_starts.date(), minutes=120), key=makers.key(), browser="b", now=now)
    assert attendance.mark(sign_up=missed, state=State.NO_SHOW, by=carla, now=now).state == State.NO_SHOW
    assert attendance.add_walk_in(shift_role=over, name="Sam", by=carla, now=now).state == State.WALK_IN


@pytest.mark.parametrize("in_line", [False, True])
def test_who_signs_up_while_it_is_being_called_off_is_refused(some, carla, in_line):
    if in_line:
        makers.sign_up(some)
    role = ShiftRole.objects.for_sign_up(some.pk)
    form = makers.form(waitlist=in_line)
    late = meet(
        lambda: call_off(some, carla),
        lambda: sign_up.sign_up(shift_role=role, form=form, proved={"vera@example.org"}, key=makers.key(), browser="b", now=timezone.now()),
    )
    assert isinstance(late, Refused) and late.code == "cancelled"
    assert SignUp.objects.filter(person__name="Vera").count() == 0


@pytest.mark.parametrize("in_line", [False, True])
def test_who_has_just_signed_up_when_it_is_called_off_is_told(some, carla, in_line):
    if in_line:
        makers.sign_up(some, who=makers.person("Dan", "dan@example.org"))
    meet(lambda: signing_up(some, waitlist=in_line), lambda: call_off(some, carla))
    assert "Vera" in told()


def test_work_without_a_shift_called_off_meanwhile_takes_nobody(open_ended, carla):
    role = ShiftRole.objects.for_sign_up(open_ended.pk)
    call_all_off(open_ended, carla)
    with pytest.raises(Refused):
        sign_up.sign_up(shift_role=role, form=makers.form(), proved={"vera@example.org"}, key=makers.key(), browser="b", now=timezone.now())
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("state", [State.REQUESTED, State.OFFERED])
def test_a_place_whose_time_runs_out_before_the_letter_leaves_is_told_all_the_same(some, carla, state):
    now = timezone.now()
    makers.sign_up(some, state=state, until=now + timedelta(hours=2))
    call_off(some, carla)
    places.sweep(now=now + timedelta(hours=3))  # no letter has left meanwhile
    assert SignUp.objects.get().state == State.EXPIRED
    assert Message.objects.get(kind="shift_called_off").state == Message.State.QUEUED


def test_nobody_is_missing_from_what_was_called_off(carla):
    role = makers.role(starts=timezone.now() - timedelta(hours=1))
    vera = makers.sign_up(role)
    call_off(role, carla)
    with pytest.raises(Refused):
        attendance.mark(sign_up=vera, state="no_show", by=carla, now=timezone.now())
    assert attendance.mark(sign_up=vera, state="attended", by=carla, now=timezone.now()).state == State.ATTENDED


@pytest.mark.parametrize("off", [call_off, call_all_off])
def test_what_was_called_off_is_not_changed(some, carla, off):
    vera = makers.sign_up(some)
    off(some, carla)
    for by in (None, carla):
        with pytest.raises(Refused):
            sign_ups.change_party(sign_up=vera, party_size=2, by=by, now=timezone.now())
    vera.refresh_from_db()
    assert vera.party_size == 1
