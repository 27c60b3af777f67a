"""Change notices staff are asked about: what to bring, notes, whom to call, a role's name."""

from datetime import timedelta

import pytest

from mailing.models import Message
from tests import makers
from tests.makers import NOW
from tests.volunteers.changing import AFTER, describe, describe_work, move, owed, ring
from volunteers import pending
from volunteers.actions import notices, shifts
from volunteers.models import ChangeNotice, Opportunity, ShiftRole

pytestmark = pytest.mark.django_db
MOVED = ["ends", "starts"]


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=NOW + timedelta(days=10, hours=-1))


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person())


def decide(shift, *, tell=True, now=NOW):
    left = pending.of_opportunity(Opportunity.objects.get(pk=shift.opportunity_id), now=now)
    return notices.decide(opportunity=shift.opportunity, shown=left.shown, tell=tell, by=makers.User(), now=now)


def test_the_rest_waits_for_a_yes(role, vera):
    describe(role.shift, notes="Side door")
    assert notices.sweep(now=AFTER) == 0
    assert pending.of_opportunity(role.opportunity, now=AFTER).people_asked.count == 1
    decide(role.shift, now=AFTER)
    assert owed() == [("shift_changed", "Vera", ["notes"])]


def test_a_yes_within_the_ten_minutes_waits_for_their_end_so_that_it_can_be_taken_back(role, vera):
    describe(role.shift, notes="Side door")
    decide(role.shift, now=NOW + timedelta(minutes=2))
    assert owed() == []
    describe(role.shift, notes="", now=NOW + timedelta(minutes=5))
    assert (notices.sweep(now=AFTER), owed()) == (0, [])


def test_after_a_no_nobody_is_told_and_nobody_is_asked_again(role, vera):
    describe(role.shift, notes="Side door")
    assert decide(role.shift, tell=False) == 1
    assert (notices.sweep(now=AFTER), pending.of_opportunity(role.opportunity, now=AFTER).shown) == (0, {})
    describe(role.shift, notes="Back door", now=AFTER)
    assert pending.of_opportunity(role.opportunity, now=AFTER).people_asked.count == 1


def test_what_was_not_decided_stays_a_question_when_the_new_time_is_told(role, vera):
    describe(role.shift, notes="Side door")
    move(role.shift, hours=2, now=NOW + timedelta(minutes=1))
    notices.sweep(now=AFTER + timedelta(minutes=1))
    assert owed() == [("shift_moved", "Vera", MOVED)]
    Message.objects.update(state="sent")
    decide(role.shift, now=AFTER + timedelta(minutes=2))
    assert owed()[1:] == [("shift_changed", "Vera", ["notes"])]


def test_an_answer_counts_only_for_what_was_shown(role, vera):
    describe(role.shift, notes="Side door")
    shown = pending.of_opportunity(role.opportunity, now=NOW).shown
    describe(role.shift, contact_name="Carla")
    notices.decide(opportunity=role.opportunity, shown=shown, tell=True, by=makers.User(), now=NOW)
    assert list(pending.of_opportunity(role.opportunity, now=NOW).shown.values()) == [["contact_name"]]
    assert notices.decide(opportunity=role.opportunity, shown=shown, tell=True, by=makers.User(), now=NOW) == 0


def test_a_question_nobody_answers_is_closed_after_the_shift_and_what_stood_before_is_forgotten(role, vera):
    describe(role.shift, contact_name="Carla")
    assert (notices.tidy(now=NOW), notices.tidy(now=role.shift.ends + timedelta(minutes=1))) == (0, 1)
    assert list(ChangeNotice.objects.values_list("steps", flat=True)) == [[]]


def test_one_word_for_the_whole_opportunity_is_one_letter_a_person(role, vera, mail_server):
    for days in (11, 12):
        makers.sign_up(makers.role(of=role.opportunity, starts=NOW + timedelta(days=days)), who=vera.person)
    open_ended = ShiftRole.objects.create(opportunity=role.opportunity)
    makers.sign_up(open_ended, who=makers.person("Dan", "dan@example.org"))
    describe_work(role.opportunity, bring="Gloves")
    decide(role.shift, now=AFTER)
    ring()
    assert [(letter.to, "before: Closed shoes" in letter.text, "now: Gloves" in letter.text) for letter in mail_server.letters] == [
        ("vera@example.org", True, True), ("dan@example.org", True, True),
    ]  # fmt: skip


def test_a_role_with_another_name_is_told_to_its_own_people_only(role, vera):
    other = ShiftRole.objects.create(opportunity=role.opportunity, shift=role.shift, name="Driver")
    dan = makers.sign_up(other, who=makers.person("Dan", "dan@example.org"))
    other.name = "Driver with a van"
    shifts.describe_role(shift_role=other, by=makers.User(), now=NOW)
    decide(role.shift, now=AFTER)
    assert owed() == [("shift_changed", dan.person.name, [f"role:{other.pk}"])]


def test_what_nobody_is_signed_up_for_asks_and_tells_nothing(role):
    move(role.shift, hours=2)
    describe(role.shift, notes="Side door")
    assert not ChangeNotice.objects.exists()
