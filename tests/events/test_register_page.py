"""The pages of a registration: the form with its refusals, one's own page, and what a browser may not see."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events import invitations
from events.models import Invitation, Registration
from languages.content import set_translation
from languages.models import Translation
from people.models import PartnerOrganization
from tests import makers, meetings
from tests.events.coming import opened, send, typed_by
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return meetings.event(places=10, starts=timezone.now() + timedelta(days=10))


def page_of(registration, **changes):
    type(registration.event).objects.filter(pk=registration.event_id).update(**changes)
    return opened(Visitor(), registration).get(f"/events/registrations/{registration.pk}/").content.decode()


def test_from_the_form_by_the_code_to_ones_own_page(some):
    vera = Visitor()
    assert send(vera, some, party_size="2", support_kind="asl", question="Who decides?").status_code == 302
    page = vera.type_code(code_for("vera@example.org"))
    assert page.status_code == 302
    one = Registration.objects.get()
    own = vera.get(f"/events/registrations/{one.pk}/").content.decode()
    assert one.state == State.CONFIRMED and "You are registered" in own and "2 people" in own and "American Sign Language" in own
    assert vera.get(f"/events/registrations/{one.pk}.ics").content.startswith(b"BEGIN:VCALENDAR")
    assert some.title in vera.get("/my/").content.decode()


def test_an_invented_or_foreign_number_is_not_found(some):
    one = meetings.registration(some)
    for path in ("", "cancel/"):
        assert Visitor().get(f"/events/registrations/{one.pk}/{path}").status_code == 404
        assert Visitor().get(f"/events/registrations/987654321/{path}").status_code == 404
    assert Visitor().get(f"/events/registrations/{one.pk}.ics").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter your name."), ("name", "x" * 121, "This name is too long: at most 120 letters fit."), ("party_size", "0", "At least one person comes"),
        ("party_size", "1.5", "Enter a whole number such as 1 or 2."), ("email", "a@localhost", "Enter an email address like"), ("phone", "12", "Enter a phone number"),
        ("language", "q" * 9000, "Please choose one of the languages."), ("support_kind", "magic", "Please choose one from the list."),
        ("support", "y" * 601, "at most 600 letters fit"), ("question", "SSN 123-45-6789", "This looks like a card number or a social security number."),
        ("name", "a\x00b", "This text has a character that cannot be stored."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(some, field, typed, said):
    values = {"name": "Vera Lopez", "support": "A seat near the front", field: typed}
    answer = send(Visitor(), some, **values)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "usa-error-message" in page and not Registration.objects.exists()
    assert ("Vera Lopez" in page or field == "name") and ("A seat near the front" in page or field == "support")
    assert "123-45-6789" not in page


def test_a_full_event_offers_the_waitlist_with_everything_typed(some):
    meetings.registration(some, size=9)
    vera = Visitor()
    page = send(vera, some, party_size="2", support="A chair").content.decode()
    assert "Only 1 place is left." in page and "A chair" in page and re.findall(r"usa-button--big[^>]*>([^<]*)", page) == ["I’m coming", "Join the waitlist"]
    form = typed_by(vera, some, party_size="2")
    form["waitlist"] = ["", "1"]
    assert vera.post(f"/events/{some.slug}/register/", form).status_code == 302
    assert Registration.objects.get(person__name="Vera").state == State.WAITLISTED


def test_a_double_click_is_one_registration(some):
    vera = Visitor()
    form = typed_by(vera, some)
    for _ in range(2):
        assert vera.post(f"/events/{some.slug}/register/", form).status_code == 302
    assert Registration.objects.count() == 1


def test_the_form_keeps_no_state_when_it_is_opened(some):
    for _ in range(3):
        assert Visitor().get(f"/events/{some.slug}/register/").status_code == 200
    assert not Registration.objects.exists()


def test_a_draft_and_an_unknown_event_are_not_found(some):
    draft = meetings.event(state="draft")
    for slug in (draft.slug, "nothing-here"):
        assert Visitor().get(f"/events/{slug}/register/").status_code == 404
        assert Visitor().post(f"/events/{slug}/register/", {}).status_code in {403, 404}


def test_the_form_of_invited_partners_is_seen_with_their_link_only(some):
    event = meetings.event(invited_only=True, starts=timezone.now() + timedelta(days=9))
    partner = PartnerOrganization.objects.create(office=event.office, name="Grove Hall Church")
    invitation = Invitation.objects.create(event=event, partner=partner)
    vera = Visitor()
    assert vera.get(f"/events/{event.slug}/register/").status_code == 404
    address = invitations.url(invitation).partition("/events/")[2]
    page = vera.get(f"/events/{address}")
    assert page.status_code == 200 and "Grove Hall Church" in page.content.decode()
    form = {**vera.hidden(page), "name": "Vera", "email": "vera@example.org", "party_size": "1", "language": "en"}
    assert vera.post(f"/events/{event.slug}/register/", form).status_code == 302
    Invitation.objects.update(revoked_at=timezone.now())
    assert Visitor().get(f"/events/{address}").status_code == 404


def test_a_closed_form_says_why_and_asks_nothing(some):
    type(some).objects.update(state="cancelled")
    page = Visitor().get(f"/events/{some.slug}/register/?x=1").content.decode()
    assert "This event is cancelled." in page and 'name="email"' not in page


def test_a_sensitive_event_promises_30_days_and_nothing_else(some):
    assert "24 months" in Visitor().get(f"/events/{some.slug}/register/").content.decode()
    sensitive = meetings.event(is_sensitive=True, starts=timezone.now() + timedelta(days=9))
    page = Visitor().get(f"/events/{sensitive.slug}/register/").content.decode()
    assert "24 months" not in page and "30 days after the event" in page and "Any name will do." in page


# --- The online link -------------------------------------------------------------------------------------------------------


LINK = "https://meet.example.org/room-4711"


@pytest.fixture
def online(some):
    event = meetings.event(
        mode="online", online_link=LINK, dial_in="+16175550177", dial_in_code="4711#", starts=timezone.now() + timedelta(hours=24, minutes=5)
    )
    return meetings.registration(event, attends="online")


def test_the_link_stands_on_ones_own_page_24_hours_before_and_never_earlier(online):
    early = page_of(online)
    assert LINK not in early and "4711#" not in early and "24 hours before it begins" in early
    soon = page_of(online, starts=timezone.now() + timedelta(hours=23, minutes=59))
    assert LINK in soon and "4711#" in soon


@pytest.mark.parametrize("state", [State.HELD, State.WAITLISTED, State.OFFERED, State.CANCELLED])
def test_who_is_not_confirmed_does_not_see_the_link(online, state):
    Registration.objects.update(state=state, until=timezone.now() + timedelta(hours=1))
    assert LINK not in page_of(online, starts=timezone.now() + timedelta(hours=1))


def test_who_comes_to_the_place_does_not_get_the_link_and_a_postponed_event_has_none(online):
    soon = timezone.now() + timedelta(hours=1)
    Registration.objects.update(attends="in_person")
    assert LINK not in page_of(online, starts=soon, mode="hybrid")
    Registration.objects.update(attends="online")
    assert LINK not in page_of(online, starts=soon, state="postponed")


def test_the_link_is_in_no_calendar_file_even_on_the_day(online):
    type(online.event).objects.update(starts=timezone.now() + timedelta(hours=1))
    vera = opened(Visitor(), online)
    assert b"meet.example.org" not in vera.get(f"/events/registrations/{online.pk}.ics").content


# --- One's own page --------------------------------------------------------------------------------------------------------


def test_i_cannot_is_asked_once_and_no_keeps_the_place(some):
    one = meetings.registration(some)
    vera = opened(Visitor(), one)
    path = f"/events/registrations/{one.pk}/cancel/"
    assert "Yes, cancel" in vera.get(path).content.decode() and Registration.objects.get().state == State.CONFIRMED
    vera.press(path, from_page=path)
    assert Registration.objects.get().state == State.CANCELLED
    assert vera.get(path).status_code == 302


def test_saying_i_am_coming_changing_the_number_and_its_refusal(some):
    one = meetings.registration(some)
    vera, path = opened(Visitor(), one), f"/events/registrations/{one.pk}/"
    vera.press(f"{path}coming/", from_page=path)
    vera.press(f"{path}change/", from_page=path, party_size="3")
    one.refresh_from_db()
    assert (one.answer, one.party_size) == ("coming", 3)
    refused = vera.press(f"{path}change/", from_page=path, party_size="400")
    assert refused.status_code == 422 and "usa-error-message" in refused.content.decode()


def test_an_offer_is_taken_or_given_back_on_ones_own_page(some):
    soon = timezone.now() + timedelta(hours=3)
    for verb, state in (("accept", State.CONFIRMED), ("decline", State.DECLINED)):
        one = meetings.registration(some, state=State.OFFERED, until=soon)
        vera, path = opened(Visitor(), one), f"/events/registrations/{one.pk}/"
        assert "A place is free for you until" in vera.get(path).content.decode()
        vera.press(f"{path}offer/{verb}/", from_page=path)
        one.refresh_from_db()
        assert one.state == state


def test_a_cancelled_event_says_so_first(some):
    page = page_of(meetings.registration(some), state="cancelled", reason="The heating failed.")
    assert "Please do not come. The heating failed." in page and "I can’t" not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "cancelled"}, "This event is cancelled. Please do not come."),
        ({"state": "postponed"}, "We write to you as soon as there is a new date."),
        ({"starts": timezone.now() - timedelta(days=2), "ends": timezone.now() - timedelta(days=1)}, "This event is over."),
    ],
)
def test_nobody_is_expected_at_what_does_not_take_place_whatever_page_they_press_on(some, changes, said):
    one = meetings.registration(some)
    vera, path = opened(Visitor(), one), f"/events/registrations/{one.pk}/"
    vera.get(path)
    type(some).objects.update(**changes)
    answer = vera.press(f"{path}coming/", from_page="/my/")
    assert answer.status_code == 422 and said in answer.content.decode() and "We expect you." not in answer.content.decode()
    assert Registration.objects.get().answer == ""


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_the_reason_is_read_in_the_language_of_the_page(some, state):
    one = meetings.registration(some)
    type(some).objects.update(state=state, reason="The heating failed.")
    some.refresh_from_db()
    set_translation(record=some, field="reason", language="es", text="Falló la calefacción.", status=Translation.Status.VERIFIED, now=timezone.now())
    vera = opened(Visitor(), one)
    for language, reason in (("", "The heating failed."), ("/es", "Falló la calefacción.")):
        assert reason in vera.get(f"{language}/events/registrations/{one.pk}/").content.decode()


def test_every_answer_to_what_would_help_begins_alike_in_each_language():
    event = meetings.event(starts=timezone.now() + timedelta(days=5))
    for language, answer in (("", "Large print or braille"), ("/es", "Letra grande o braille")):
        assert f">{answer}</option>" in Visitor().get(f"{language}/events/{event.slug}/register/").text


def test_there_is_room_between_the_last_day_and_what_follows(live, page):
    meetings.event(starts=timezone.now() + timedelta(days=5))
    page.goto(live + "/events/")
    day, below = page.locator("section.day").last.bounding_box(), page.locator("section[aria-labelledby=subscribe]").bounding_box()
    assert below["y"] - day["y"] - day["height"] > 16
