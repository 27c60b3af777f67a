"""The desk page “Ask the right people”: who, why, what they would read; nothing goes before the press, and only for staff who may."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from people.models import OfficeRole
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers import making
from tests.volunteers.asking import short_shift, willing
from volunteers.models import Ask, ShiftRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    makers.city()
    return short_shift()


@pytest.fixture
def coordinator(role):
    return signed_in(make_staff("cora@example.org", makers.office(), OfficeRole.Role.COORDINATOR))


def page_of(client, role, query=""):
    return client.get(reverse("admin:ask_people", args=[role.pk]) + query)


def send(client, role, *people, **more):
    key = page_of(client, role).context["key"]
    return client.post(reverse("admin:send_asks", args=[role.pk]), {"person": [one.pk for one in people], "key": key, **more}, follow=True)


def test_the_page_shows_whom_why_and_the_letter_and_sends_nothing(role, coordinator):
    willing("Vera")
    willing("Dan", email="", phone="+16175550142", channel="phone")
    page = page_of(coordinator, role).content.decode()
    for words in (
        "Vera", "Dan", "lives in Dorchester", "free on Saturday mornings", "never asked before", "2 people would be asked", "by a call", "What they will read",
        "Can you come? Sort food", "We are still short of people", "(their name)", "•••",
    ):  # fmt: skip
        assert words in page, words
    assert not Ask.objects.exists() and not Message.objects.exists()


def test_the_ticked_ones_are_asked_and_the_roster_says_so(role, coordinator):
    vera, sam = willing("Vera"), willing("Sam")
    answer = send(coordinator, role, vera)
    assert answer.redirect_chain[-1][0] == reverse("admin:roster", args=[role.shift_id])
    assert "1 person is asked." in answer.content.decode()
    assert "People asked: 1. Coming: 0. Not this time: 0. No answer: 1." in answer.content.decode()
    assert list(Ask.objects.values_list("person", flat=True)) == [vera.pk]
    page = page_of(coordinator, role).content.decode()
    assert "Asked already" in page and "no answer yet" in page and sam.name in page and "1 person would be asked" in page


def test_the_same_form_sent_twice_asks_once(role, coordinator):
    vera, key = willing("Vera"), page_of(coordinator, role).context["key"]
    for _turn in range(2):
        coordinator.post(reverse("admin:send_asks", args=[role.pk]), {"person": [vera.pk], "key": key})
    assert (Ask.objects.count(), Message.objects.count()) == (1, 1)


def test_who_cannot_be_asked_any_more_is_said(role, coordinator):
    vera, sam = willing("Vera"), willing("Sam")
    key = page_of(coordinator, role).context["key"]
    makers.sign_up(role, who=sam)
    answer = coordinator.post(reverse("admin:send_asks", args=[role.pk]), {"person": [vera.pk, sam.pk], "key": key}, follow=True)
    assert "1 person is asked. 1 person could not be asked any more." in answer.content.decode()


@pytest.mark.parametrize(
    ("n", "status", "shown"), [("1", 200, 1), ("", 200, 3), ("50", 200, 3), ("0", 422, 0), ("51", 422, 0), ("x", 422, 0), ("9" * 400, 422, 0)]
)
def test_how_many_can_be_chosen_from_one_to_fifty(role, coordinator, n, status, shown):
    for name in ("Vera", "Sam", "Dan"):
        willing(name)
    answer = page_of(coordinator, role, f"?n={n}")
    assert (answer.status_code, len(answer.context["candidates"])) == (status, shown)


def test_one_can_look_farther_and_an_empty_list_says_what_else(role, coordinator):
    willing("Vera", lives=None)
    assert "Nobody fits all of this" in page_of(coordinator, role).content.decode()
    assert "Vera" in page_of(coordinator, role, "?far=1").content.decode()


@pytest.mark.parametrize("person", ["x", "-1", "9" * 30, "\x00", "１２", ""])
def test_spoiled_forms_ask_nobody(role, coordinator, person):
    answer = coordinator.post(reverse("admin:send_asks", args=[role.pk]), {"person": [person], "key": page_of(coordinator, role).context["key"]}, follow=True)
    assert answer.status_code == 200 and "Please look at the list again" in answer.content.decode()
    answer = coordinator.post(reverse("admin:send_asks", args=[role.pk]), {"person": [person]}, follow=True)
    assert answer.status_code == 200 and not Ask.objects.exists()


def test_nobody_ticked_is_said(role, coordinator):
    willing("Vera")
    assert "Tick at least one person." in send(coordinator, role).content.decode()


def test_a_full_shift_asks_nobody_and_its_roster_has_no_button(role, coordinator):
    willing("Vera")
    roster = reverse("admin:roster", args=[role.shift_id])
    assert reverse("admin:ask_people", args=[role.pk]) in coordinator.get(roster).content.decode()
    making.keep(role, 2)
    assert "This shift is full. Nobody needs to be asked." in page_of(coordinator, role).content.decode()
    assert reverse("admin:ask_people", args=[role.pk]) not in coordinator.get(roster).content.decode()


def test_work_without_a_date_asks_nobody(coordinator):
    remote = ShiftRole.objects.create(opportunity=makers.opportunity(kind="remote"))
    assert "this work has no date" in page_of(coordinator, remote).content.decode()


@pytest.mark.parametrize("who", ["viewer", "caller", "lead", "other"])
def test_only_coordinators_of_the_office_may_ask(role, who):
    vera = willing("Vera")
    user = make_staff("sam.staff@example.org", makers.office() if who in {"viewer", "caller"} else None, who if who in {"viewer", "caller"} else None)
    if who == "lead":
        role.opportunity.leads.add(user)
    client = signed_in(user)
    status = {
        page_of(client, role).status_code,
        client.post(reverse("admin:send_asks", args=[role.pk]), {"person": [vera.pk], "key": makers.key()}).status_code,
    }
    assert status == {403} and not Ask.objects.exists()


def test_the_page_costs_the_same_for_one_and_for_many(role, coordinator, django_assert_max_num_queries):
    willing("Vera")
    page_of(coordinator, role)
    with django_assert_max_num_queries(40) as one:
        page_of(coordinator, role)
    for number in range(4):
        willing(f"Vera{number}")
        Ask.objects.create(shift_role=role, person=makers.person(f"Sam{number}", f"sam{number}@example.org"), asked_at=timezone.now())
    with django_assert_max_num_queries(len(one)):
        page_of(coordinator, role)
