"""Change notices when things happen side by side: two sweeps, two editors, a killed worker, a series, the day before."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction

from mailing import calls
from mailing.models import CallTask, Message
from mailing.outbox import claims
from tests import makers
from tests.makers import NOW
from tests.volunteers.changing import AFTER, describe, move, owed, ring
from tests.volunteers.meeting import meet
from volunteers import answers, pending
from volunteers.actions import answers as asking
from volunteers.actions import notices, series, shifts, sign_ups
from volunteers.models import ChangeNotice, Opportunity, Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=NOW + timedelta(days=10, hours=-1))


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person(phone="+16175550142"))


def test_two_sweeps_at_once_tell_everybody_once(role, vera):
    move(role.shift, hours=2)
    assert meet(lambda: notices.sweep(now=AFTER), lambda: notices.sweep(now=AFTER)) == 0
    assert len(owed()) == 1


def test_without_the_lock_two_sweeps_would_both_owe_the_letter(role, vera, monkeypatch):
    """The key of the letter alone would still keep it from being doubled; the count shows that both tried."""
    move(role.shift, hours=2)
    monkeypatch.setattr(type(ChangeNotice.objects.all()), "select_for_update", lambda self, **options: self)
    assert meet(lambda: notices.sweep(now=AFTER), lambda: notices.sweep(now=AFTER)) == 1
    assert len(owed()) == 1


def test_two_editors_at_once_are_in_one_letter(role, vera):
    other = lambda: describe(role.shift, contact_name="Carla")  # noqa: E731
    meet(lambda: move(role.shift, hours=2), other)
    (notice,) = ChangeNotice.objects.open()
    assert [sorted(step["was"]) for step in notice.steps] == [["ends", "starts"], ["contact_name"]]


def test_an_edit_that_meets_the_sweep_is_told_in_a_letter_of_its_own(role, vera):
    move(role.shift, hours=2)
    meet(lambda: notices.sweep(now=AFTER), lambda: move(role.shift, hours=1, now=AFTER))
    assert ChangeNotice.objects.open().count() == 1
    notices.sweep(now=AFTER + notices.WINDOW)
    assert len(owed()) == 1 and Message.objects.filter(state="cancelled").count() == 1  # the first had not left: the second says it all


def test_a_worker_killed_with_the_letter_in_hand_loses_and_doubles_nothing(role, vera, mail_server, settings):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    claims.claim(lanes=(1, 2), count=5, now=AFTER)  # and dies
    notices.sweep(now=AFTER)
    ring(now=AFTER + settings.MAIL_LEASE + timedelta(minutes=5))  # freed, in doubt, a minute later
    ring(now=AFTER + settings.MAIL_LEASE + timedelta(minutes=7))
    assert [letter.kind for letter in mail_server.letters] == ["shift_moved"]


def test_a_sweep_that_is_cut_off_tells_everybody_the_next_time(role, vera):
    move(role.shift, hours=2)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        notices.sweep(now=AFTER)
        raise KeyboardInterrupt
    assert (owed(), notices.sweep(now=AFTER)) == ([], 1)


# --- A series ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def weeks(db):
    makers.city()
    made = shifts.plan(
        opportunity=makers.opportunity(), day=date(2026, 12, 8), start=time(9), end=time(12), places=50, venue=makers.venue(), by=makers.User(), now=NOW,
        repeat_until=date(2026, 12, 8) + timedelta(weeks=25),
    )  # fmt: skip
    vera, dan = makers.person(), makers.person("Dan", "dan@example.org")
    for shift in made:
        makers.sign_up(shift.roles.get(), who=vera)
    makers.sign_up(made[3].roles.get(), who=dan)
    return made


def test_a_series_edit_is_one_letter_a_person_with_every_date(weeks, mail_server):
    series.move_following(shift=weeks[0], day=date(2026, 12, 8), start=time(10), end=time(13), venue=weeks[0].venue, by=makers.User(), now=NOW)
    assert notices.sweep(now=AFTER) == 27
    ring()
    assert sorted(letter.to for letter in mail_server.letters) == ["dan@example.org", "vera@example.org"]
    (letter,) = mail_server.to("vera@example.org")
    assert letter.text.count("10 a.m. to 1 p.m.") == 26 and letter.text.count("/my/link/") == 26
    assert "(and 25 more)" in letter.subject
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_notes_for_a_whole_series_are_one_question_and_one_letter_a_person(weeks, mail_server):
    describe(weeks[0], notes="Side door")
    series.share_following(shift=Shift.objects.get(pk=weeks[0].pk), by=makers.User(), now=NOW)
    left = pending.of_opportunity(opportunity := Opportunity.objects.get(), now=NOW)
    assert (left.people_asked.count, len(left.shown)) == (2, 26)
    notices.decide(opportunity=opportunity, shown=left.shown, tell=True, by=makers.User(), now=AFTER)
    ring()
    assert sorted(letter.to for letter in mail_server.letters) == ["dan@example.org", "vera@example.org"]


# --- The day before -----------------------------------------------------------------------------------------------------------


def at(shift, *, days, hour):
    return datetime.combine(shift.local_starts.date() - timedelta(days=days), time(hour), tzinfo=shift.zone)


def test_who_has_not_answered_by_nine_the_day_before_is_on_the_call_list_once(role, vera, mail_server):
    makers.sign_up(role, who=makers.person("Dan", "dan@example.org"))  # no number
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    ring()
    shift = Shift.objects.get(pk=role.shift_id)
    early, nine = at(shift, days=1, hour=8), at(shift, days=1, hour=9)
    assert (asking.call_for(now=early), asking.call_for(now=nine), asking.call_for(now=nine)) == (0, 1, 0)
    assert CallTask.objects.get().person == vera.person
    assert {one.person.name for one in answers.waiting(now=nine, until=nine + timedelta(days=2))} == {"Vera", "Dan"}


def test_who_answers_is_not_called_and_a_line_on_the_list_goes(role, vera, mail_server):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    ring()
    nine = at(Shift.objects.get(pk=role.shift_id), days=1, hour=9)
    asking.call_for(now=nine)
    sign_ups.answer_coming(sign_up=vera, by=None, now=nine)
    assert (calls.drop_unwanted(now=nine), CallTask.objects.get().result) == (1, "dropped")
    counted = answers.since_the_change(list(answers.with_question(SignUp.objects.select_related("person"))))
    assert (counted.coming, counted.gone, counted.waiting) == (1, 0, 0)


def test_who_was_asked_less_than_three_hours_ago_is_not_called_yet(role, vera, mail_server):
    nine = at(role.shift, days=1, hour=9)
    move(role.shift, hours=2, now=nine)
    notices.sweep(now=nine + notices.WINDOW)
    ring(now=nine + notices.WINDOW)
    assert [asking.call_for(now=nine + timedelta(hours=hours)) for hours in (1, 4)] == [0, 1]
