"""Letters of service on the desk: issued for a person of one's own office, printed, withdrawn."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import OfficeRole, Person
from tests.staff.conftest import make_staff, signed_in
from volunteers.actions import hours
from volunteers.actions.hours import Work
from volunteers.models import Recognition, ServiceLetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(vera, carla, opportunity):
    hours.record(opportunity=opportunity, person=vera.person, work=Work(timezone.localdate(), 90), by=carla, now=timezone.now())
    return vera.person


def issue(client, person, **typed):
    today = f"{timezone.localdate()}"
    return client.post(reverse("admin:issue_service_letter", args=[person.pk]), {"first_day": today, "last_day": today, **typed})


def test_staff_issue_a_letter_from_the_page_of_a_person_and_print_it(worked, carla):
    client = signed_in(carla)
    door = reverse("admin:issue_service_letter", args=[worked.pk])
    assert door in client.get(reverse("admin:people_person_change", args=[worked.pk])).text
    assert "Counted so far: 1 hour 30 minutes" in client.get(door).text
    answer = issue(client, worked)
    letter = ServiceLetter.objects.get()
    assert (answer["Location"], letter.issued_by) == (reverse("admin:service_letter", args=[letter.pk]), carla)
    page = client.get(answer["Location"]).text
    assert "Vera Lopez" in page and letter.printed_code in page and "Office of Service" in page


def test_what_cannot_be_confirmed_is_said_beside_the_field(worked, carla):
    for typed, sentence in [({"first_day": ""}, "Enter the day."), ({"first_day": "2020-01-01", "last_day": "2020-01-01"}, "nothing to confirm")]:
        answer = issue(signed_in(carla), worked, **typed)
        assert answer.status_code == 422 and sentence in answer.text
    assert ServiceLetter.objects.count() == 0


def test_staff_withdraw_a_letter_once(worked, carla):
    client = signed_in(carla)
    issue(client, worked)
    letter = ServiceLetter.objects.get()
    page = reverse("admin:volunteers_serviceletter_change", args=[letter.pk])
    assert "do not confirm it any more" in client.get(page).text
    for _turn in range(2):
        assert client.post(reverse("admin:revoke_service_letter", args=[letter.pk]))["Location"] == page
    letter.refresh_from_db()
    assert letter.revoked_by == carla and "do not confirm it any more" not in client.get(page).text


def test_another_office_a_viewer_and_a_lead_issue_and_withdraw_nothing(worked, carla, other_coordinator, office, opportunity):
    issue(signed_in(carla), worked)
    letter = ServiceLetter.objects.get()
    lead = make_staff("lee@example.org")
    opportunity.leads.add(lead)
    for user, status in [(other_coordinator, 404), (make_staff("vi@example.org", office, OfficeRole.Role.VIEWER), 403), (lead, 403)]:
        client = signed_in(user)
        assert issue(client, worked, with_days="on").status_code == status
        assert client.get(reverse("admin:service_letter", args=[letter.pk])).status_code == status
        assert client.post(reverse("admin:revoke_service_letter", args=[letter.pk])).status_code == status
    letter.refresh_from_db()
    assert (letter.revoked_at, ServiceLetter.objects.count()) == (None, 1)


def test_letters_and_milestones_are_listed_for_the_own_office(worked, carla, other_coordinator):
    issue(signed_in(carla), worked)
    Recognition.objects.create(person=worked, milestone=10, reached_on=timezone.localdate())
    letter = ServiceLetter.objects.get()
    for address, said in [
        ("serviceletter/?q=Vera", letter.printed_code),
        (f"serviceletter/?q={letter.code}", "1 hour 30 minutes"),
        ("recognition/", "10 hours"),
    ]:
        assert said in signed_in(carla).get(f"/admin/volunteers/{address}").text
        assert said not in signed_in(other_coordinator).get(f"/admin/volunteers/{address}").text


def test_who_is_known_for_one_sensitive_event_only_has_no_page_for_a_letter(worked, carla):
    client, door = signed_in(carla), reverse("admin:issue_service_letter", args=[worked.pk])
    assert client.get(door).status_code == 200
    Person.objects.filter(pk=worked.pk).update(apart="events.event:1")
    assert client.get(door).status_code == issue(client, worked).status_code == 404
