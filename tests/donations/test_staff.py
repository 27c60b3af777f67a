"""Drives as staff have them: who sees which, who hands them on, what two records of one donor become, and who changed what."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Arrangement, Donation, DonationLine, Drive, DropOffLocation, LocationHours, Need
from people.models import OfficeRole, Person, User
from people.owning import open_things
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
Role = OfficeRole.Role
LISTS = ("donations_drive", "donations_need", "donations_dropofflocation")


@pytest.fixture
def drive(office):
    return goods.drive(office=office, title="Back to School", contact_name="Carla", contact_email="carla@example.org")


@pytest.fixture
def lead(drive):
    lead = make_staff("lea@example.org")
    drive.leads.add(lead)
    return lead


def dan(office, name="Dan", **more):
    return makers.person(name, f"{name.lower()}@example.org", office=office, **more)


def page(user, record, act="change"):
    return signed_in(user).get(reverse(f"admin:donations_{record._meta.model_name}_{act}", args=[record.pk]))


def test_a_lead_sees_their_own_drive_and_what_is_in_it_and_changes_its_locations(drive, lead, office):
    other = goods.drive(office=office, title="Winter Coats")
    own, foreign = (goods.need(drive), goods.location(drive)), (goods.need(other), goods.location(other, venue=makers.venue(name="Elsewhere")))
    for name in LISTS:
        text = signed_in(lead).get(reverse(f"admin:{name}_changelist")).text
        assert "Back to School" in text and "Winter Coats" not in text
    assert [page(lead, one).status_code for one in (drive, *own)] == [200] * 3
    assert [page(lead, one).status_code for one in (other, *foreign)] == [404] * 3
    assert 'name="hours"' in page(lead, own[1]).text and 'name="_save"' not in page(lead, drive).text
    assert signed_in(lead).post(reverse("admin:donations_drive_change", args=[drive.pk]), {"title": "Mine"}).status_code == 403


def test_a_viewer_reads_a_drive_and_changes_nothing(drive, office):
    viewer = make_staff("vi@example.org", office, Role.VIEWER)
    need, at = goods.need(drive), goods.location(drive)
    for one in (drive, need, at):
        answer = page(viewer, one)
        assert answer.status_code == 200 and 'name="_save"' not in answer.text
        assert signed_in(viewer).post(reverse(f"admin:donations_{one._meta.model_name}_change", args=[one.pk]), {}).status_code == 403
    assert "Mon–Sun 9 a.m.–6 p.m." in page(viewer, drive).text and "Mon–Sun 9 a.m.–6 p.m." in page(viewer, at).text


def test_a_caller_opens_no_drive(drive, office):
    assert page(make_staff("cal@example.org", office, Role.CALLER), drive).status_code == 403


def test_another_offices_coordinator_finds_nothing(drive, other_coordinator):
    need, at = goods.need(drive), goods.location(drive)
    assert [page(other_coordinator, one).status_code for one in (drive, need, at)] == [404] * 3


def test_a_drive_is_handed_to_a_colleague_with_its_arrangements(drive, carla, office):
    nell = make_staff("nell@example.org", office, Role.COORDINATOR)
    drive.leads.add(carla)
    gift = Arrangement.objects.create(drive=drive, kind="large_gift", person=dan(office), state="asked", reply_by=timezone.localdate(), owner=carla)
    answer = signed_in(carla).post(reverse("admin:hand_over_own"), {"successor": nell.pk, "note": "Red box."}, follow=True)
    assert "2 things are in the hands of Nell now." in answer.text
    gift.refresh_from_db()
    drive.refresh_from_db()
    assert (list(drive.leads.all()), gift.owner, drive.contact_email) == ([nell], nell, "nell@example.org")


def test_where_a_colleague_is_the_contact_the_successor_becomes_it(drive, carla, office):
    nell = make_staff("nell@example.org", office, Role.COORDINATOR)
    signed_in(carla).post(reverse("admin:hand_over_own"), {"successor": nell.pk, "note": ""})
    drive.refresh_from_db()
    assert (drive.contact_name, drive.contact_email, drive.contact_phone) == ("Nell", "nell@example.org", "")
    assert open_things(User.objects.get(pk=carla.pk)) == []


def test_two_records_of_one_donor_become_one_with_all_they_gave(drive, carla, office):
    need, at = goods.need(drive), goods.location(drive)
    kept, gone = dan(office), dan(office, "Danny")
    pledge = goods.pledge({need: 3}, who=gone)
    donation = Donation.objects.create(drive=drive, location=at, source="walk_in", person=gone, received_at=timezone.now())
    DonationLine.objects.create(donation=donation, need=need, quantity=2)
    pick_up = goods.pick_up(drive, who=gone)
    gift = Arrangement.objects.create(drive=drive, kind="box", person=gone, state="asked", reply_by=timezone.localdate())
    url = reverse("admin:merge_people", args=[kept.pk])
    signed_in(carla).post(url, {"other": gone.pk, "name": "kept", "email": "kept"})
    for record in (pledge, donation, pick_up, gift):
        record.refresh_from_db()
        assert record.person_id == kept.pk
    assert (Need.objects.get().taken, Need.objects.get().received) == (3, 2)


def test_the_history_of_a_drive_says_who_changed_what_and_no_contact(drive, carla, office):
    url = reverse("admin:donations_drive_history", args=[drive.pk])
    drive.leads.add(carla)
    Drive.objects.filter(pk=drive.pk).update(contact_phone="+16175550199", reply_days=5)
    answer = signed_in(carla).get(url)
    told = [field for step in answer.context["steps"] for field in step.fields]
    assert ("We reply within (days)", "3", "5") in told and ("Contact phone", "•••", "•••") in told and any(after == "Carla" for _label, _before, after in told)
    assert "5550199" not in answer.text
    kept = json.dumps(list(drive.changes.values()), default=str)
    assert "5550199" not in kept and "carla@example.org" not in kept


def test_hours_leave_a_trace_when_they_change(drive):
    at = goods.location(drive)
    LocationHours.objects.filter(location=at, weekday=0).delete()
    labels = LocationHours.pgh_event_model.objects.filter(weekday=0, location_id=at.pk).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_a_lead_of_a_drive_that_was_taken_away_sees_nothing_any_more(drive, lead):
    drive.leads.clear()
    assert page(User.objects.get(pk=lead.pk), drive).status_code == 403


def test_lists_leave_as_tables_with_their_own_rows(drive, carla, other_office):
    goods.need(drive, name="Notebooks")
    foreign = goods.drive(office=other_office)
    goods.need(foreign, name="Trees")
    goods.location(drive)
    for model, own in [("drive", "Back to School"), ("need", "Notebooks"), ("dropofflocation", "Grove Hall Library")]:
        answer = signed_in(carla).get(reverse("admin:list_table", args=["donations", model, "csv"]))
        text = b"".join(answer.streaming_content).decode()
        assert own in text and "Trees" not in text and "<a" not in text


def test_the_list_of_needs_costs_the_same_for_one_row_and_for_many(drive, carla, django_assert_max_num_queries):
    client = signed_in(carla)
    urls = [reverse(f"admin:{name}_changelist") for name in LISTS]
    goods.need(drive), goods.location(drive)
    costs = []
    for url in urls:
        client.get(url)
        with django_assert_max_num_queries(30) as asked:
            client.get(url)
        costs.append(len(asked))
    for number in range(4):
        more = goods.drive(office=drive.office, closes=timezone.now() + timedelta(days=900))
        goods.need(more), goods.location(more, venue=makers.venue(name=f"Hall {number}"))
    for url, cost in zip(urls, costs, strict=True):
        with django_assert_max_num_queries(cost + 0):
            client.get(url)
    assert DropOffLocation.objects.count() == 5 and Person.objects.count() == 0
