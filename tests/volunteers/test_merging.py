"""Merging people without losing or doubling hours, seats, letters of service, milestones, asks and consents."""

from datetime import timedelta

import pytest

from bookings.models import State
from intake.refusal import Refused
from mailing import proof
from mailing.models import AccessLink, Message
from people import merging
from people.models import GuardianConsent, Person, PersonRequirement, Requirement
from tests import makers
from tests.makers import NOW
from volunteers import totals
from volunteers.actions import service_letters, sign_up, thanks
from volunteers.models import Application, Ask, HoursEntry, KeepPosted, NoReminders, Recognition, ServiceLetter, SignUp, StandIn

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def kept(db):
    return makers.person("Vera Lopez", "vera@example.org")


@pytest.fixture
def gone(kept):
    return makers.person("Vera Lopes", "vlopez@example.org")


def merge(kept, gone, **chosen):
    return merging.merge(kept=kept, gone=gone, chosen={key.replace("_", "-"): value for key, value in chosen.items()}, by=None, now=NOW)


def keys(kept, gone):
    return {clash.key: [value for value, _words in clash.options] for clash in merging.clashes(kept, gone)}


def came(who, *, minutes=180, of=None, role=None, state=State.ATTENDED):
    role = role or makers.role(starts=YESTERDAY, of=of)
    return makers.sign_up(role, who=who, state=state, attended_minutes=minutes)


def wrote(who, of, *, minutes=120, state="approved", sign_up=None, day=YESTERDAY):
    return HoursEntry.objects.create(person=who, opportunity=of, sign_up=sign_up, day=day.date(), minutes=minutes, state=state)


def minutes(who):
    return totals.minutes_of([who.pk])[who.pk]


# --- Nothing is lost ----------------------------------------------------------------------------------------------------------


def test_hours_and_seats_are_the_same_before_and_after(kept, gone):
    one, other, ahead = came(kept), came(gone, minutes=60), makers.sign_up(makers.role(places=3), who=gone, size=2)
    wrote(gone, other.shift_role.opportunity, day=NOW - timedelta(days=3))
    before = [totals.given(work.shift_role.opportunity) for work in (one, other, ahead)]
    merge(kept, gone)
    assert (minutes(kept), minutes(gone)) == (180 + 60 + 120, 0)
    assert [totals.given(work.shift_role.opportunity) for work in (one, other, ahead)] == before
    ahead.shift_role.refresh_from_db()
    assert (ahead.shift_role.taken, SignUp.objects.filter(person=kept).count()) == (2, 3)


def test_a_letter_of_service_is_still_confirmed(kept, gone):
    came(gone)
    letter = service_letters.issue(person=gone, first_day=YESTERDAY.date(), last_day=NOW.date(), with_days=False, by=None, now=NOW)
    merge(kept, gone)
    answer = service_letters.check(code=letter.code, name="Lopes", now=NOW)
    assert (answer.letter, answer.minutes_today, answer.has_changed, answer.is_forgotten) == (letter, 180, False, False)
    assert ServiceLetter.objects.get().person == kept


def test_a_milestone_both_reached_is_thanked_for_once(kept, gone):
    came(kept, minutes=700)
    came(gone, minutes=650)
    thanks.sweep(now=NOW)
    assert Recognition.objects.count() == 4
    merge(kept, gone)
    assert sorted(Recognition.objects.values_list("person", "milestone", "thanked")) == [(kept.pk, 0, False), (kept.pk, 10, True)]
    waiting = Message.objects.filter(kind="milestone", state="queued")
    assert [letter.person for letter in waiting] == [kept]


def test_the_history_of_a_sign_up_says_that_it_changed_hands(kept, gone):
    sign_up = makers.sign_up(makers.role(), who=gone)
    merge(kept, gone)
    assert list(sign_up.changes.order_by("pgh_id").values_list("person", flat=True)) == [gone.pk, kept.pk]


def test_one_consent_to_be_kept_posted_stands(kept, gone):
    older = KeepPosted.objects.create(person=kept, agreed_at=NOW - timedelta(days=9))
    newer = KeepPosted.objects.create(person=gone, agreed_at=NOW - timedelta(days=2))
    merge(kept, gone)
    assert list(KeepPosted.objects.standing().filter(person=kept)) == [newer]
    older.refresh_from_db()
    assert older.left_at == NOW


def test_whoever_was_asked_twice_was_asked_once_and_both_letters_lead_to_the_answer(kept, gone):
    role = makers.role()
    own = Ask.objects.create(shift_role=role, person=kept, asked_at=NOW)
    answered = Ask.objects.create(shift_role=role, person=gone, asked_at=NOW, answer="not_this_time")
    link = proof.manage_links({own.ref: kept})[own.ref]
    merge(kept, gone)
    assert [(ask.pk, ask.person) for ask in Ask.objects.all()] == [(answered.pk, kept)]
    assert AccessLink.objects.get(pk=link.pk).scope == answered.ref


def test_whoever_waits_twice_for_one_place_waits_once(kept, gone):
    place = makers.sign_up(makers.role())
    for person in (kept, gone):
        StandIn.objects.create(sign_up=place, person=person, created_at=NOW)
    merge(kept, gone)
    assert [one.person for one in StandIn.objects.all()] == [kept]


# --- Nothing counts twice -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "left", "counted"), [("kept", "kept", 180), ("gone", "gone", 60)])
def test_of_two_sign_ups_for_one_shift_the_chosen_one_counts(kept, gone, choice, left, counted):
    role = makers.role(starts=YESTERDAY, places=5)
    both = {"kept": came(kept, role=role), "gone": came(gone, role=role, minutes=60)}
    assert keys(kept, gone) == {f"shift-{role.shift_id}": ["kept", "gone"]}
    merge(kept, gone, **{f"shift_{role.shift_id}": choice})
    assert minutes(kept) == counted
    assert [one.pk for one in SignUp.objects.live().filter(person=kept)] == [both[left].pk]
    role.refresh_from_db()
    assert role.taken == 1


def test_without_an_answer_nothing_is_merged(kept, gone):
    role = makers.role()
    makers.sign_up(role, who=kept)
    makers.sign_up(role, who=gone)
    with pytest.raises(Refused) as refusal:
        merge(kept, gone)
    assert (refusal.value.code, refusal.value.field) == ("clash", f"shift-{role.shift_id}")
    assert Person.objects.known().count() == 2


def test_the_place_that_comes_free_is_offered_to_the_next_in_line(kept, gone):
    role = makers.role(places=2)
    makers.sign_up(role, who=kept)
    makers.sign_up(role, who=gone)
    next_one = makers.sign_up(role, state=State.WAITLISTED)
    merge(kept, gone, **{f"shift_{role.shift_id}": "kept"})
    next_one.refresh_from_db()
    assert next_one.state == State.OFFERED
    assert not Message.objects.filter(kind="sign_up_cancelled").exists()


def test_work_without_a_shift_is_asked_about_too(kept, gone):
    work = makers.opportunity(kind="remote")
    role = work.roles.create()
    for person in (kept, gone):
        makers.sign_up(role, who=person)
    assert keys(kept, gone) == {f"role-{role.pk}": ["kept", "gone"]}
    merge(kept, gone, **{f"role_{role.pk}": "gone"})
    assert SignUp.objects.live().filter(shift_role=role).count() == 1


def test_hours_written_for_the_sign_up_that_goes_are_those_of_the_one_that_stays(kept, gone):
    role = makers.role(starts=YESTERDAY)
    stays, goes = makers.sign_up(role, who=kept), makers.sign_up(role, who=gone)
    entry = wrote(gone, role.opportunity, sign_up=goes, minutes=150)
    merge(kept, gone, **{f"shift_{role.shift_id}": "kept"})
    entry.refresh_from_db()
    assert (entry.sign_up, entry.state, minutes(kept)) == (stays, "approved", 150)


def test_hours_of_one_day_written_down_by_both_count_once(kept, gone):
    work = makers.opportunity()
    wrote(kept, work, minutes=100)
    goes = wrote(gone, work, minutes=120)
    key = f"hours-{work.pk}-{YESTERDAY.date()}"
    assert keys(kept, gone) == {key: ["kept", "gone"]}
    merge(kept, gone, **{key: "kept"})
    goes.refresh_from_db()
    assert (minutes(kept), goes.state, goes.person) == (100, "withdrawn", kept)


@pytest.mark.parametrize(("choice", "counted"), [("kept", 180), ("gone", 120), ("both", 300)])
def test_a_list_and_an_entry_of_one_day_may_be_the_same_work_or_not(kept, gone, choice, counted):
    work = makers.opportunity()
    came(kept, of=work)
    wrote(gone, work)
    key = f"hours-{work.pk}-{YESTERDAY.date()}"
    assert keys(kept, gone) == {key: ["kept", "gone", "both"]}
    merge(kept, gone, **{key: choice})
    assert minutes(kept) == counted


def test_a_day_of_more_than_24_hours_is_refused_and_nothing_is_half_done(kept, gone):
    for person in (kept, gone):
        wrote(person, makers.opportunity(), minutes=13 * 60)
    with pytest.raises(Refused):
        merge(kept, gone)
    gone.refresh_from_db()
    assert (gone.merged_into, minutes(kept), minutes(gone)) == (None, 13 * 60, 13 * 60)


# --- What waits for a proof ---------------------------------------------------------------------------------------------------


def test_nothing_is_merged_while_something_waits_for_the_code_of_an_address_that_goes(kept, gone):
    form = makers.form("Vera Lopes", "vlopez@example.org")
    sign_up.sign_up(shift_role=makers.role(), form=form, proved=set(), key=makers.key(), browser="b", now=NOW)
    with pytest.raises(Refused) as refusal:
        merge(kept, gone)
    assert refusal.value.code == "waits"
    merging.merge(kept=kept, gone=gone, take=["email"], by=None, now=NOW)
    link, held = AccessLink.objects.get(), SignUp.objects.get()
    proof.settle(link=link, refs=[held.ref], by=None, now=NOW)
    held.refresh_from_db()
    assert (held.state, held.person.email, held.person) == (State.CONFIRMED, "vlopez@example.org", kept)


# --- What was asked of them before ------------------------------------------------------------------------------------------------


def test_a_requirement_both_have_met_is_met_once_and_for_longer(kept, gone):
    check = Requirement.objects.create(office=kept.office, kind="check", name="Background check")
    for person, expires in [(kept, NOW.date()), (gone, NOW.date() + timedelta(days=90))]:
        PersonRequirement.objects.create(person=person, requirement=check, expires=expires)
    merge(kept, gone)
    assert [(one.person, one.expires) for one in PersonRequirement.objects.all()] == [(kept, NOW.date() + timedelta(days=90))]


def test_of_two_applications_the_latest_decision_stays(kept, gone):
    work = makers.opportunity()
    Application.objects.create(opportunity=work, person=kept, created_at=NOW - timedelta(days=9))
    decided = Application.objects.create(opportunity=work, person=gone, created_at=NOW, state="approved", decided_at=NOW)
    merge(kept, gone)
    assert [(one.pk, one.person, one.state) for one in Application.objects.all()] == [(decided.pk, kept, "approved")]


def test_a_guardian_known_twice_keeps_their_consents(kept, gone):
    young = makers.person("Ana", "ana@example.org")
    GuardianConsent.objects.create(person=young, guardian=gone, age_band="12-13", asked_at=NOW)
    merge(kept, gone)
    assert GuardianConsent.objects.get().guardian == kept


def test_who_wants_no_reminders_still_wants_none(kept, gone):
    for person in (kept, gone):
        NoReminders.objects.create(person=person, since=NOW)
    merge(kept, gone)
    assert [one.person for one in NoReminders.objects.all()] == [kept]
