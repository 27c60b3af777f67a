"""Everything of a drive leaves as a table, safe for spreadsheets, for those who may take it; and last year's donors."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from donations.exports import KINDS
from donations.models import Appointment, Correction, Donation, DonationLine, DropOffWindow, HandOver, HandOverLine, TurnedAway
from people.models import OfficeRole, PartnerOrganization, Person
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
Role = OfficeRole.Role


@pytest.fixture
def drive(office):
    now = timezone.now()
    return goods.drive(office=office, opens=now - timedelta(days=10), closes=now + timedelta(days=10))


@pytest.fixture
def full_drive(drive, office, carla):
    """One of everything; a donor whose organization would be a formula."""
    need, at = goods.need(drive, name="Notebooks"), goods.location(drive)
    dan = makers.person("Dan", "dan@example.org", office=office, phone="+16175550142")
    pledge = goods.pledge({need: 30}, who=dan, organization="=HYPERLINK(1)", location=at)
    donation = Donation.objects.create(drive=drive, location=at, source="pledge", pledge=pledge, person=dan, received_at=timezone.now())
    DonationLine.objects.create(donation=donation, need=need, quantity=20, unusable=2, pledge_line=pledge.lines.get())
    partner = PartnerOrganization.objects.create(office=office, name="Partners for Schools")
    HandOverLine.objects.create(
        hand_over=HandOver.objects.create(drive=drive, partner=partner, location=at, at=timezone.now(), by=carla), need=need, quantity=5
    )
    Correction.objects.create(location=at, need=need, kind="lost", change=-1, reason="Wet", at=timezone.now(), by=carla)
    TurnedAway.objects.create(location=at, reason="full", what="A sofa", at=timezone.now())
    goods.pick_up(drive, who=dan)
    window = goods.run(drive, driver=carla_as_driver(office), to=at).windows.get()
    goods.pick_up(drive, who=dan, state="cancelled", window=window)
    goods.pick_up(drive, who=dan, state="assigned", window=window, address="99 Meridian St", order=1)
    _hours_and_appointments(at, pledge)
    return drive


def carla_as_driver(office):
    return makers.person("Dora", "dora@example.org", office=office)


def _hours_and_appointments(at, pledge):
    at.hours.exclude(weekday=5).delete()
    at.closures.create(day="2026-11-26", reason="Thanksgiving")
    starts = timezone.now() + timedelta(days=1)
    window = DropOffWindow.objects.create(location=at, starts=starts, ends=starts + timedelta(minutes=30), capacity=2)
    Appointment.objects.create(person=pledge.person, window=window, pledge=pledge, state="confirmed", waits_since=timezone.now())


ROWS = {"arrangements": 1, "pick-ups": 4}  # with the header


def take(user, drive, kind, ending="csv"):
    return signed_in(user).get(reverse("admin:drive_table", args=[drive.pk, kind, ending]))


def rows(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("needs", "Notebooks,,100,10,20,no,"), ("locations", "Grove Hall Library,41 Geneva Ave,open,"), ("pledges", "Dan,'=HYPERLINK(1),Notebooks,30,20,promised"),
        ("donations", "Notebooks,20,2,good,received"), ("pick-ups", "Dan,,requested,"), ("stock", "Grove Hall Library,Notebooks,,12"),
        ("hand-overs", "Partners for Schools,Grove Hall Library,Notebooks,5,"), ("corrections", "Notebooks,lost or spoiled,-1,Wet,Carla"),
        ("turned-away", "Grove Hall Library,no room,A sofa"), ("arrangements", ""), ("hours", "Grove Hall Library,Saturday,09:00,18:00"),
        ("closed-days", "Grove Hall Library,2026-11-26,Thanksgiving"), ("accepted-items", "Grove Hall Library,everything the drive needs"),
        ("appointments", "Dan,'=HYPERLINK(1),"), ("runs", "Dora,Grove Hall Library,"),
    ],
)  # fmt: skip
def test_each_table_holds_the_rows_of_its_drive_alone(full_drive, carla, office, kind, said):
    goods.pledge({goods.need(goods.drive(office=office)): 1}, who=makers.person("Sam", "sam@example.org", office=office))
    lines = rows(take(carla, full_drive, kind))
    assert said.replace(",-1,", ",'-1,") in "\n".join(lines[1:]).replace('""', "") and "Sam" not in "\n".join(lines)
    assert len(lines) == ROWS.get(kind, 2)


def test_every_table_opens_in_excel_too(full_drive, carla):
    for kind in KINDS:
        book = load_workbook(io.BytesIO(b"".join(take(carla, full_drive, kind, "xlsx").streaming_content)))
        assert book.worksheets[0].max_row == ROWS.get(kind, 2), kind


def test_a_run_stands_there_with_each_stop_and_without_one(full_drive, carla):
    goods.run(full_drive)
    lines = rows(take(carla, full_drive, "runs"))
    assert len(lines) == 3 and "99 Meridian St" in lines[1] and "12 Saratoga St" not in "".join(lines)
    header = KINDS["runs"].columns(False)
    assert not {"phone", "email", "address", "notes"} & set(header)


def test_a_location_that_takes_some_items_names_each(full_drive, carla):
    at = full_drive.locations.get()
    at.accepts.add(*full_drive.needs.all(), goods.need(full_drive, name="Pens"))
    assert [line.rpartition(",")[2] for line in rows(take(carla, full_drive, "accepted-items"))[1:]] == ["Notebooks", "Pens"]


def test_contacts_leave_only_with_those_who_may_see_them(full_drive, carla, office):
    assert "dan@example.org" in "\n".join(rows(take(carla, full_drive, "pledges")))
    header = KINDS["pledges"].columns(False)
    assert not {"phone", "email", "notes"} & set(header)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CALLER])
def test_who_may_not_take_tables_away_does_not(full_drive, office, role):
    assert take(make_staff("vi@example.org", office, role), full_drive, "pledges").status_code == 403


def test_a_lead_takes_no_table_and_another_office_finds_none(full_drive, other_coordinator):
    lead = make_staff("lea@example.org")
    full_drive.leads.add(lead)
    assert take(lead, full_drive, "pledges").status_code == 403
    assert take(other_coordinator, full_drive, "pledges").status_code == 404


def test_a_kind_that_is_not_there_is_not_there(full_drive, carla):
    assert signed_in(carla).get(f"/admin/desk/drives/{full_drive.pk}/tables/secrets.csv").status_code == 404


@pytest.fixture
def last_year(office, drive):
    before = goods.drive(
        office=office, title="Last year’s drive", opens=drive.opens - timedelta(days=360), closes=drive.closes - timedelta(days=360), state="reported"
    )
    need, at = goods.need(before), goods.location(before)

    def give(name, quantity, **more):
        who = makers.person(name, f"{name.lower()}@example.org", office=office)
        donation = Donation.objects.create(drive=before, location=at, source="walk_in", received_at=before.opens, **({"person": who} | more))
        DonationLine.objects.create(donation=donation, need=need, quantity=quantity)
        return who

    pledged = goods.pledge({need: 7}, who=makers.person("Pat", "pat@example.org", office=office), organization="Bike Shop")
    give("Dan", 20)
    give("Nobody", 7, person=None, pledge=pledged)
    give("Gone", 99)
    Person.objects.filter(name="Gone").update(forgotten_at=timezone.now())
    return before


def test_last_years_donors_are_a_list_with_what_they_gave(last_year, drive, carla, office):
    dan = Person.objects.get(name="Dan")
    goods.pledge({goods.need(drive): 2}, who=dan)
    answer = signed_in(carla).get(reverse("admin:last_years_donors", args=[drive.pk]))
    found = [(one.person.name, one.organization, one.gifts, one.items, one.is_back) for one in answer.context["donors"]]
    assert found == [("Dan", "", 1, 20, True), ("Pat", "Bike Shop", 1, 7, False)]
    assert "dan@example.org" in answer.text and "Last year’s drive" in answer.text


def test_last_years_donors_leave_as_a_table(last_year, drive, carla):
    lines = rows(signed_in(carla).get(reverse("admin:donors_table", args=[drive.pk, last_year.pk, "csv"])))
    assert [line.split(",")[:4] for line in lines[1:]] == [["Dan", "", "1", "20"], ["Pat", "Bike Shop", "1", "7"]]


def test_the_drive_this_is_a_copy_of_comes_first_and_another_can_be_chosen(last_year, drive, carla, office):
    model = goods.drive(office=office, title="The model", opens=drive.opens - timedelta(days=800), closes=drive.opens - timedelta(days=700), state="closed")
    drive.copied_from = model
    drive.save()
    url = reverse("admin:last_years_donors", args=[drive.pk])
    assert signed_in(carla).get(url).context["chosen"] == model
    assert signed_in(carla).get(url, {"of": last_year.pk}).context["chosen"] == last_year


def test_donors_are_for_those_who_may_see_people(last_year, drive, office, other_coordinator):
    url, lead = reverse("admin:last_years_donors", args=[drive.pk]), make_staff("lea@example.org")
    drive.leads.add(lead)
    for user, status in [(lead, 403), (make_staff("vi@example.org", office, Role.VIEWER), 403), (other_coordinator, 404)]:
        assert signed_in(user).get(url).status_code == status


def test_donors_of_a_drive_that_is_no_earlier_one_are_not_there(last_year, drive, carla, other_office):
    foreign = goods.drive(office=other_office, opens=drive.opens - timedelta(days=90), closes=drive.opens - timedelta(days=60), state="closed")
    for of in (foreign.pk, drive.pk):
        assert signed_in(carla).get(reverse("admin:donors_table", args=[drive.pk, of, "csv"])).status_code == 404
