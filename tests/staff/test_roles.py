"""Roles are in code and belong to an office; somebody who leads one opportunity sees that one."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from intake.refusal import Refused
from people.actions import invite_staff
from people.models import OfficeRole, Person, User
from tests.staff.conftest import make_opportunity, make_shift, make_staff, signed_in
from volunteers.models import SignUp

Role = OfficeRole.Role


def test_a_role_holds_in_its_own_office_only(carla, office, other_office, opportunity):
    foreign = make_opportunity(other_office, "Plant trees")
    assert carla.has_perm("volunteers.change_opportunity", opportunity)
    assert not carla.has_perm("volunteers.change_opportunity", foreign)


def test_somebody_may_have_a_role_in_each_of_two_offices(carla, other_office):
    foreign = make_opportunity(other_office, "Plant trees")
    OfficeRole.objects.create(user=carla, office=other_office, role=Role.VIEWER)
    carla = User.objects.get(pk=carla.pk)
    assert carla.has_perm("volunteers.view_opportunity", foreign)
    assert not carla.has_perm("volunteers.change_opportunity", foreign)


def test_a_right_granted_beside_the_roles_does_not_count(carla):
    carla.user_permissions.add(*Permission.objects.filter(codename="delete_opportunity"))
    assert not User.objects.get(pk=carla.pk).has_perm("volunteers.delete_opportunity")


def test_only_the_main_offices_administrators_change_the_city(office, other_office):
    main = make_staff("ada@example.org", office, Role.ADMINISTRATOR)
    other = make_staff("otto@example.org", other_office, Role.ADMINISTRATOR)
    assert main.has_perm("places.change_city") and not other.has_perm("places.change_city")
    assert other.has_perm("people.change_office", other_office) and not other.has_perm("people.change_office", office)


def test_a_colleague_who_left_may_do_nothing(carla):
    User.objects.filter(pk=carla.pk).update(is_active=False)
    assert not User.objects.get(pk=carla.pk).has_perm("volunteers.view_opportunity")


def test_a_lead_sees_only_the_opportunity_they_lead(opportunity, venue, carla, office):
    make_opportunity(office, "Plant trees")
    lead = make_staff("lea@example.org")
    opportunity.leads.add(lead)
    shift = make_shift(opportunity, venue, by=carla)
    client = signed_in(lead)
    page = client.get(reverse("admin:volunteers_opportunity_changelist")).content.decode()
    assert "Pack food boxes" in page and "Plant trees" not in page
    assert client.get(reverse("admin:roster", args=[shift.pk])).status_code == 200
    assert client.get(reverse("admin:people_person_changelist")).status_code == 403


def test_a_lead_of_nothing_sees_nothing(opportunity):
    assert signed_in(make_staff("lea@example.org")).get(reverse("admin:volunteers_opportunity_changelist")).status_code == 403


def test_a_viewer_sees_names_but_no_way_to_reach_anybody(office, shift, vera):
    page = signed_in(make_staff("vi@example.org", office, Role.VIEWER)).get(reverse("admin:roster", args=[shift.pk])).content.decode()
    assert "Vera Lopez" in page and "vera@example.org" not in page and "tel:" not in page


def test_lists_show_own_records_only(carla, other_coordinator, office, other_office, opportunity, vera):
    make_opportunity(other_office, "Plant trees")
    Person.objects.create(office=other_office, name="Dan Trees", email="dan@example.org")
    mine, theirs = signed_in(carla), signed_in(other_coordinator)
    for name, own, foreign in [("volunteers_opportunity", "Pack food boxes", "Plant trees"), ("people_person", "Vera Lopez", "Dan Trees")]:
        url = reverse(f"admin:{name}_changelist")
        page, other_page = mine.get(url).content.decode(), theirs.get(url).content.decode()
        assert own in page and foreign not in page
        assert foreign in other_page and own not in other_page


def test_a_form_offers_no_record_of_another_office(carla, office, other_office):
    foreign = other_office.partners.create(name="Tree Friends")
    data = {
        "office": other_office.pk,
        "partner": foreign.pk,
        "title": "X",
        "summary": "Y",
        "kind": "shifts",
        "shifts-TOTAL_FORMS": 0,
        "shifts-INITIAL_FORMS": 0,
    }
    form = signed_in(carla).post(reverse("admin:volunteers_opportunity_add"), data).context["adminform"].form
    assert "office" in form.errors and "partner" in form.errors


def test_nobody_invites_to_an_office_that_is_not_theirs(office, other_office):
    boss = make_staff("otto@example.org", other_office, Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        invite_staff(email="nell@example.org", name="Nell", office=office, role="viewer", language="en", by=boss, now=timezone.now())
    assert not User.objects.filter(email="nell@example.org").exists()


def test_an_administrator_does_not_open_a_link_to_a_role_elsewhere(office, other_office):
    other_boss = make_staff("otto@example.org", other_office, Role.ADMINISTRATOR)
    assert signed_in(other_boss).get(reverse("admin:people_office_change", args=[office.pk])).status_code == 404


def test_an_administrator_helps_a_colleague_who_lost_the_phone(office, carla, other_coordinator):
    client = signed_in(make_staff("ada@example.org", office, Role.ADMINISTRATOR))
    assert "Take it away" in client.get(reverse("admin:people_user_change", args=[carla.pk])).content.decode()
    client.post(reverse("admin:reset_second_factor", args=[carla.pk]))
    client.post(reverse("admin:reset_second_factor", args=[other_coordinator.pk]))
    assert (carla.authenticator_set.count(), other_coordinator.authenticator_set.count()) == (0, 1)


def test_a_coordinator_does_not_change_colleagues(office, carla):
    other = make_staff("cora@example.org", office, Role.COORDINATOR)
    answer = signed_in(carla).post(reverse("admin:reset_second_factor", args=[other.pk]))
    assert (answer.status_code, other.authenticator_set.count()) == (403, 1)


def test_a_person_is_corrected_and_a_new_address_starts_unproved(carla, vera):
    person = vera.person
    Person.objects.filter(pk=person.pk).update(email_confirmed_at=timezone.now(), email_refused_at=timezone.now())
    data = {"name": "Vera López", "email": "vera.lopez@example.org", "phone": "617-555-0142", "channel": "email", "language": "es"}
    answer = signed_in(carla).post(reverse("admin:people_person_change", args=[person.pk]), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    person.refresh_from_db()
    assert (person.name, person.email, person.email_confirmed_at, person.email_refused_at) == ("Vera López", "vera.lopez@example.org", None, None)


def test_a_person_cannot_become_a_second_one_of_the_same_name_and_address(carla, vera, office):
    Person.objects.create(office=office, name="Dan", email="dan@example.org")
    data = {"name": "dan", "email": "dan@example.org", "channel": "email", "language": "en"}
    answer = signed_in(carla).post(reverse("admin:people_person_change", args=[vera.person_id]), data)
    assert answer.status_code == 200 and "We know somebody of this name" in answer.content.decode()


def test_an_administrator_is_offered_only_colleagues_for_a_role(office, carla, other_coordinator):
    boss = make_staff("ada@example.org", office, Role.ADMINISTRATOR)
    User.objects.create(email="resident@example.org")
    page = signed_in(boss).get(reverse("admin:people_office_change", args=[office.pk])).content.decode()
    assert "Carla" in page and "Paula" not in page and "resident@example.org" not in page


def test_notes_are_for_staff_who_may_call_people_of_that_office(office, other_office, vera):
    SignUp.objects.filter(pk=vera.pk).update(notes="A chair, please.")
    both = make_staff("both@example.org", office, "viewer")
    OfficeRole.objects.create(user=both, office=other_office, role="coordinator")
    page = signed_in(both).get(f"/admin/volunteers/signup/{vera.pk}/change/")
    assert page.status_code == 200 and "A chair" not in page.text
    OfficeRole.objects.filter(user=both, office=office).update(role="coordinator")
    assert "A chair" in signed_in(User.objects.get(pk=both.pk)).get(f"/admin/volunteers/signup/{vera.pk}/change/").text
