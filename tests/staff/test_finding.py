"""Staff look for people and sign-ups by any part of a name, address or number; long lists are counted no further than anybody pages."""

import pytest
from django.db import connection
from django.urls import reverse

from intake.admin import CappedPaginator
from people.models import Person
from tests.staff.conftest import enter, make_opportunity, make_shift, signed_in
from volunteers import finding
from volunteers.models import SignUp


def found(client, name, typed):
    answer = client.get(reverse(f"admin:{name}_changelist"), {"q": typed})
    assert answer.status_code == 200
    return answer


PARTS = ["vera", "LOPEZ", "era lop", "Vera Lopez", "vera@", "vera@example.org", "617-555-0142", "(617) 555-0142", "+1 617 555 0142", "5550142", '"Vera Lopez"']


@pytest.mark.parametrize("typed", PARTS)
def test_a_person_is_found_by_any_part_of_what_is_known(carla, vera, typed):
    Person.objects.create(office=vera.person.office, name="Dan Donor", email="dan@example.org", phone="+16175550199")
    page = found(signed_in(carla), "people_person", typed).text
    assert "Vera Lopez" in page and "Dan Donor" not in page


@pytest.mark.parametrize("typed", [*PARTS, "vera food", "boxes lopez"])
@pytest.mark.parametrize("rare", [finding.RARE, 0])
def test_a_sign_up_is_found_the_same_whether_the_word_is_rare_or_common(carla, vera, office, venue, typed, rare, monkeypatch):
    monkeypatch.setattr(finding, "RARE", rare)
    other = make_shift(make_opportunity(office, "Plant trees"), venue, by=carla).roles.get()
    enter(other, "Dan Donor", by=carla, phone="+16175550199")
    page = found(signed_in(carla), "volunteers_signup", typed)
    assert [one.person.name for one in page.context["cl"].result_list] == ["Vera Lopez"]


@pytest.mark.parametrize("typed", ["nobody", "vera trees", "%", "\\", "'", '"', "_____________________________"])
def test_what_is_not_there_is_not_found(carla, vera, typed):
    assert len(found(signed_in(carla), "volunteers_signup", typed).context["cl"].result_list) == 0


def test_nobody_of_another_office_is_found(other_coordinator, vera):
    for name in ("people_person", "volunteers_signup"):
        assert "Vera" not in found(signed_in(other_coordinator), name, "vera").text.replace('value="vera"', "")


def test_people_are_looked_up_in_the_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "person_search" in Person.objects.matching("lopez").explain()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX person_search")
    assert "person_search" not in Person.objects.matching("lopez").explain()


def test_a_list_longer_than_anybody_pages_says_so(carla, vera, monkeypatch):
    monkeypatch.setattr("intake.admin.MOST_COUNTED", 1)
    page = signed_in(carla).get(reverse("admin:volunteers_signup_changelist"))
    assert "more than" not in page.text
    SignUp.objects.filter(pk=vera.pk).update(state="cancelled")
    enter(vera.shift_role, "Dan Donor", by=carla, phone="+16175550199")
    page = signed_in(carla).get(reverse("admin:volunteers_signup_changelist"))
    assert page.context["cl"].result_count == 1 and "more than 1" in page.text


def test_counting_stops_at_the_last_page_anybody_reads(django_assert_num_queries, vera):
    with django_assert_num_queries(1) as asked:
        assert CappedPaginator(SignUp.objects.order_by("pk"), 50).count == 1
    assert "LIMIT" in asked[0]["sql"]
