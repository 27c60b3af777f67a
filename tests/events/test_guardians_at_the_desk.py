"""Young people at events, on paper and by phone, at the desk and at the door, and when the event moves or people leave."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from events import tasks
from events.actions import events, guardians, merging, offers, registration_sweeps, registrations
from events.door_links import DOOR
from events.models import DoorLink, Event, Registration
from intake.refusal import Refused
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from people.consents import Guardian
from people.forgetting import forget
from people.merging import Merge
from people.models import GuardianConsent, OfficeRole, Person
from tests import makers, meetings
from tests.events.coming import opened, send
from tests.events.young import ANA, MIA, guardians_browser, kinds, mia, typed
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_pages_in_a_browser import enter_as
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


# --- On paper and by phone -------------------------------------------------------------------------------------------------


def test_the_form_on_paper_is_printed_in_the_guardians_language(workshop):
    one = mia(workshop, guardian=Guardian("Ana Lopez", "", "", "es"))
    assert "event_guardian" not in kinds()
    own, path = opened(Visitor(), one), f"/events/registrations/{one.pk}/consent-form/"
    assert "print the form on the page of your registration" in own.get(f"/events/registrations/{one.pk}/").content.decode()
    page = own.get(path).content.decode()
    assert "Signature" in page and f"Number of the registration: {one.pk}" in page and "Consentimiento" in own.get(f"/es{path}").content.decode()


def test_a_guardian_with_a_phone_is_called_and_the_answer_keyed_in_the_call_list(workshop):
    one = mia(workshop, guardian=Guardian("Ana Lopez", "", "+16175550187", "en"))
    rounds.Round(lanes=rounds.WORKER).run()
    call = CallTask.objects.get(number="+16175550187")
    assert "Mia" in call.script and "Film workshop" in call.script
    carla = make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR)
    signed_in(carla).post(reverse("admin:call_result", args=[call.pk]), {"result": "said_yes"})
    one.refresh_from_db()
    assert (one.state, one.consent.how, one.consent.by) == (State.CONFIRMED, "phone", carla)


def test_no_button_of_a_person_lies_on_another(workshop, live, page):
    one = mia(workshop)
    enter_as(page, live, make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR))
    page.goto(live + reverse("admin:event_people", args=[workshop.pk]))
    rows = [row.bounding_box() for row in page.locator(f"#registration-{one.pk} .person__verbs").all()]
    assert len(rows) == 3
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(rows))


def test_staff_see_who_waits_note_the_answer_and_pass_nobody_over(workshop):
    one, other = mia(workshop), meetings.registration(workshop)
    carla = make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR)
    client, people = signed_in(carla), reverse("admin:event_people", args=[workshop.pk])
    text = client.get(people).content.decode()
    assert "waits for a guardian’s consent" in text and "Agreed on paper" in text and "Ana Lopez" in text
    waiting = {drawer.title: drawer for drawer in client.get(reverse("admin:index")).context["drawers"]}["Places at events that wait for a guardian"]
    assert [(row.text, row.url) for row in waiting.rows] == [("Mia: Film workshop", f"{people}#registration-{one.pk}")]
    table = b"".join(client.get(reverse("admin:event_table", args=[workshop.pk, "registrations", "csv"])).streaming_content).decode()
    assert "guardian’s consent" in table and "under 18,asked" in table
    with pytest.raises(Refused, match="has not agreed yet"):
        offers.confirm(registration=one, by=carla, now=timezone.now())
    address = reverse("admin:note_event_consent", args=[one.pk])
    for wrong in ({}, {"says": "yes"}, {"says": "perhaps", "how": "paper"}):
        client.post(address, wrong)
    client.post(reverse("admin:note_event_consent", args=[other.pk]), {"says": "no", "how": "phone"})  # nobody has to agree for an adult
    other.refresh_from_db()
    one.refresh_from_db()
    assert (one.state, other.state) == (State.REQUESTED, State.CONFIRMED)
    client.post(address, {"says": "yes", "how": "paper"})
    one.refresh_from_db()
    assert (one.state, one.consent.how, one.consent.by) == (State.CONFIRMED, "paper", carla)
    assert "a guardian has agreed" in client.get(people).content.decode()
    viewer = make_staff("vic@example.org", workshop.office, OfficeRole.Role.VIEWER)
    assert signed_in(viewer).post(address, {"says": "no", "how": "phone"}).status_code == 403


@pytest.mark.parametrize("state", [State.WAITLISTED, State.OFFERED])
def test_staff_note_what_a_guardian_says_before_they_give_somebody_in_line_a_place(workshop, state):
    one = mia(workshop)
    Registration.objects.update(state=state, until=one.until)
    carla = make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR)
    client, people = signed_in(carla), reverse("admin:event_people", args=[workshop.pk])
    note, confirm = (reverse(f"admin:{name}", args=[one.pk]) for name in ("note_event_consent", "confirm_registration"))
    page = client.get(people).content.decode()
    assert note in page and confirm not in page
    client.post(note, {"says": "yes", "how": "phone"})
    page = client.get(people).content.decode()
    assert note not in page and confirm in page
    client.post(confirm)
    one.refresh_from_db()
    assert (one.state, one.consent.how) == (State.CONFIRMED, "phone")


def test_staff_enter_a_young_person_with_a_consent_they_heard_or_without(workshop):
    Event.objects.update(capacity=None)
    carla = make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR)
    client, address = signed_in(carla), reverse("admin:enter_registration", args=[workshop.pk])
    base = {"party_size": "1", "language": "en", "age": "minor"}
    assert client.post(address, {**base, "name": "Kim", "key": makers.key()}).status_code == 422
    for name, more in (
        ("Mia", {"guardian_name": "Ana", "guardian_phone": "617-555-0188"}),
        ("Lou", {"agreed": "phone"}),
        ("Jo", {"age": "adult", "agreed": "paper"}),
    ):
        assert client.post(address, {**base, "name": name, "key": makers.key(), **more}).status_code == 302
    states = dict(Registration.objects.values_list("person__name", "state"))
    assert states == {"Mia": State.REQUESTED, "Lou": State.CONFIRMED, "Jo": State.CONFIRMED}
    assert GuardianConsent.objects.get(state="given").person.name == "Lou" and GuardianConsent.objects.count() == 2
    assert Message.objects.filter(kind="registered", person__name="Lou").count() == 1


def test_who_walks_in_under_18_shows_a_paper_at_the_desk_and_at_the_door(workshop):
    today = meetings.event(minimum_age=14, starts=timezone.now() + timedelta(hours=1))
    carla = make_staff("carla@example.org", today.office, OfficeRole.Role.COORDINATOR)
    client, address = signed_in(carla), reverse("admin:add_to_event", args=[today.pk])
    assert "Paper consent seen" in client.get(reverse("admin:event_people", args=[today.pk])).content.decode()
    client.post(address, {"name": "Leo", "party_size": "1", "is_minor": "on", "key": makers.key()})
    assert not Registration.objects.exists()
    client.post(address, {"name": "Leo", "party_size": "1", "is_minor": "on", "consent_seen": "on", "key": makers.key()})
    link = DoorLink.objects.create(event=today, name="Lena", email="lena@example.org", made_by=carla, made_at=timezone.now())
    lena, path = Visitor(), f"/events/door/{link.pk}/"
    lena.get(f"/events/door/open/{DOOR.token(link)}/")
    refused = lena.press(f"{path}people/", from_page=path, name="Lou", party_size="1", is_minor="on")
    assert refused.status_code == 422 and "Tick this when you have seen" in refused.content.decode()
    lena.press(f"{path}people/", from_page=path, name="Lou", party_size="1", is_minor="on", consent_seen="on")
    lena.press(f"{path}people/", from_page=path, name="Sam", party_size="1")
    found = Registration.objects.order_by("pk").values_list("person__name", "state", "age_band", "consent__state", "consent__how", "consent__by")
    assert list(found) == [
        ("Leo", State.WALK_IN, "minor", "given", "paper", carla.pk), ("Lou", State.WALK_IN, "minor", "given", "paper", None),
        ("Sam", State.WALK_IN, "", None, None, None),
    ]  # fmt: skip
    waits = meetings.registration(today, state=State.REQUESTED, age_band="minor", until=today.starts)
    elsewhere = meetings.registration(workshop, state=State.REQUESTED, age_band="minor")
    assert lena.press(f"{path}people/{elsewhere.pk}/consent/", from_page=path).status_code == 404
    assert "Waits for a guardian’s consent" in lena.get(path).content.decode()
    lena.press(f"{path}people/{waits.pk}/consent/", from_page=path)
    waits.refresh_from_db()
    assert (waits.state, waits.consent.state) == (State.CONFIRMED, "given")


# --- When the event moves, and when people leave ------------------------------------------------------------------------------


def test_while_an_event_is_postponed_nothing_lapses_and_a_new_date_asks_again(workshop):
    one, carla = mia(workshop), makers.staff()
    events.postpone(event=workshop, reason="A storm comes.", when=None, by=carla, now=timezone.now())
    registration_sweeps.sweep(now=timezone.now() + timedelta(days=5))
    one.refresh_from_db()
    assert one.state == State.REQUESTED
    now = timezone.now() + timedelta(days=5)
    when = events.When(now + timedelta(days=20), now + timedelta(days=20, hours=2), workshop.venue)
    events.set_new_date(event=workshop, when=when, reason="", by=carla, now=now)
    one.refresh_from_db()
    assert one.until == now + timedelta(days=3) and Message.objects.filter(kind="event_guardian").count() == 2
    events.cancel(event=workshop, reason="No hall.", by=carla, now=now)
    with pytest.raises(Refused, match="nothing left to agree to"):
        guardians.note(registration=Registration.objects.get(pk=one.pk), says_yes=True, how="paper", by=carla, now=now)


def test_a_corrected_address_keeps_the_guardian_and_a_second_browser_keeps_the_age(workshop):
    own = Visitor()
    send(own, workshop, **MIA, **ANA)
    own.press("/confirm/address/", email="mia.right@example.org")
    one = Registration.objects.get()
    assert (one.person.email, one.age_band, one.consent.person) == ("mia.right@example.org", "minor", one.person)
    other = Visitor()
    send(other, workshop, **{**MIA, "email": "mia.right@example.org"}, **ANA)  # she is on the list already
    other.press("/confirm/address/", email="mia.other@example.org")
    anew = Registration.objects.get(person__email="mia.other@example.org")
    other.type_code(code_for("mia.other@example.org"))
    anew.refresh_from_db()
    assert (anew.state, anew.consent) == (State.REQUESTED, None)
    assert "Please call us." in other.get(f"/events/registrations/{anew.pk}/").content.decode()


def test_the_guardians_address_is_not_taken_for_ones_own(workshop):
    own = Visitor()
    send(own, workshop, **{**MIA, "email": "made.up@example.org"}, **ANA)
    refused = own.press("/confirm/address/", email=ANA["guardian_email"])
    assert refused.status_code == 422 and "This address or number is your guardian’s" in refused.content.decode()
    assert Registration.objects.get().person.email == "made.up@example.org"


def test_two_records_of_one_girl_become_one_and_the_consent_follows(workshop):
    one, kept = mia(workshop), makers.person("Mia", "mia.too@example.org", office=workshop.office)
    gone = one.person
    merge = Merge(kept=kept, gone=gone, values={"email": gone.email}, chosen={}, by=makers.staff(), now=timezone.now())
    merging.move_registrations(merge)
    GuardianConsent.objects.filter(person=gone).update(person=kept)  # what the floor of people moves itself
    ana, _page, url = guardians_browser(GuardianConsent.objects.get())
    ana.press(f"{url}answer/", url, answer="yes")
    one.refresh_from_db()
    assert (one.person, one.state) == (kept, State.CONFIRMED)


def test_who_is_forgotten_leaves_the_place_and_a_guardian_of_a_sensitive_event_is_known_for_it_only(workshop):
    one = mia(workshop)
    forget(person=one.person, now=timezone.now())
    one.refresh_from_db()
    assert one.state == State.CANCELLED
    sensitive = meetings.event(minimum_age=14, is_sensitive=True, starts=workshop.starts)
    registrations.register(**typed(sensitive))
    ana = Registration.objects.get(event=sensitive).consent.guardian
    assert ana.apart == sensitive.ref and Person.objects.filter(email="ana@example.org").count() == 2


def test_the_sweep_runs_twice_and_the_list_costs_the_same_for_one_and_for_three(workshop, django_assert_max_num_queries):
    Event.objects.update(capacity=None)
    mia(workshop)
    carla = make_staff("carla@example.org", workshop.office, OfficeRole.Role.COORDINATOR)
    client, people = signed_in(carla), reverse("admin:event_people", args=[workshop.pk])
    client.get(people)
    with django_assert_max_num_queries(60) as first:
        client.get(people)
    for name in ("Lou", "Kim"):
        registrations.register(**typed(workshop, name=name))
    with django_assert_max_num_queries(len(first)):
        client.get(people)
    for _twice in range(2):
        tasks.sweep_registrations()
    assert set(Registration.objects.values_list("state", flat=True)) == {State.REQUESTED}
