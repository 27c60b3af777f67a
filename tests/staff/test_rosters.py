"""The roster: who is on a shift, and what staff do there, all through verbs."""

import re
from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from bookings.models import State
from civic import context
from people import forgetting
from people.models import Person
from tests import makers
from tests.staff.conftest import enter, make_opportunity, make_shift, signed_in
from volunteers.desk import rosters
from volunteers.models import Shift, ShiftRole, SignUp


def roster(shift):
    return reverse("admin:roster", args=[shift.pk])


def press(client, door, pk, **data):
    return client.post(reverse(f"admin:{door}", args=[pk]), data, follow=True)


def test_the_roster_keeps_confirmed_unconfirmed_waiting_and_cancelled_apart(carla, shift, role, vera):
    SignUp.objects.filter(pk=enter(role, "Hana Held", by=carla, phone="+16175550143").pk).update(state=State.HELD)
    SignUp.objects.filter(pk=enter(role, "Carl Cancelled", by=carla, phone="+16175550145").pk).update(state=State.CANCELLED)
    SignUp.objects.filter(pk=enter(role, "Wes Waits", by=carla, phone="+16175550144").pk).update(state=State.WAITLISTED)
    sheet = signed_in(carla).get(roster(shift)).context["sheets"][0]
    assert [one.person.name for one in sheet.expected] == ["Vera Lopez"]
    assert [one.person.name for one in sheet.unconfirmed] == ["Hana Held"]
    assert [one.person.name for one in sheet.waiting] == ["Wes Waits"]
    assert [one.person.name for one in sheet.gone] == ["Carl Cancelled"]
    assert sheet.role.taken == 2


def test_phone_numbers_can_be_tapped(carla, shift, vera):
    assert 'href="tel:+16175550142"' in signed_in(carla).get(roster(shift)).content.decode()


def test_staff_confirm_and_cancel(carla, role, vera):
    SignUp.objects.filter(pk=vera.pk).update(state=State.WAITLISTED)
    client = signed_in(carla)
    press(client, "confirm_sign_up", vera.pk)
    vera.refresh_from_db()
    assert vera.state == State.CONFIRMED
    press(client, "cancel_sign_up", vera.pk)
    vera.refresh_from_db()
    role.refresh_from_db()
    assert (vera.state, role.taken) == (State.CANCELLED, 0)


def test_who_signed_up_again_is_not_confirmed_a_second_time(carla, role, vera):
    client = signed_in(carla)
    press(client, "cancel_sign_up", vera.pk)
    enter(role, "Vera Lopez", by=carla, email="vera@example.org")
    assert "is on the list already" in press(client, "confirm_sign_up", vera.pk).content.decode()
    vera.refresh_from_db()
    assert vera.state == State.CANCELLED


def test_a_forgotten_person_is_not_confirmed_and_no_button_offers_it(carla, shift, vera):
    client = signed_in(carla)
    door = reverse("admin:confirm_sign_up", args=[vera.pk])
    press(client, "cancel_sign_up", vera.pk)
    assert door in client.get(roster(shift)).content.decode()
    forgetting.forget(person=vera.person, now=timezone.now())
    assert door not in client.get(roster(shift)).content.decode()
    assert "nobody can be confirmed here" in press(client, "confirm_sign_up", vera.pk).content.decode()
    vera.refresh_from_db()
    assert vera.state == State.CANCELLED


def test_attendance_is_marked_on_the_day_and_can_be_taken_back(carla, shift, vera):
    client = signed_in(carla)
    answer = press(client, "mark_sign_up", vera.pk, state="attended")
    assert "from the day of the shift on" in answer.content.decode()
    with time_machine.travel(shift.starts, tick=False):
        client = signed_in(carla)
        press(client, "mark_sign_up", vera.pk, state="attended")
        vera.refresh_from_db()
        assert (vera.state, vera.attended_minutes) == (State.ATTENDED, 180)
        press(client, "mark_sign_up", vera.pk, state="confirmed")
    vera.refresh_from_db()
    assert (vera.state, vera.attended_minutes) == (State.CONFIRMED, None)


def test_who_comes_to_a_shift_just_after_midnight_is_marked_before_midnight_but_no_sooner_than_its_doors_open(carla, shift, vera):
    midnight = makers.noon(1) + timedelta(hours=12)
    Shift.objects.filter(pk=shift.pk).update(starts=midnight + timedelta(minutes=15), ends=midnight + timedelta(hours=4))
    offered, mark = f'action="{reverse("admin:mark_sign_up", args=[vera.pk])}"', {"state": "attended"}
    for minutes, state in ((61 - 15, State.CONFIRMED), (59 - 15, State.ATTENDED)):
        with time_machine.travel(midnight - timedelta(minutes=minutes), tick=False):
            client = signed_in(carla)
            assert (offered in client.get(roster(shift)).content.decode()) == (state == State.ATTENDED)
            press(client, "mark_sign_up", vera.pk, **mark)
        vera.refresh_from_db()
        assert vera.state == state


def test_an_unknown_mark_changes_nothing(carla, vera):
    press(signed_in(carla), "mark_sign_up", vera.pk, state="cancelled")
    vera.refresh_from_db()
    assert vera.state == State.CONFIRMED


def test_a_walk_in_is_a_fact_and_takes_no_place(carla, role):
    press(signed_in(carla), "add_walk_in", role.pk, name="Wanda Walk", party_size="2")
    role.refresh_from_db()
    walked_in = SignUp.objects.get()
    assert (walked_in.state, walked_in.party_size, role.taken) == (State.WALK_IN, 2, 0)


def test_a_walk_in_pressed_twice_is_one_and_another_name_is_another(carla, shift, role):
    with time_machine.travel(shift.starts, tick=False):
        client = signed_in(carla)
        key = re.search(r'name="key" value="([^"]+)"', client.get(roster(shift)).content.decode())[1]
        for name in ("Wanda Walk", "Wanda Walk", "Walt Walk"):
            assert f"{name} is on the list." in press(client, "add_walk_in", role.pk, name=name, party_size="1", key=key).content.decode()
    assert sorted(SignUp.objects.values_list("person__name", flat=True)) == ["Walt Walk", "Wanda Walk"]
    assert Person.objects.count() == 2


def test_the_call_in_form_sent_twice_signs_up_one_person(carla, role):
    client = signed_in(carla)
    url = reverse("admin:enter_sign_up", args=[role.pk])
    page = client.get(url).content.decode()
    key = re.search(r'type="hidden" name="key" value="([^"]+)"', page)[1]
    assert page.count('name="key"') == 1
    data = {"name": "Dan Nophone", "phone": "", "email": "", "party_size": "1", "language": "en", "key": key}
    for _ in range(2):
        assert "Dan Nophone is signed up" in client.post(url, data, follow=True).content.decode()
    assert (SignUp.objects.count(), Person.objects.count()) == (1, 1)


def test_the_roster_of_open_ended_work_shows_the_latest_people_and_counts_everyone(carla, office, monkeypatch):
    monkeypatch.setattr(rosters, "MOST", 2)
    role = ShiftRole.objects.create(opportunity=make_opportunity(office, "Translate letters", kind="open_ended"))
    for number in range(4):
        enter(role, f"Person {number}", by=carla, email=f"p{number}@example.org", phone="")
    answer = signed_in(carla).get(reverse("admin:opportunity_roster", args=[role.opportunity_id]))
    sheet = answer.context["sheets"][0]
    assert ([one.person.name for one in sheet.expected], sheet.people, sheet.are_more) == (["Person 2", "Person 3"], 4, True)
    page = answer.content.decode()
    assert "4 people are expected." in page and "Shown are the people who signed up last." in page


def test_somebody_on_the_phone_is_signed_up_and_confirmed(carla, role):
    url = reverse("admin:enter_sign_up", args=[role.pk])
    data = {"name": "Dan Phone", "phone": "617-555-0142", "email": "", "party_size": "2", "language": "es"}
    answer = signed_in(carla).post(url, data, follow=True)
    dan = SignUp.objects.get()
    assert (dan.person.name, str(dan.person.phone), dan.state, dan.entered_by) == ("Dan Phone", "+16175550142", State.CONFIRMED, carla)
    assert "Dan Phone is signed up" in answer.content.decode()


def test_a_full_shift_is_refused_beside_the_field_and_nothing_is_lost(carla, opportunity, venue):
    role = make_shift(opportunity, venue, by=carla, places=1).roles.get()
    url = reverse("admin:enter_sign_up", args=[role.pk])
    data = {"name": "Dan Phone", "phone": "617-555-0142", "party_size": "2", "language": "en", "notes": "a chair"}
    answer = signed_in(carla).post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only 1 place is left." in page and "a chair" in page
    assert SignUp.objects.count() == 0


def test_a_shift_is_called_off_with_a_reason(carla, shift, vera):
    client = signed_in(carla)
    press(client, "call_off_shift", shift.pk, reach="shift", reason="other", more=" ")
    shift.refresh_from_db()
    assert shift.cancelled_at is None
    page = press(client, "call_off_shift", shift.pk, reach="shift", reason="storm", more="roads are closed").text
    shift.refresh_from_db()
    assert (shift.cancelled_at is not None, shift.reason) == (True, "A storm: roads are closed")
    assert "Who was told" in page and "Vera Lopez" in page and "waits to be sent" in page
    assert reverse("admin:told", args=[shift.pk]) in client.get(roster(shift)).text


def test_the_roster_costs_ten_statements_for_one_and_for_many(carla, shift, role, vera, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(context, "KEPT_SECONDS", 600)  # what every page keeps is kept however slow the machine is
    client = signed_in(carla)
    client.get(roster(shift))
    with django_assert_num_queries(10):
        client.get(roster(shift))
    for number in range(5):
        enter(role, f"Person {number}", by=carla, phone=f"+1617555015{number}")
    with django_assert_num_queries(10):
        assert "Person 4" in client.get(roster(shift)).text


def test_rows_of_one_shape_keep_their_own_words(carla, shift, role):
    """A row is rendered once for each shape: nothing of one person may stand beside another, and what they typed runs nowhere."""
    for number, name in enumerate(["Ann <b>Bold</b>", "Ben & Co", "\ue000Odd", "4611686018427300001"]):
        enter(role, name, by=carla, phone=f"+1617555015{number}", email=f"p{number}@example.org", party_size=number + 1)
    SignUp.objects.update(notes="One & <i>two</i>\nthree")
    page = signed_in(carla).get(roster(shift)).text
    for number, name in enumerate(SignUp.objects.order_by("pk").values_list("person__name", flat=True)):
        row = re.search(rf'<li class="person" id="sign-up-{SignUp.objects.get(person__email=f"p{number}@example.org").pk}">.*?</li>', page, re.DOTALL)[0]
        assert f">{escape(name)}</a></strong>" in row and f"tel:+1617555015{number}" in row and f"mailto:p{number}@example.org" in row
        assert (f"{number + 1} people" in row) == (number > 0) and row.count("@example.org") == 2 and "One &amp; &lt;i&gt;two&lt;/i&gt;<br>three" in row


def test_the_table_leaves_with_a_guard_against_formulas(carla, shift, role):
    enter(role, "=HYPERLINK(1)", by=carla, phone="+16175550142")
    answer = signed_in(carla).get(reverse("admin:roster_table", args=[shift.pk]))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert "'=HYPERLINK(1)" in text and ",617-555-0142," in text and ",English," in text
    assert ",=HYPERLINK" not in text


def test_the_list_of_sign_ups_leaves_as_it_is_filtered_and_without_other_offices(carla, other_coordinator, role, vera):
    enter(role, "Carl Cancelled", by=carla, phone="+16175550145")
    SignUp.objects.filter(person__name="Carl Cancelled").update(state=State.CANCELLED)
    url = reverse("admin:sign_ups_table", args=["csv"]) + "?state__exact=confirmed"
    mine = b"".join(signed_in(carla).get(url).streaming_content).decode()
    theirs = b"".join(signed_in(other_coordinator).get(url).streaming_content).decode()
    assert "Vera Lopez" in mine and "vera@example.org" in mine and "Carl" not in mine
    assert "Vera" not in theirs


def test_the_table_reads_as_the_roster_does(carla, shift, role):
    states = [State.CANCELLED, State.WAITLISTED, State.HELD, State.CONFIRMED]
    for number in range(4):
        enter(role, f"Person {number}", by=carla, phone=f"+1617555015{number}")
    for number, state in enumerate(states):
        SignUp.objects.filter(person__name=f"Person {number}").update(state=state)
    lines = b"".join(signed_in(carla).get(reverse("admin:roster_table", args=[shift.pk])).streaming_content).decode().splitlines()
    assert [line.split("Person ")[1][0] for line in lines[1:]] == ["3", "2", "1", "0"]


def test_the_roster_of_open_ended_work_leaves_as_a_table_too(carla, other_coordinator, opportunity):
    role = ShiftRole.objects.create(opportunity=opportunity, capacity=None)
    enter(role, "Olga Open", by=carla, phone="+16175550142")
    url = reverse("admin:opportunity_table", args=[opportunity.pk])
    page = signed_in(carla).get(reverse("admin:opportunity_roster", args=[opportunity.pk])).text
    assert url in page
    assert b"Olga Open" in b"".join(signed_in(carla).get(url).streaming_content)
    assert signed_in(other_coordinator).get(url).status_code == 404


def test_cancelling_on_the_roster_asks_once_and_needs_no_script(carla, shift, vera):
    page = signed_in(carla).get(roster(shift)).text
    assert "Yes, cancel and tell Vera Lopez" in page and page.index("<details") < page.index("Yes, cancel and tell")


def test_one_place_is_said_in_the_singular(carla, opportunity, venue):
    alone = make_shift(opportunity, venue, by=carla, places=1)
    assert "0 of 1 place is taken." in signed_in(carla).get(roster(alone)).text
