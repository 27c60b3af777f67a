"""Registering: what a form leads to, with a proved address and without one, on a free place and on none."""

from datetime import timedelta

import pytest
import time_machine

from bookings.models import State
from bookings.seats import Full
from events import registration_rules
from events.actions import attending, offers, registration_proofs, registration_sweeps
from events.actions.registrations import enter, register
from events.models import AccommodationRequest, Event, Invitation, Question, Registration
from intake.refusal import Refused
from mailing import proof
from mailing.models import Message
from mailing.writing import previews
from people.models import PartnerOrganization, Person
from tests import makers, meetings
from tests.events.coming import asked, form
from tests.makers import NOW

pytestmark = pytest.mark.django_db
VERA = {"vera@example.org"}


def letters():
    return sorted(Message.objects.exclude(state=Message.State.CANCELLED).values_list("kind", flat=True))


def states():
    return dict(Registration.objects.values_list("person__name", "state"))


def test_a_stranger_holds_a_place_until_the_code_is_typed():
    event = meetings.event(places=3)
    outcome = register(**asked(event, size=2))
    assert states() == {"Vera": State.HELD} and outcome.address == "vera@example.org"
    registration = Registration.objects.get()
    registration_proofs.settle(ids=[registration.pk], by=None, now=NOW)
    assert states() == {"Vera": State.CONFIRMED} and letters() == ["confirm_code", "registered"]
    event.refresh_from_db()
    assert event.taken == 2


def test_a_proved_browser_is_registered_at_once():
    register(**asked(meetings.event(places=3), proved=VERA))
    assert states() == {"Vera": State.CONFIRMED} and letters() == ["registered"]


def test_the_same_form_twice_is_one_registration_and_one_letter():
    event, key = meetings.event(places=3), makers.key()
    first = register(**asked(event, key=key))
    assert register(**asked(event, key=key)) == first
    assert Registration.objects.count() == 1 and letters() == ["confirm_code"]


def test_who_is_registered_already_keeps_what_they_have_and_what_they_ask_is_not_lost():
    event = meetings.event(places=3)
    register(**asked(event, proved=VERA))
    outcome = register(**asked(event, proved=VERA, size=2, question="When does it end?"))
    one = Registration.objects.get()
    assert outcome.ref == one.ref and one.party_size == 1 and Question.objects.get().text == "When does it end?"


def test_what_would_help_and_a_question_wait_for_the_same_code():
    register(**asked(meetings.event(), support_kind="interpreter", support="Spanish, please", question="When will the crossing be safer?"))
    registration, need, question = Registration.objects.get(), AccommodationRequest.objects.get(), Question.objects.get()
    assert (need.link_id, question.link_id) == (registration.link_id,) * 2 and need.link_id is not None and need.registration == registration
    registration_proofs.settle(ids=[registration.pk], by=None, now=NOW)
    need.refresh_from_db()
    question.refresh_from_db()
    assert (need.link_id, question.link_id) == (None, None) and need.person == question.person == registration.person


def test_a_card_number_is_refused_and_nothing_is_kept():
    with pytest.raises(Refused) as refused:
        register(**asked(meetings.event(), question="My card is 4111 1111 1111 1111"))
    assert refused.value.field == "question" and not Registration.objects.exists() and not Question.objects.exists()


def test_the_last_place_goes_to_one_person_and_the_next_may_wait():
    event = meetings.event(places=1)
    register(**asked(event, proved=VERA))
    event.refresh_from_db()
    sam = {"name": "Sam", "email": "sam@example.org", "proved": {"sam@example.org"}}
    with pytest.raises(Full):
        register(**asked(event, **sam))
    register(**asked(event, **sam, waitlist=True))
    assert states() == {"Vera": State.CONFIRMED, "Sam": State.WAITLISTED} and letters() == ["event_waitlisted", "registered"]


def test_a_freed_place_is_offered_to_the_first_in_line_and_ends_when_nobody_answers():
    event = meetings.event(places=1)
    vera = meetings.registration(event)
    first = meetings.registration(event, state=State.WAITLISTED)
    second = meetings.registration(event, state=State.WAITLISTED, now=NOW + timedelta(minutes=1))
    attending.cancel(registration=vera, by=None, now=NOW)
    first.refresh_from_db()
    assert first.state == State.OFFERED and letters() == ["event_offer", "registration_cancelled"]
    registration_sweeps.sweep(now=first.until)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.EXPIRED, State.OFFERED)
    offers.accept_offer(registration=second, by=None, now=second.until - timedelta(minutes=1))
    second.refresh_from_db()
    assert second.state == State.CONFIRMED


def test_an_offer_that_is_over_or_of_a_cancelled_event_is_refused():
    event = meetings.event(places=1)
    one = meetings.registration(event, state=State.OFFERED, until=NOW + timedelta(hours=1))
    with pytest.raises(Refused):
        offers.accept_offer(registration=one, by=None, now=NOW + timedelta(hours=1))
    Event.objects.update(state="cancelled")
    with pytest.raises(Refused):
        offers.accept_offer(registration=one, by=None, now=NOW)


@time_machine.travel(NOW, tick=False)
def test_who_proves_too_late_waits_in_line_where_the_place_is_gone():
    event = meetings.event(places=1)
    register(**asked(event))
    late = Registration.objects.get()
    registration_sweeps.sweep(now=NOW + timedelta(days=2, minutes=1))
    meetings.registration(event)
    registration_proofs.settle(ids=[late.pk], by=None, now=NOW + timedelta(days=2, minutes=2))
    late.refresh_from_db()
    assert late.state == State.WAITLISTED and late.link_id is None


@pytest.mark.parametrize("state", ["draft", "in_review", "postponed", "cancelled", "held"])
def test_only_an_announced_event_takes_registrations(state):
    with pytest.raises(Refused):
        register(**asked(meetings.event(state=state)))


def test_who_waited_for_the_event_while_it_was_called_off_is_refused(monkeypatch):
    event = meetings.event()
    Event.objects.update(state="cancelled")  # the caller read it before
    with pytest.raises(Refused):
        register(**asked(event))
    assert not Registration.objects.exists()
    monkeypatch.setattr(registration_rules, "check_still_open", lambda event, now: None)  # negative control
    event.state = "published"
    register(**asked(event))
    assert Registration.objects.exists()


def test_an_event_that_has_begun_takes_nobody():
    event = meetings.event(starts=NOW - timedelta(minutes=1))
    with pytest.raises(Refused, match="already begun"):
        register(**asked(event))


def test_one_address_holds_only_so_many_places_at_an_event():
    event = meetings.event(office=makers.office(places_per_address=3))
    register(**asked(event, proved=VERA, size=2))
    with pytest.raises(Refused, match="at most 3 places"):
        register(**asked(event, proved=VERA, name="Viktor", size=2))


def test_a_school_comes_by_headcount_where_that_is_allowed():
    office = makers.office(places_per_address=3, places_per_group=40)
    with pytest.raises(Refused):
        register(**asked(meetings.event(office=office), organization="Grove Hall School", size=25))
    register(**asked(meetings.event(office=office, takes_groups=True), organization="Grove Hall School", size=25))
    assert Registration.objects.get().party_size == 25


def test_an_age_is_asked_where_there_is_a_minimum():
    event = meetings.event(minimum_age=14)
    for age, said in (("", "Choose an age"), ("below", "14 and older")):
        with pytest.raises(Refused, match=said):
            register(**asked(event, age=age))
    register(**asked(event, age="adult"))
    assert Registration.objects.get().age_band == "adult"


def test_how_somebody_takes_part_follows_from_the_event():
    for mode, chosen, attends in (("online", "", "online"), ("in_person", "", "in_person"), ("hybrid", "online", "online"), ("hybrid", "", "in_person")):
        register(**asked(meetings.event(mode=mode), attends=chosen))
        assert Registration.objects.latest("pk").attends == attends
    with pytest.raises(Refused):
        register(**asked(meetings.event(), attends="online"))


def test_invited_partners_need_their_link():
    event = meetings.event(invited_only=True)
    partner = PartnerOrganization.objects.create(office=event.office, name="Grove Hall Church")
    invitation = Invitation.objects.create(event=event, partner=partner)
    other = Invitation.objects.create(event=meetings.event(), partner=partner)
    for wrong in (None, other):
        with pytest.raises(Refused, match="invited partners"):
            register(**asked(event), invitation=wrong)
    register(**asked(event), invitation=invitation)
    assert Registration.objects.get().event == event


def test_staff_register_somebody_on_the_phone_once():
    event, carla, key = meetings.event(places=2), makers.staff(), makers.key()
    one = enter(event=event, form=form(email="", phone="+16175550150"), by=carla, now=NOW, key=key)
    assert enter(event=event, form=form(email="", phone="+16175550150"), by=carla, now=NOW, key=key) == one
    assert (one.state, one.entered_by) == (State.CONFIRMED, carla) and Registration.objects.count() == 1


def test_people_without_email_hold_a_quarter_of_the_places_until_they_are_called():
    event = Event.objects.select_related("office").get(pk=meetings.event(places=4).pk)
    register(**asked(event, email="", phone="+16175550150"))
    assert Registration.objects.get().until > NOW
    with pytest.raises(Refused, match="waiting for our call"):
        register(**asked(event, name="Sam", email="", phone="+16175550151"))


def test_a_late_cancellation_is_told_to_the_contact_at_once():
    event = meetings.event(starts=NOW + timedelta(hours=5), contact_email="carla@example.org")
    attending.cancel(registration=meetings.registration(event), by=None, now=NOW)
    late = Registration.objects.get()
    assert late.late and "registration_late" in letters() and Message.objects.get(kind="registration_late").to == "carla@example.org"


def test_the_contact_reads_how_many_are_still_expected_and_not_who_was_only_asked():
    event = meetings.event(places=4, starts=NOW + timedelta(hours=5))
    meetings.registration(event)
    goes, waits = meetings.registration(event, size=3), meetings.registration(event, size=3, state=State.WAITLISTED)
    attending.cancel(registration=goes, by=None, now=NOW)
    waits.refresh_from_db()
    assert waits.state == State.OFFERED and "Still expected: 1 person\n" in previews.of_message(Message.objects.get(kind="registration_late"))[1]


def test_an_early_cancellation_is_told_to_nobody_else():
    attending.cancel(registration=meetings.registration(), by=None, now=NOW)
    assert letters() == ["registration_cancelled"]


def test_the_number_changes_and_never_beyond_the_places():
    event = meetings.event(places=3)
    one = meetings.registration(event, size=2)
    assert attending.change_party(registration=one, party_size=3, by=None, now=NOW).party_size == 3
    with pytest.raises(Full):
        attending.change_party(registration=one, party_size=4, by=None, now=NOW)
    one.refresh_from_db()
    assert one.party_size == 3 and letters() == ["registration_changed"]


def test_a_postponed_event_keeps_registrations_and_lets_people_cancel():
    event = meetings.event()
    one = meetings.registration(event)
    Event.objects.update(state="postponed", starts=NOW - timedelta(days=1), ends=NOW)
    registration_sweeps.sweep(now=NOW)
    one.refresh_from_db()
    assert one.state == State.CONFIRMED
    assert attending.cancel(registration=one, by=None, now=NOW).state == State.CANCELLED


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_mistyped_address_is_put_right_with_the_place_and_what_was_asked_kept(sensitive):
    event = meetings.event(places=1, is_sensitive=sensitive)
    register(**asked(event, email="vear@example.org", support="A chair", question="Who decides?"))
    one = Registration.objects.get()
    typed = {one.ref: {"name": "Vera", "phone": "", "party_size": 1, "is_new": True}}
    link, _moved = proof.change_address(typed=typed, email="vera@example.org", now=NOW)
    one = Registration.objects.select_related("person").get()
    assert (one.person.email, one.link, one.state, one.person.apart) == ("vera@example.org", link, State.HELD, event.apart)
    assert (AccommodationRequest.objects.get().link, Question.objects.get().link) == (link, link)
    registration_proofs.settle(ids=[one.pk], by=None, now=NOW)
    assert states() == {"Vera": State.CONFIRMED} and AccommodationRequest.objects.get().link is None and Question.objects.get().person == one.person


# --- Sensitive events ------------------------------------------------------------------------------------------------------


def test_who_comes_to_a_sensitive_event_is_known_for_that_event_only():
    event = meetings.event(is_sensitive=True)
    known = makers.person("Vera", "vera@example.org", office=event.office)
    register(**asked(event, proved=VERA))
    one = Registration.objects.get()
    assert one.person != known and one.person.apart == event.ref and one.person.name == "Vera"
    assert Person.objects.find_or_add(office=event.office, name="Vera", email="vera@example.org") == known
    one.person.save()  # whoever saves it does not make it findable
    assert Person.objects.filter(name_key="vera").get() == known


def test_the_same_form_for_a_sensitive_event_finds_the_same_record():
    event = meetings.event(is_sensitive=True)
    register(**asked(event, proved=VERA))
    register(**asked(event, proved=VERA))
    assert Registration.objects.count() == 1
