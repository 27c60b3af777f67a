"""What would help somebody take part: asked by anybody, proved, answered in words, taken back, and whether it worked."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from events import accommodation_rules as rules
from events.actions import accommodation_sweeps, accommodations, registration_proofs, registration_sweeps
from events.models import AccommodationRequest, Event, Registration
from mailing import proof
from mailing.models import Message
from people.forgetting import forget
from tests import makers, meetings
from tests.events import asking
from tests.events.asking import Asker, answer, asked, kinds
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)
State = AccommodationRequest.State


@pytest.fixture
def event(db):
    asking.city()
    return asking.coming()


@pytest.fixture
def carla(event):
    return makers.staff()


# --- Asked ------------------------------------------------------------------------------------------------------------------


def test_anybody_asks_without_registering_and_the_office_hears_of_it_when_the_address_is_proved(event, carla):
    event.leads.add(carla)
    vera = Asker()
    assert vera.ask_support(event)["Location"] == "/confirm/"
    assert kinds() == ["confirm_code"] and AccommodationRequest.objects.proved().count() == 0
    page = vera.prove()
    found = AccommodationRequest.objects.get()
    assert "We have your request" in page and "Interpreter: Spanish" in page
    assert (found.link, found.state, found.owner, found.language, found.text) == (None, "requested", carla, "es", "For my mother")
    assert kinds() == ["confirm_code", "support_asked", "support_to_answer"]
    assert Message.objects.get(kind="support_to_answer").to == "carla@example.org"
    own = vera.get(f"/events/support/{found.pk}/").content.decode()
    assert "We answer by" in own and "For my mother" in own
    assert "Interpreter: Spanish" in vera.get("/my/").content.decode()


def test_in_a_browser_that_has_proved_the_address_the_request_is_there_at_once(event):
    vera = Asker()
    vera.ask_support(event)
    vera.prove()
    again = vera.ask_support(event, support_kind="childcare", support="Two children, 4 and 7")
    assert again["Location"] == f"/events/support/{AccommodationRequest.objects.latest('pk').pk}/"
    assert AccommodationRequest.objects.proved().count() == 2


def test_the_same_form_twice_is_one_request(event):
    vera = Asker()
    hidden = vera.hidden(vera.get(f"/events/{event.slug}/support/"))
    for _twice in range(2):
        assert vera.ask_support(event, **hidden).status_code == 302
    assert (AccommodationRequest.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"support_kind": ""}, "Choose what would help"), ({"support_kind": "castle"}, "Choose what would help"), ({"support_kind": "other", "support": " "}, "in a few words"),
        ({"support_language": "", "support": ""}, "language of the interpreter"), ({"support_language": "tlh"}, "one of the languages"),
        ({"support": "My card is 4111 1111 1111 1111"}, "we never need it"), ({"support": "x" * 2001}, "too long"), ({"email": ""}, "so that we can reach you"),
        ({"name": ""}, "Enter your name"), ({"email": "vera@localhost"}, "like name@example.org"), ({"support": "a\x00b"}, "cannot be stored"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field_and_nothing_is_lost(event, typed, words):
    page = Asker().ask_support(event, **typed)
    text = page.content.decode()
    assert page.status_code == 422 and words in text and (typed.get("name") == "" or "Vera Lopez" in text)
    assert AccommodationRequest.objects.count() == 0


def test_a_card_number_is_not_shown_again(event):
    assert "4111" not in Asker().ask_support(event, support="My card is 4111 1111 1111 1111").content.decode()


def test_nothing_closes_before_the_event_is_over_and_late_says_we_will_try(event):
    assert "Please ask by" not in Asker().get(f"/events/{event.slug}/support/").content.decode()
    Event.objects.update(request_deadline=timezone.now() + timedelta(days=5))
    assert "Please ask by" in Asker().get(f"/events/{event.slug}/support/").content.decode()
    Event.objects.update(request_deadline=timezone.now() - timedelta(days=5))
    assert "we will try" in Asker().get(f"/events/{event.slug}/support/").content.decode()
    assert Asker().ask_support(event)["Location"] == "/confirm/"
    asking.over(event)
    assert "This event is over" in Asker().get(f"/events/{event.slug}/support/").content.decode()


@pytest.mark.parametrize(("state", "words"), [("cancelled", "is cancelled"), ("held", "is over")])
def test_what_is_called_off_or_over_takes_no_request(event, state, words):
    vera = Asker()
    hidden = vera.hidden(vera.get(f"/events/{event.slug}/support/"))
    Event.objects.update(state=state)
    page = vera.post(f"/events/{event.slug}/support/", {**hidden, **vera.who, "support_kind": "food"})
    assert page.status_code == 422 and words in page.content.decode()
    assert AccommodationRequest.objects.count() == 0


def test_an_event_nobody_has_announced_is_as_unknown_as_one_that_does_not_exist(event):
    Event.objects.update(state="draft")
    assert [Asker().get(f"/events/{slug}/support/").status_code for slug in (event.slug, "no-such-event")] == [404, 404]


def test_one_address_waits_with_ten_requests_at_most(event):
    for number in range(10):
        assert Asker().ask_support(event, support=f"Number {number}").status_code == 302
    page = Asker().ask_support(event, support="One more")
    assert page.status_code == 429 and "waits for its code already" in page.content.decode()


def test_a_wrong_address_is_changed_and_the_request_goes_along(event):
    vera = Asker()
    vera.ask_support(event, email="vera@exmaple.org")
    vera.press("/confirm/address/", email="vera@example.org")
    assert "We have your request" in vera.prove()
    assert AccommodationRequest.objects.get().person.email == "vera@example.org"


def test_at_a_sensitive_event_any_name_makes_a_record_of_its_own(event):
    known = makers.person("Vera Lopez", "vera@example.org", office=event.office)
    Event.objects.update(is_sensitive=True)
    vera = Asker()
    assert "Any name will do" in vera.get(f"/events/{event.slug}/support/").content.decode()
    vera.ask_support(event)
    vera.prove()
    assert AccommodationRequest.objects.get().person != known
    Event.objects.update(is_sensitive=False)
    Asker().ask_support(event, support="Another")
    assert AccommodationRequest.objects.latest("pk").person == known


def test_what_is_asked_with_a_registration_is_proved_with_it(event):
    vera = Asker()
    vera.ask_support(event)
    found = AccommodationRequest.objects.select_related("link", "person").get()
    assert proof.waiting_for(found.link) == [found.ref]
    registration = meetings.registration(event, who=found.person, state="held", link=found.link)
    assert found.ref not in proof.waiting_for(found.link)  # it is shown and proved with the registration
    accommodations.settle_with(registration=registration, by=None, now=timezone.now())
    accommodations.settle_with(registration=registration, by=None, now=timezone.now())
    assert AccommodationRequest.objects.proved().get() == found
    assert kinds() == ["confirm_code", "support_asked", "support_to_answer"]


def test_the_office_answers_within_three_office_days_and_before_the_event():
    makers.city()
    event = meetings.event(starts=makers.NOW + timedelta(days=10))
    assert rules.due_on(event, makers.NOW).isoformat() == "2026-12-04"  # Tuesday and three days
    soon = meetings.event(starts=makers.NOW + timedelta(days=2))
    assert rules.due_on(soon, makers.NOW).isoformat() == "2026-12-02"
    today = meetings.event(starts=makers.NOW + timedelta(hours=2))
    assert rules.due_on(today, makers.NOW).isoformat() == "2026-12-01"


# --- With a place that is lost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["requested", "offered"])
def test_whose_time_for_the_place_is_over_needs_no_interpreter_any_more(event, carla, state):
    registration = meetings.registration(event, state=state, until=timezone.now() + timedelta(days=3))
    found = asked(event, who=registration.person, registration=registration)
    answer(found, carla)
    for _twice in range(2):
        registration_sweeps.sweep(now=registration.until)
    registration.refresh_from_db()
    found.refresh_from_db()
    assert (registration.state, found.state) == ("expired", State.WITHDRAWN)
    assert Message.objects.get(kind="support_taken_back").to == event.office.email
    assert not Message.objects.filter(kind="support_answered").exclude(state="cancelled").exists()
    accommodation_sweeps.ask_whether_it_worked(now=asking.over(event).ends + timedelta(days=2))
    assert "support_worked" not in kinds()


def test_what_waits_for_the_same_code_as_an_expired_place_can_still_be_proved(event):
    vera = Asker()
    vera.ask_support(event)
    found = AccommodationRequest.objects.select_related("link", "person").get()
    registration = meetings.registration(event, who=found.person, state="held", link=found.link, until=timezone.now())
    AccommodationRequest.objects.update(registration=registration)
    registration_sweeps.sweep(now=timezone.now())
    registration.refresh_from_db()
    found.refresh_from_db()
    assert (registration.state, found.state) == ("expired", State.REQUESTED) and "support_taken_back" not in kinds()


@pytest.mark.parametrize(("is_full", "state"), [(True, "expired"), (False, "declined")])
def test_who_proves_an_address_and_gets_no_place_needs_nothing_either(event, is_full, state):
    vera = Asker()
    vera.ask_support(event)
    found = AccommodationRequest.objects.select_related("link", "person").get()
    registration = meetings.registration(event, who=found.person, state="expired", link=found.link, size=2)
    AccommodationRequest.objects.update(registration=registration)
    if is_full:
        Event.objects.update(capacity=1, waitlist=False)
    else:
        other = makers.person("Sam", found.person.email, office=event.office)
        meetings.registration(event, who=other, size=event.office.places_per_address)
    with transaction.atomic():
        registration_proofs.settle(ids=[registration.pk], by=None, now=timezone.now())
    found.refresh_from_db()
    assert (Registration.objects.get(pk=registration.pk).state, found.state) == (state, State.WITHDRAWN)
    assert not Message.objects.filter(kind="support_to_answer").exclude(state="cancelled").exists()


# --- Forgetting -----------------------------------------------------------------------------------------------------------


def test_who_is_forgotten_leaves_a_number_and_no_word(event, carla):
    found = asked(event)
    answer(found, carla)
    forget(person=found.person, now=timezone.now())
    found.refresh_from_db()
    assert (found.state, found.text, found.reply) == ("withdrawn", "", "")
    assert Message.objects.filter(kind="support_taken_back").count() == 1


def test_the_code_that_was_typed_is_the_proof(event):
    """The control: without the code nothing is the office's."""
    vera = Asker()
    vera.ask_support(event)
    vera.type_code(f"{(int(code_for('vera@example.org')) + 1) % 1_000_000:06d}")
    assert AccommodationRequest.objects.proved().count() == 0


def test_what_is_asked_on_a_second_form_of_who_is_registered_already_is_proved_with_it_too(event):
    Asker().ask_support(event)
    registration = meetings.registration(event, who=AccommodationRequest.objects.get().person)
    accommodations.settle_with(registration=registration, by=None, now=timezone.now())
    assert AccommodationRequest.objects.proved().count() == 1
