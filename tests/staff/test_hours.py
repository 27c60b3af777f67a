"""Hours as staff meet them: a list, a page, the desk; each colleague in their own office, each lead at their own opportunity."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from mailing.models import Message
from people.models import OfficeRole
from tests.staff.conftest import enter, make_opportunity, make_staff, signed_in
from volunteers.models import HoursEntry, SignUp, Tally

pytestmark = pytest.mark.django_db
LIST = "/admin/volunteers/hoursentry/"


@pytest.fixture
def waiting(vera, opportunity):
    return HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day=today(), minutes=90, note="A canary sang")


@pytest.fixture
def foreign(other_office):
    person = other_office.persons.create(name="Dan Trees", email="dan@example.org")
    return HoursEntry.objects.create(person=person, opportunity=make_opportunity(other_office, "Plant trees"), day=today(), minutes=60)


@pytest.fixture
def lead(opportunity):
    lee = make_staff("lee@example.org")
    opportunity.leads.add(lee)
    return lee


def today():
    return timezone.localdate()


def states():
    return list(HoursEntry.objects.order_by("pk").values_list("state", flat=True))


def choose(client, action, *entries, **more):
    return client.post(LIST, {"action": action, "_selected_action": [entry.pk for entry in entries], **more}, follow=True)


# --- The list ------------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_state_work_and_person(waiting, carla, opportunity):
    client = signed_in(carla)
    for query, found in [
        ("", 1),
        ("state__exact=claimed", 1),
        ("state__exact=approved", 0),
        (f"of={opportunity.pk}", 1),
        ("of=0", 0),
        ("of=x", 1),
        ("q=Vera", 1),
        ("q=Dan", 0),
    ]:
        assert client.get(f"{LIST}?{query}").context["cl"].queryset.count() == found, query
    assert "1 hour 30 minutes" in client.get(LIST).text and f"?of={opportunity.pk}" in client.get(LIST).text


def test_many_are_approved_at_once(waiting, carla, opportunity, vera):
    more = HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day=today() - timedelta(days=1), minutes=30)
    page = choose(signed_in(carla), "approve_chosen", waiting, more).text
    assert (states(), Message.objects.filter(kind="hours_declined").count()) == (["approved", "approved"], 0)
    assert "2 entries are done." in page
    waiting.refresh_from_db()
    assert waiting.decided_by == carla


def test_many_are_declined_with_one_reason_and_none_without(waiting, carla):
    client = signed_in(carla)
    assert "Say why: the person reads it." in choose(client, "decline_chosen", waiting).text
    assert states() == ["claimed"]
    choose(client, "decline_chosen", waiting, reason="That was a holiday.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, Message.objects.get(kind="hours_declined").person) == ("declined", "That was a holiday.", waiting.person)


def test_what_one_refuses_does_not_hold_up_the_others(waiting, carla, vera, opportunity):
    gone = HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day=today() - timedelta(days=1), minutes=30, state="withdrawn")
    page = choose(signed_in(carla), "approve_chosen", gone, waiting).text
    assert (states(), "1 entry is done." in page, "has taken these hours back" in page) == (["approved", "withdrawn"], True, True)


def test_another_offices_hours_are_neither_seen_nor_touched(waiting, foreign, carla):
    client = signed_in(carla)
    assert "Dan Trees" not in client.get(LIST).text and "Plant trees" not in client.get(LIST).text
    choose(client, "approve_chosen", waiting, foreign)
    assert states() == ["approved", "claimed"]
    assert client.get(f"{LIST}{foreign.pk}/change/").status_code == 404
    assert client.post(reverse("admin:approve_hours", args=[foreign.pk])).status_code == 404


def test_a_lead_sees_and_decides_those_of_their_own_opportunity(waiting, foreign, lead, office, vera):
    other = HoursEntry.objects.create(person=vera.person, opportunity=make_opportunity(office, "Read aloud"), day=today(), minutes=30)
    client = signed_in(lead)
    page = client.get(LIST).text
    assert "Pack food boxes" in page and "Read aloud" not in page
    choose(client, "approve_chosen", waiting, foreign, other)
    assert {entry.pk: entry.state for entry in HoursEntry.objects.all()} == {waiting.pk: "approved", foreign.pk: "claimed", other.pk: "claimed"}


def test_a_viewer_looks_and_decides_nothing(waiting, office):
    client = signed_in(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER))
    page = client.get(f"{LIST}{waiting.pk}/change/").text
    assert "Vera Lopez" in page and "A canary sang" not in page and "Approve" not in page
    assert client.post(reverse("admin:approve_hours", args=[waiting.pk])).status_code == 403
    choose(client, "approve_chosen", waiting)
    assert states() == ["claimed"]


def test_the_list_costs_the_same_queries_at_one_and_at_many_rows(waiting, carla, vera, opportunity, django_assert_max_num_queries):
    Tally.objects.create(opportunity=opportunity, made="boxes")
    client = signed_in(carla)
    client.get(LIST)
    with django_assert_max_num_queries(25) as few:
        client.get(LIST)
    cost = len(few)
    for days in range(1, 5):
        HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day=today() - timedelta(days=days), minutes=30, made=3)
    with django_assert_max_num_queries(cost):
        client.get(LIST)


# --- The page ------------------------------------------------------------------------------------------------------------


def change(client, entry, **typed):
    values = {"day": f"{entry.day}", "minutes": entry.minutes, "made": "", "material": "", "note": entry.note, **typed}
    return client.post(f"{LIST}{entry.pk}/change/", values)


def test_an_entry_is_put_right_and_its_history_says_who(waiting, carla):
    client = signed_in(carla)
    assert change(client, waiting, minutes="45").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.minutes, waiting.state, waiting.note) == (45, "claimed", "A canary sang")
    history = client.get(f"{LIST}{waiting.pk}/history/").text
    assert "Carla" in history and "90 → 45" in history and "canary" not in history


def test_what_cannot_be_is_said_beside_the_field(waiting, carla, vera, opportunity):
    client = signed_in(carla)
    HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day=today() - timedelta(days=1), minutes=30)
    for typed, sentence in [
        ({"minutes": "0"}, "Write down how long it took"),
        ({"minutes": "1441"}, "less than or equal to 1440"),
        ({"made": "3"}, "Nothing is counted here"),
        ({"day": f"{today() + timedelta(days=1)}"}, "This day is still to come."),
        ({"day": f"{today() - timedelta(days=1)}"}, "Hours for this day are written down already."),
    ]:
        answer = change(client, waiting, **typed)
        assert answer.status_code == 200 and sentence in answer.text, typed
    waiting.refresh_from_db()
    assert (waiting.minutes, waiting.day) == (90, today())


def test_a_shifts_hours_keep_the_shifts_day(waiting, carla, vera):
    HoursEntry.objects.filter(pk=waiting.pk).update(sign_up=vera)
    assert 'name="day"' not in signed_in(carla).get(f"{LIST}{waiting.pk}/change/").text


def test_the_buttons_approve_and_decline(waiting, carla):
    client = signed_in(carla)
    page = client.get(f"{LIST}{waiting.pk}/change/").text
    assert "Approve: these hours count" in page and "Do not count them" in page
    client.post(reverse("admin:decline_hours", args=[waiting.pk]), {"reason": ""})
    assert states() == ["claimed"]
    client.post(reverse("admin:decline_hours", args=[waiting.pk]), {"reason": "Twice."})
    assert states() == ["declined"]
    client.post(reverse("admin:approve_hours", args=[waiting.pk]))
    assert (states(), Message.objects.get(kind="hours_declined").state) == (["approved"], "cancelled")


# --- Written down on the desk --------------------------------------------------------------------------------------------


def desk(opportunity):
    return reverse("admin:record_hours", args=[opportunity.pk])


def record(client, opportunity, **typed):
    return client.post(desk(opportunity), {"person": "", "headcount": "", "day": f"{today()}", "hours": "2", "minutes": "", "note": "", **typed})


def test_hours_of_a_person_on_the_list_and_of_people_without_names(vera, carla, opportunity):
    client = signed_in(carla)
    assert record(client, opportunity, person=vera.person_id).status_code == 302
    assert "Written down: Vera Lopez" in client.get(desk(opportunity)).text
    record(client, opportunity, headcount="12", hours="1")
    rows = HoursEntry.objects.order_by("pk").values_list("person", "headcount", "minutes", "state", "recorded", "entered_by")
    assert list(rows) == [(vera.person_id, None, 120, "approved", True, carla.pk), (None, 12, 60, "approved", True, carla.pk)]
    assert "Given so far, by everybody: 14 hours" in client.get(desk(opportunity)).text
    assert "12 people without names" in client.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a person, or type how many people there were."),
        ({"person": "987654321", "headcount": ""}, "Select a valid choice"),
        ({"headcount": "10001"}, "Enter at most 10000."),
        ({"headcount": "2", "hours": ""}, "Write down how long it took."),
        ({"headcount": "2", "day": "2999-01-01"}, "This day is still to come."),
        ({"headcount": "2", "day": "1999-01-01"}, "Please check the year."),
    ],
)
def test_what_cannot_be_recorded_is_said_in_words(vera, carla, opportunity, typed, sentence):
    answer = record(signed_in(carla), opportunity, note="Kept", **typed)
    assert (answer.status_code, HoursEntry.objects.count()) == (422, 0)
    assert sentence in answer.text and "Kept" in answer.text


def test_a_person_and_a_number_at_once_are_refused(vera, carla, opportunity):
    assert record(signed_in(carla), opportunity, person=vera.person_id, headcount="2").status_code == 422


def test_the_same_page_sent_twice_records_once(vera, carla, opportunity):
    client = signed_in(carla)
    key = client.get(desk(opportunity)).context["form"]["key"].value()
    for _turn in range(2):
        record(client, opportunity, headcount="3", key=key)
    assert HoursEntry.objects.count() == 1


def test_fabric_goes_out_masks_come_back_and_the_desk_says_how_many(vera, carla, opportunity):
    client = signed_in(carla)
    assert "Masks made" not in client.get(desk(opportunity)).text
    client.post(reverse("admin:set_tally", args=[opportunity.pk]), {"made": "masks", "material": "pieces of fabric"})
    assert "Masks made" in client.get(desk(opportunity)).text
    record(client, opportunity, person=vera.person_id, hours="", material="40")
    record(client, opportunity, person=vera.person_id, hours="", made="38")
    page = client.get(desk(opportunity)).text
    assert "38 masks" in page and "Given out: 40 pieces of fabric" in page


def test_what_is_counted_needs_a_word_and_somebody_who_may_change_the_opportunity(carla, lead, opportunity):
    url = reverse("admin:set_tally", args=[opportunity.pk])
    assert signed_in(carla).post(url, {"made": ""}).status_code == 422
    assert signed_in(lead).post(url, {"made": "masks"}).status_code == 403
    assert "Count things as well" not in signed_in(lead).get(desk(opportunity)).text
    assert Tally.objects.count() == 0


def test_a_lead_records_for_their_own_opportunity_only(lead, vera, opportunity, office):
    client = signed_in(lead)
    assert record(client, opportunity, person=vera.person_id).status_code == 302
    assert client.get(desk(make_opportunity(office, "Read aloud"))).status_code == 404


def test_only_people_of_the_list_who_are_known_are_offered_told_apart_by_address(vera, carla, opportunity, role):
    enter(role, "Vera Lopez", by=carla, email="other.vera@example.org")
    gone = enter(role, "Gone Away", by=carla, email="gone@example.org")
    SignUp.objects.filter(pk=gone.pk).update(state=State.CANCELLED)
    choices = dict(signed_in(carla).get(desk(opportunity)).context["form"].fields["person"].choices)
    assert sorted(map(str, choices.values())) == ["People without names", "Vera Lopez (other.vera@example.org)", "Vera Lopez (vera@example.org)"]


def test_the_roster_leads_to_the_desk_of_hours(carla, shift, opportunity, lead):
    for user in (carla, lead):
        assert desk(opportunity) in signed_in(user).get(reverse("admin:roster", args=[shift.pk])).text
