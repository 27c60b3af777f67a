"""The pages of people who may be one: what is suggested and why, side by side, merged, told apart; and who may."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from people import duplicates, merging
from people.models import OfficeRole, Person, TwoPeople
from places.models import Neighborhood
from tests.staff.conftest import enter, make_staff, signed_in
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db


def person(office, name, email="", **more):
    return Person.objects.create(office=office, name=name, email=email, **more)


def pairs(office):
    return {(pair.first.name, pair.second.name): pair for pair in duplicates.among([office.pk]).pairs}


@pytest.fixture
def both(office):
    return person(office, "Vera Lopez", "vera@example.org"), person(office, "Vera López", "vera@example.org", phone="+16175550143")


def page_of(both):
    return reverse("admin:merge_people", args=[both[0].pk]) + f"?other={both[1].pk}"


def press(client, both, **typed):
    return client.post(reverse("admin:merge_people", args=[both[0].pk]), {"other": both[1].pk, "name": "kept", "phone": "gone", **typed})


# --- What is suggested ----------------------------------------------------------------------------------------------------------


def test_who_shares_an_address_a_number_or_a_name_is_suggested_with_the_reason(office):
    downtown = Neighborhood.objects.create(name="Downtown", slug="downtown")
    person(office, "Ana Silva", "ana@example.org")
    person(office, "Ana Silwa", "ana@example.org")
    person(office, "Bob Reed", phone="+16175550144")
    person(office, "Robert Reed", "bob@example.org", phone="+16175550144")
    person(office, "Chi Nguyen", "chi@example.org")
    person(office, "chi  nguyen", "c@example.org")
    person(office, "Katherine Okafor", "kat@example.org", neighborhood=downtown)
    person(office, "Katharine Okafor", "k@example.org", neighborhood=downtown)
    found = {names: set(pair.reasons) for names, pair in pairs(office).items()}
    assert found == {
        ("Ana Silva", "Ana Silwa"): {"names spelled alike", "the same email address"},
        ("Bob Reed", "Robert Reed"): {"the same phone number"},
        ("Chi Nguyen", "chi  nguyen"): {"the same name"},
        ("Katherine Okafor", "Katharine Okafor"): {"names spelled alike", "the same neighborhood"},
    }


def test_who_only_lives_elsewhere_or_in_another_office_is_not_suggested(office, other_office):
    here, there = (Neighborhood.objects.create(name=name, slug=name) for name in ("here", "there"))
    person(office, "Kim Lee", "kim@example.org", neighborhood=here)
    person(office, "Kim Lee", "lee@example.org", neighborhood=there)
    person(office, "Kim Leo", "leo@example.org")
    person(other_office, "Kim Lee", "kim@example.org", neighborhood=here)
    assert pairs(office) == {}


def test_a_family_with_one_address_stands_below_and_is_called_one(office):
    person(office, "Ana Silva", "silva@example.org")
    person(office, "Rui Costa", "silva@example.org")
    person(office, "Dan Oak", "dan@example.org")
    person(office, "Dan Oak", "d@example.org", phone="+16175550142")
    found = duplicates.among([office.pk]).pairs
    assert [(pair.second.name, pair.is_family) for pair in found] == [("Dan Oak", False), ("Rui Costa", True)]


def test_the_list_takes_as_many_queries_for_many_pairs_as_for_one(office, django_assert_max_num_queries):
    for number in range(8):
        person(office, f"Ana {number} Silva", "ana@example.org")
    with django_assert_max_num_queries(6):
        assert len(duplicates.among([office.pk]).pairs) == 28


def test_the_next_page_goes_on_where_this_one_ends(office, monkeypatch):
    monkeypatch.setattr(duplicates, "LOOKED_AT", 2)
    for name in ("Ana", "Ana", "Bob", "Bob"):
        person(office, name, phone=f"+1617555010{Person.objects.count()}")
    first = duplicates.among([office.pk])
    second = duplicates.among([office.pk], before=first.before)
    assert ([p.first.name for p in first.pairs], [p.first.name for p in second.pairs], second.before) == (["Bob"], ["Ana"], None)


def test_names_alike_are_found_by_the_index(office):
    downtown = Neighborhood.objects.create(name="Downtown", slug="downtown")
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, neighborhood_id, created_at, active_at)
            SELECT %s, 'x', md5(n::text), n || '@example.org', '', '', 'email', 'en', %s, now(), now() FROM generate_series(1, 20000) n""",
            [office.pk, downtown.pk],
        )
        cursor.execute("SELECT gin_clean_pending_list('person_like_name')")
        cursor.execute("ANALYZE people_person")
        cursor.execute("EXPLAIN SELECT id FROM people_person WHERE name_key % 'veralopez' AND neighborhood_id IS NOT NULL")
        assert "person_like_name" in str(cursor.fetchall())


# --- The pages -------------------------------------------------------------------------------------------------------------------


def test_a_coordinator_sees_both_side_by_side_and_merges_them(both, role, carla):
    first, second = both
    enter(role, "Vera López", by=carla, email="vera@example.org")
    client = signed_in(carla)
    listed = client.get(reverse("admin:duplicates")).text
    assert page_of(both) in listed and "names spelled alike" in listed
    page = client.get(page_of(both)).text
    assert "617-555-0143" in page and "1, 1 of them to come" in page and "cannot be undone" in page
    answer = press(client, both)
    assert answer["Location"] == reverse("admin:people_person_change", args=[first.pk])
    first.refresh_from_db()
    assert (first.name, str(first.phone), SignUp.objects.get().person) == ("Vera Lopez", "+16175550143", first)
    change = first.changes.order_by("-pgh_id").first()
    assert change.pgh_context["user"] == carla.pk


def test_pressing_twice_merges_once_and_says_so_twice(both, carla):
    client = signed_in(carla)
    assert [press(client, both)["Location"] for _turn in range(2)] == [reverse("admin:people_person_change", args=[both[0].pk])] * 2


def test_the_page_of_who_is_gone_leads_to_who_they_are(both, carla, other_coordinator):
    press(signed_in(carla), both)
    gone = reverse("admin:people_person_change", args=[both[1].pk])
    assert signed_in(carla).get(gone)["Location"] == reverse("admin:people_person_change", args=[both[0].pk])
    assert signed_in(other_coordinator).get(gone).status_code == 404
    assert reverse("admin:people_person_change", args=[both[1].pk]) not in signed_in(carla).get("/admin/people/person/").text


def test_a_shift_on_which_both_are_is_asked_about_beside_the_field(both, role, carla):
    for one in both:
        enter(role, one.name, by=carla, email=one.email)
    client = signed_in(carla)
    assert "Which sign-up stays?" in client.get(page_of(both)).text
    refused = press(client, both)
    assert refused.status_code == 422 and "Choose which one stays." in refused.text
    assert press(client, both, **{f"shift-{role.shift_id}": "gone"}).status_code == 302
    assert SignUp.objects.live().count() == 1


def test_two_people_are_not_suggested_again(both, carla):
    client = signed_in(carla)
    client.post(reverse("admin:two_people", args=[both[1].pk]), {"other": both[0].pk})
    client.post(reverse("admin:two_people", args=[both[0].pk]), {"other": both[1].pk})
    assert [(said.first, said.second, said.said_by) for said in TwoPeople.objects.all()] == [(*both, carla)]
    assert "We found nobody twice here." in client.get(reverse("admin:duplicates")).text


@pytest.mark.parametrize("wrong", ["", "x", "-1", "0", "99999999999999999999", "987654321"])
def test_a_pair_with_nobody_is_a_plain_404(both, carla, wrong):
    door = reverse("admin:merge_people", args=[both[0].pk])
    client = signed_in(carla)
    assert [client.get(door, {"other": wrong}).status_code, client.post(door, {"other": wrong}).status_code] == [404, 404]


def test_why_a_pair_cannot_be_merged_is_said_in_a_sentence(both, carla):
    first, second = both
    client = signed_in(carla)
    same = client.get(page_of((first, first)))
    assert same.status_code == 422 and "one and the same record" in same.text
    Person.objects.filter(pk=second.pk).update(user=carla)
    assert "is a colleague who signs in here" in client.get(page_of(both)).text
    Person.objects.filter(pk=second.pk).update(user=None, forgotten_at=timezone.now())
    assert "asked us to forget them" in client.get(page_of(both)).text


def test_the_superuser_of_all_offices_is_told_that_two_offices_keep_their_own_records(both, other_office, carla):
    carla.is_superuser = True
    carla.save()
    other = person(other_office, "Vera Lopez", "vera@example.org")
    assert "known in different offices" in signed_in(carla).get(page_of((both[0], other))).text


def test_somebody_is_looked_for_by_name_address_or_number(both, office, carla):
    dan = person(office, "Dan Oak", "dan@example.org", phone="+16175550177")
    door, client = reverse("admin:like_person", args=[both[0].pk]), signed_in(carla)
    assert page_of(both) in client.get(door).text
    for wanted in ("oak", "DAN@example.org", "617-555-0177"):
        assert f"?other={dan.pk}" in client.get(door, {"q": wanted}).text, wanted
    assert "Nobody in this office fits that." in client.get(door, {"q": "zzz"}).text
    assert client.get(door, {"q": "x" * 200}).status_code == 422


def test_another_office_a_viewer_and_a_lead_merge_nobody(both, office, other_coordinator, opportunity):
    lead = make_staff("lee@example.org")
    opportunity.leads.add(lead)
    for user, status in [(other_coordinator, 404), (make_staff("vi@example.org", office, OfficeRole.Role.VIEWER), 403), (lead, 403)]:
        client = signed_in(user)
        assert (client.get(page_of(both)).status_code, press(client, both).status_code) == (status, status)
    assert merging.merge(kept=both[0], gone=both[1], by=None, now=timezone.now()).pk == both[0].pk  # nothing had happened before


def test_people_who_gave_no_name_are_not_all_one(office):
    for number in range(3):
        person(office, "", f"reader{number}@example.org")
    person(office, "Ana", "reader0@example.org")
    found = pairs(office)
    assert list(found) == [("", "Ana")] and (found["", "Ana"].reasons, found["", "Ana"].is_family) == (["the same email address"], False)
