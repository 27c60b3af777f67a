"""The pages of handing over: one's own and a colleague's things, one opportunity to one person, a stand-in who sees what they need."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from people.models import Absence, OfficeRole, User
from tests.staff.conftest import make_opportunity, make_staff, signed_in

pytestmark = pytest.mark.django_db
Role = OfficeRole.Role


@pytest.fixture
def boss(office):
    return make_staff("ada@example.org", office, Role.ADMINISTRATOR)


@pytest.fixture
def nell(office):
    return make_staff("nell@example.org", office, Role.COORDINATOR)


def hand_over(client, giver, successor, note="Red box."):
    return client.post(reverse("admin:hand_over", args=[giver.pk]), {"successor": successor.pk, "note": note})


def test_a_colleague_hands_everything_over_with_a_note(opportunity, carla, nell):
    opportunity.leads.add(carla)
    client = signed_in(carla)
    assert "Pack food boxes" in client.get(reverse("admin:hand_over_own")).text
    answer = client.post(reverse("admin:hand_over_own"), {"successor": nell.pk, "note": "Red box."}, follow=True)
    assert "1 thing is in the hands of Nell now." in answer.text
    assert list(opportunity.leads.all()) == [nell]
    assert "Red box." in Message.objects.get(to="nell@example.org").values["text"]
    assert client.post(reverse("admin:hand_over_own"), {"successor": nell.pk}).status_code == 422


def test_nobody_leaves_before_it_is_handed_over_and_the_page_is_one_click_away(opportunity, carla, nell, boss):
    opportunity.leads.add(carla)
    client, page = signed_in(boss), reverse("admin:people_user_change", args=[carla.pk])
    door = reverse("admin:hand_over", args=[carla.pk])
    refused = client.post(page, {"name": "Carla"})
    assert refused.status_code == 200 and "still looks after: Pack food boxes" in refused.text and f'href="{door}"' in refused.text
    assert User.objects.get(pk=carla.pk).is_active
    assert hand_over(client, carla, nell)["Location"] == page
    client.post(page, {"name": "Carla"})
    assert not User.objects.get(pk=carla.pk).is_active


def roles_form(office, role, /, **row):
    values = {"id": role.pk, "office": office.pk, "user": role.user_id, "role": role.role, **row}
    words = "languages-translation-content_type-object_id"
    translations = {f"{words}-{name}_FORMS": number for name, number in [("TOTAL", 0), ("INITIAL", 0), ("MIN_NUM", 0), ("MAX_NUM", 1000)]}
    plain = {"name": office.name, "phone": "617-555-0100", "phone_hours": "Weekdays", "email": office.email, "address": "1 Square", "relay": "711"}
    return {
        **plain, **translations, "slug": office.slug, "places_per_address": 6, "places_per_group": 20, "opens": "09:00", "closes": "17:00", "help_text": "",
        "roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 1, "roles-MIN_NUM_FORMS": 0, "roles-MAX_NUM_FORMS": 1000, **{f"roles-0-{name}": value for name, value in row.items() | values.items()},
    }  # fmt: skip


@pytest.mark.parametrize("how", ["delete", "give to somebody else"])
def test_a_role_is_not_taken_from_who_still_looks_after_something(opportunity, carla, nell, boss, office, how):
    opportunity.leads.add(carla)
    OfficeRole.objects.filter(user__in=[boss, nell]).delete()
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    role = OfficeRole.objects.get(user=carla)
    row = {"DELETE": "on"} if how == "delete" else {"user": nell.pk}
    client, page = signed_in(User.objects.get(pk=boss.pk)), reverse("admin:people_office_change", args=[office.pk])
    refused = client.post(page, roles_form(office, role, **row))
    assert refused.status_code == 200 and "still looks after" in refused.text
    assert OfficeRole.objects.get().user == carla
    hand_over(client, carla, nell)
    answer = client.post(page, roles_form(office, role, **row))
    assert answer.status_code == 302, answer.context["errors"]
    assert not OfficeRole.objects.filter(user=carla).exists()


def leave(client, user):
    return client.post(reverse("admin:people_user_change", args=[user.pk]), {"name": user.name})


def test_the_last_who_lets_colleagues_in_stays_until_there_is_another(carla, boss):
    client = signed_in(boss)
    assert "Nobody would be left who lets colleagues in" in leave(client, boss).text
    OfficeRole.objects.filter(user=carla).update(role=Role.ADMINISTRATOR)
    assert leave(client, boss).status_code == 302
    assert set(User.objects.filter(is_active=True)) == {carla}


def test_an_owner_who_can_sign_in_is_enough_and_one_who_cannot_is_not(office, boss):
    owner, client = make_staff("nora@example.org", is_superuser=True, is_active=False), signed_in(boss)
    assert leave(client, boss).status_code == 200
    User.objects.filter(pk=owner.pk).update(is_active=True)
    assert leave(client, boss).status_code == 302


@pytest.mark.parametrize("row", [{"DELETE": "on"}, {"role": Role.VIEWER}])
def test_the_role_of_the_last_administrator_is_not_taken(office, other_office, boss, row):
    make_staff("paul@example.org", other_office, Role.ADMINISTRATOR)
    client, page = signed_in(boss), reverse("admin:people_office_change", args=[office.pk])
    assert "Nobody would be left" in client.post(page, roles_form(office, OfficeRole.objects.get(user=boss), **row)).text
    invited = {"email": boss.email, "name": "Ada", "office": office.pk, "role": Role.VIEWER, "language": "en"}
    assert "Nobody would be left" in client.post("/admin/set-up/staff/", invited).text
    assert OfficeRole.objects.get(user=boss).role == Role.ADMINISTRATOR
    make_staff("nora@example.org", is_superuser=True)
    assert client.post(page, roles_form(office, OfficeRole.objects.get(user=boss), **row)).status_code == 302


def test_a_coordinator_hands_over_for_a_colleague_of_the_own_office_only(opportunity, carla, nell, other_coordinator, other_office):
    opportunity.leads.add(carla)
    elsewhere = signed_in(other_coordinator)
    assert [elsewhere.get(reverse("admin:hand_over", args=[carla.pk])).status_code, hand_over(elsewhere, carla, other_coordinator).status_code] == [404, 404]
    make_opportunity(other_office, "Plant trees").leads.add(carla)
    assert hand_over(signed_in(nell), carla, nell).status_code == 404  # a part of it is not theirs to pass on
    assert set(opportunity.leads.all()) == {carla}


def test_a_receiver_of_another_office_is_not_offered(opportunity, carla, other_coordinator):
    opportunity.leads.add(carla)
    answer = hand_over(signed_in(carla), carla, other_coordinator)
    assert answer.status_code == 422 and "Choose a colleague." in answer.text


# --- Away --------------------------------------------------------------------------------------------------------------------------


def test_a_stand_in_sees_what_the_other_leads_and_only_for_so_long(opportunity, shift, carla, boss):
    lead, helper = make_staff("lea@example.org"), make_staff("hal@example.org")
    opportunity.leads.add(lead)
    roster = reverse("admin:roster", args=[shift.pk])
    assert signed_in(helper).get(roster).status_code == 403
    Absence.objects.create(user=lead, stand_in=helper, until=timezone.localdate(), said_at=timezone.now())
    assert signed_in(helper).get(roster).status_code == 200
    Absence.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert signed_in(helper).get(roster).status_code == 403


def test_being_away_is_said_changed_and_ended_on_the_page(carla, nell):
    client, door = signed_in(carla), reverse("admin:away", args=[carla.pk])
    until = timezone.localdate() + timedelta(days=5)
    for wrong, sentence in [
        ({"until": until}, "Choose a colleague."),
        ({"stand_in": nell.pk, "until": "x"}, "Enter the day."),
        ({"stand_in": nell.pk, "until": "2020-01-01"}, "within a year"),
    ]:
        answer = client.post(door, wrong)
        assert answer.status_code == 422 and sentence in answer.text
    assert "stands in." in client.post(door, {"stand_in": nell.pk, "until": until}, follow=True).text
    assert Absence.objects.get().said_by == carla
    assert "is here again" in client.post(reverse("admin:back", args=[carla.pk]), follow=True).text
    assert not Absence.objects.exists()


def test_another_office_sends_nobody_away(carla, nell, other_coordinator):
    client = signed_in(other_coordinator)
    assert [client.get(reverse("admin:away", args=[carla.pk])).status_code, client.post(reverse("admin:back", args=[carla.pk])).status_code] == [404, 404]


# --- One opportunity to one person --------------------------------------------------------------------------------------------------


def give(client, opportunity, **typed):
    return client.post(reverse("admin:give_lead", args=[opportunity.pk]), {"name": "Lena", "email": "lena@example.org", "note": "", **typed})


def test_somebody_new_gets_an_account_that_opens_this_and_nothing_else(opportunity, shift, office, carla):
    make_opportunity(office, "Plant trees")
    opportunity.leads.add(carla)
    assert give(signed_in(carla), opportunity, note="The key is with me.", instead="on").status_code == 302
    lena = User.objects.get(email="lena@example.org")
    assert (list(opportunity.leads.all()), lena.is_staff, lena.office_roles.count()) == ([lena], True, 0)
    text = Message.objects.get(to="lena@example.org").values["text"]
    assert "The key is with me." in text and "/accounts/password/reset/key/" in text and "Pack food boxes" in text
    seen = signed_in(make_factor(lena))
    assert seen.get(reverse("admin:roster", args=[shift.pk])).status_code == 200
    assert "Plant trees" not in seen.get("/admin/volunteers/opportunity/").text
    assert [seen.get(door).status_code for door in ("/admin/people/person/", "/admin/desk/duplicates/", "/admin/set-up/")] == [403, 403, 403]


def make_factor(user):
    other = make_staff("factor@example.org")
    other.authenticator_set.update(user=user)
    return user


def test_pressing_twice_writes_once(opportunity, carla):
    client = signed_in(carla)
    for _turn in range(2):
        assert give(client, opportunity).status_code == 302
    assert Message.objects.filter(to="lena@example.org").count() == 1


def test_a_lead_passes_it_to_a_colleague_but_lets_nobody_new_in(opportunity, carla):
    lead = make_staff("lea@example.org")
    other = make_staff("hal@example.org")
    opportunity.leads.add(lead, other)
    client = signed_in(lead)
    refused = give(client, opportunity)
    assert refused.status_code == 422 and "Only the office can let somebody new in." in refused.text
    assert not User.objects.filter(email="lena@example.org").exists()
    answer = give(client, opportunity, email="carla@example.org", name="Carla", instead="on")
    assert (answer["Location"], set(opportunity.leads.all())) == (reverse("admin:index"), {carla, other})


def test_an_account_that_was_closed_is_not_opened_again_this_way(opportunity, carla):
    User.objects.create(email="lena@example.org", is_staff=True, is_active=False)
    refused = give(signed_in(carla), opportunity)
    assert refused.status_code == 422 and "may not sign in any more" in refused.text


def test_what_is_over_is_given_to_nobody(opportunity, carla):
    opportunity.state = "cancelled"
    opportunity.save()
    assert "nothing left to lead" in give(signed_in(carla), opportunity).text


def test_what_nobody_looks_after_is_listed_for_the_own_office(opportunity, other_office, carla):
    make_opportunity(other_office, "Plant trees")
    page = signed_in(carla).get(reverse("admin:without_owner")).text
    assert "Pack food boxes" in page and "Plant trees" not in page
    opportunity.leads.add(carla)
    assert "Everything that goes on has somebody" in signed_in(carla).get(reverse("admin:without_owner")).text
