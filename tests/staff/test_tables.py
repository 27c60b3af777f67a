"""Lists leave as tables: what the list shows, for who may take tables away, of their own office."""

import pytest
from django.urls import reverse

from mailing.models import Message
from people.models import OfficeRole, Person
from tests.staff.conftest import make_opportunity, make_staff, signed_in

LISTS = [
    ("people", "person"), ("volunteers", "opportunity"), ("volunteers", "shift"), ("mailing", "message"), ("places", "venue"), ("people", "user"),
    ("people", "office"), ("people", "partnerorganization"),
]  # fmt: skip


def table(client, app, model, **asked):
    answer = client.get(reverse("admin:list_table", args=[app, model]), asked)
    assert answer.status_code == 200, (model, answer.status_code)
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(("app", "model"), LISTS)
def test_every_list_a_coordinator_opens_links_its_table(carla, shift, vera, app, model):
    client = signed_in(carla)
    page = client.get(reverse(f"admin:{app}_{model}_changelist")).text
    assert reverse("admin:list_table", args=[app, model]) in page
    assert table(client, app, model).count("\n") >= 1


def test_the_table_of_people_has_their_numbers_as_people_write_them(carla, vera, other_office):
    Person.objects.create(office=other_office, name="Olga Elsewhere", email="olga@example.org")
    text = table(signed_in(carla), "people", "person")
    assert "Vera Lopez" in text and ",617-555-0142," in text and ",English," in text and "Olga" not in text


def test_the_table_is_filtered_as_the_list_is(carla, office, opportunity):
    make_opportunity(office, "Read aloud", urgent=True)
    text = table(signed_in(carla), "volunteers", "opportunity", urgent__exact="1")
    assert "Read aloud" in text and "Pack food boxes" not in text


def test_the_table_of_letters_tells_what_became_of_them_and_not_what_they_say(carla, vera):
    Message.objects.update(subject="You are signed up, Vera", state="sent")
    text = table(signed_in(carla), "mailing", "message")
    assert "Vera Lopez" in text and ",sent," in text and "You are signed up, Vera" not in text


@pytest.mark.parametrize("role", [OfficeRole.Role.VIEWER, OfficeRole.Role.CALLER])
def test_who_may_not_take_tables_away_is_refused_and_sees_no_link(office, shift, role):
    client = signed_in(make_staff("sam@example.org", office, role))
    assert client.get(reverse("admin:list_table", args=["volunteers", "shift"])).status_code == 403
    assert "tables/volunteers" not in client.get(reverse("admin:volunteers_shift_changelist")).text


def test_a_list_the_colleague_may_not_open_has_no_table(carla):
    assert signed_in(carla).get(reverse("admin:list_table", args=["places", "zipcode"])).status_code == 403


@pytest.mark.parametrize("unknown", [("volunteers", "nothing"), ("sessions", "session"), ("people", "officerole")])
def test_an_unknown_table_is_not_found(carla, unknown):
    assert signed_in(carla).get(reverse("admin:list_table", args=unknown)).status_code == 404
