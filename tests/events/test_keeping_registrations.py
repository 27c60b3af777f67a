"""What is kept of who comes, for how long, and who may see it: forgetting, merging, and events that are sensitive."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import State
from events import registration_retention
from events.actions.registrations import register
from events.models import Event, Registration
from intake.refusal import Refused
from mailing.models import Message
from mailing.outbox import rounds
from people import duplicates, forgetting, merging
from people.models import OfficeRole, Person
from people.things import things_of
from tests import makers, meetings
from tests.events.coming import asked, send
from tests.makers import NOW
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_forget_me_gives_the_place_back_and_keeps_the_number():
    event = meetings.event(places=1)
    vera = meetings.registration(event, organization="Grove Hall School")
    meetings.registration(event, state=State.WAITLISTED)
    past = meetings.registration(meetings.event(), who=vera.person, state=State.ATTENDED, organization="Grove Hall School")
    forgetting.forget(person=vera.person, now=NOW)
    assert dict(Registration.objects.filter(event=event).values_list("state", "organization")) == {State.CANCELLED: "", State.OFFERED: ""}
    past.refresh_from_db()
    assert (past.state, past.organization) == (State.ATTENDED, "")


@pytest.mark.parametrize(("days", "kept"), [(364, "Grove Hall School"), (366, "")])
def test_the_name_of_a_school_goes_after_a_year(days, kept):
    one = meetings.registration(meetings.event(starts=NOW - days * DAY), organization="Grove Hall School")
    registration_retention.forget_old(now=NOW)
    one.refresh_from_db()
    assert one.organization == kept


@pytest.mark.parametrize(("days", "name"), [(29, "Vera"), (31, "")])
def test_names_of_a_sensitive_event_go_after_30_days_and_who_came_stays_counted(days, name):
    event = meetings.event(is_sensitive=True)
    register(**asked(event, proved={"vera@example.org"}))
    known = makers.person("Vera", "vera@example.org", office=event.office)
    Event.objects.update(starts=NOW - days * DAY, ends=NOW - days * DAY + timedelta(hours=2))
    Registration.objects.update(state=State.ATTENDED)
    registration_retention.forget_old(now=NOW)
    one, known = Registration.objects.select_related("person").get(), Person.objects.get(pk=known.pk)
    assert (one.person.name, bool(one.person.email)) == (name, bool(name)) and known.name == "Vera" and one.state == State.ATTENDED


def test_who_came_to_an_ordinary_event_is_not_forgotten_with_it():
    one = meetings.registration(meetings.event(starts=NOW - 40 * DAY), who=makers.person())
    registration_retention.forget_old(now=NOW)
    assert Person.objects.get(pk=one.person_id).name == "Vera"


def test_the_record_of_a_sensitive_event_is_no_duplicate_of_anybody_and_is_never_merged():
    event = meetings.event(is_sensitive=True)
    known = makers.person("Vera", "vera@example.org", office=event.office)
    register(**asked(event, proved={"vera@example.org"}))
    apart = Registration.objects.get().person
    assert duplicates.among(None).pairs == []
    with pytest.raises(Refused, match="sensitive event"):
        merging.merge(kept=known, gone=apart, by=None, now=NOW)
    Person.objects.update(apart="")
    assert len(duplicates.among(None).pairs) == 1  # negative control


def test_the_profile_of_who_is_known_for_a_sensitive_event_is_not_asked(db):
    makers.city()
    event = meetings.event(is_sensitive=True, starts=makers.noon(10))
    vera = Visitor()
    send(vera, event)
    vera.type_code(code_for("vera@example.org"))
    apart = Registration.objects.get().person
    assert apart.apart == event.ref and vera.get(f"/my/profile/?person={apart.pk}").status_code in {302, 404}


def test_staff_do_not_see_it_among_people_and_letters(carla):
    event = meetings.event(is_sensitive=True)
    register(**asked(event, proved={"vera@example.org"}, name="Veronica Apart"))
    client = signed_in(carla)
    for name in ("admin:people_person_changelist", "admin:mailing_message_changelist"):
        assert b"Veronica Apart" not in client.get(reverse(name)).content
    listed = reverse("admin:events_registration_changelist")
    assert b"Veronica Apart" not in client.get(listed).content
    Event.objects.update(is_sensitive=False)  # negative controls
    assert b"Veronica Apart" in client.get(listed).content
    Person.objects.update(apart="")
    assert b"Veronica Apart" in client.get(reverse("admin:people_person_changelist")).content


def test_staff_read_no_letter_of_it_by_its_number(carla):
    event = meetings.event(is_sensitive=True)
    register(**asked(event, proved={"vera@example.org"}, name="Veronica Apart"))
    letter = Message.objects.get()
    doors = [reverse(name, args=[letter.pk]) for name in ("admin:letter_html", "admin:retry_letter", "admin:settle_letter")]
    client = signed_in(carla)
    assert [client.get(doors[0]).status_code, *(client.post(door).status_code for door in doors[1:])] == [404, 404, 404]
    Person.objects.update(apart="")  # negative control
    assert client.get(doors[0]).status_code == 200


def test_the_letter_with_the_code_keeps_no_word_of_it_for_it_lies_with_the_address(mail_server):
    event = meetings.event(is_sensitive=True, title="After the shooting", starts=makers.noon(10))
    makers.person("Vera", "vera@example.org", office=event.office)
    send(Visitor(), event, name="Veronica Apart")
    rounds.Round(lanes=rounds.WORKER).run()
    (letter,) = mail_server.letters
    assert "After the shooting" in letter.text and "After the shooting" in letter.html  # its reader knows what the code is for
    kept = Message.objects.get(kind="confirm_code")
    assert kept.state == "sent" and kept.person is None
    assert [words for words in ("After the shooting", "Veronica Apart") if words in kept.subject + kept.text + kept.html] == []


@pytest.fixture
def carla(db):
    makers.city()
    return make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR)


def test_a_stranger_sees_no_list_of_people():
    assert Client().get(reverse("admin:people_person_changelist")).status_code == 302


# --- Merging ---------------------------------------------------------------------------------------------------------------


def pair():
    event = meetings.event(places=5)
    return event, makers.person("Vera", "vera@example.org"), makers.person("Vera Lopez", "vera.lopez@example.org")


def test_registrations_change_hands():
    event, kept, gone = pair()
    one = meetings.registration(event, who=gone)
    merging.merge(kept=kept, gone=gone, by=None, now=NOW)
    one.refresh_from_db()
    assert one.person == kept and [thing.ref for thing in things_of([kept])] == [one.ref]


@pytest.mark.parametrize(("chosen", "size"), [("kept", 1), ("gone", 2)])
def test_of_two_for_one_event_the_chosen_one_stays_and_a_place_comes_free(chosen, size):
    event, kept, gone = pair()
    meetings.registration(event, who=kept, size=1)
    meetings.registration(event, who=gone, size=2)
    with pytest.raises(Refused):
        merging.merge(kept=kept, gone=gone, by=None, now=NOW)
    merging.merge(kept=kept, gone=gone, chosen={f"event-{event.pk}": chosen}, by=None, now=NOW)
    event.refresh_from_db()
    assert event.taken == size and list(Registration.objects.live().values_list("person", "party_size")) == [(kept.pk, size)]


def test_a_code_that_goes_to_the_other_address_is_waited_for():
    event, kept, _gone = pair()
    register(**asked(event, name="Vera Lopez", email="vera.lopez@example.org"))
    with pytest.raises(Refused, match="still waits for the code"):
        merging.merge(kept=kept, gone=Person.objects.get(name="Vera Lopez"), by=None, now=NOW)
