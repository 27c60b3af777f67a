"""Tables of needs and of locations with hours: a dry run first, what is wrong by row and column, all or none, and nothing twice."""

from datetime import date, time

import pytest
from django.urls import reverse

from donations.models import Drive, DropOffLocation, Item, Need
from people.models import OfficeRole
from places.models import Venue
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in
from tests.staff.importing import counts, errors, look, run, take_in

pytestmark = pytest.mark.django_db
NEEDS = """Drive,Item,Unit,How many,Cap,Priority,Note
Back to School,Notebooks,packs,200,yes,needed most,new only
back-to-school,Backpacks,,50,,,
"""
LOCATIONS = """Drive,Place,Address,ZIP,Step-free,Hours,Closed on,Accepts,Instructions,Contact phone
Back to School,Food Hall,,,,Mon–Fri 9 a.m.–6 p.m.; Sat 10 a.m.–noon,2026-12-25; 2026-12-26,notebooks,Side door,617-555-0142
Back to School,East Boston Library,365 Bremen St,02128,yes,daily 9 a.m.–1 p.m.,,,,
"""


@pytest.fixture
def drive(office):
    return goods.drive(office=office, title="Back to School", slug="back-to-school", state=Drive.State.DRAFT)


def promise(need, quantity):
    return goods.pledge({need: quantity}, who=makers.person("Dan", "dan@example.org", office=need.drive.office))


def test_a_look_writes_nothing_and_the_button_writes_all(drive, office, carla):
    record = look(office, carla, NEEDS, "needs")
    assert counts(record) == ("checked", 2, 0, 0, 0) and not Need.objects.exists() and not Item.objects.exists()
    assert [words for _row, _change, words in record.found["examples"]] == ["Back to School: 200 × Notebooks", "Back to School: 50 × Backpacks"]
    assert counts(run(record, carla)) == ("done", 2, 0, 0, 0)
    found = Need.objects.order_by("order").values_list("item__name", "item__unit", "target", "is_capped", "capacity", "priority", "note")
    assert list(found) == [("Notebooks", "packs", 200, True, 200, 1, "new only"), ("Backpacks", "", 50, False, None, 2, "")]


def test_the_same_file_twice_adds_nothing_and_a_new_number_changes_one(drive, office, carla):
    take_in(office, carla, NEEDS, "needs")
    assert counts(look(office, carla, NEEDS, "needs")) == ("checked", 0, 0, 2, 0)
    changed = take_in(office, carla, NEEDS.replace("200", "150"), "needs")
    assert counts(changed) == ("done", 0, 1, 1, 0) and Need.objects.get(item__name="Notebooks").target == 150
    assert Need.objects.count() == Item.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "column", "said"),
    [
        ("Winter Coats,Coats,,5", "drive", "This office has no drive “Winter Coats”"), ("Back to School,,,5", "item", "This cell is empty."),
        ("Back to School,Coats,,0", "number", "is not a whole number from 1"), ("Back to School,Coats,,2.5", "number", "is not a whole number"),
        ("Back to School,Coats,,٣", "number", "is not a whole number"), ("Back to School,Coats,,=1+1", "number", "holds a formula"),
        ("Back to School,Pens,boxes,5", "unit", "This item is counted in “packs”"), ("Back to School,Coats,,5\nback to school,COATS,,6", "item", "Row 2 has the same item"),
        ("Back to School,Coats,," + "9" * 30, "number", "is not a whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_by_row_and_column_and_nothing_is_imported(drive, office, carla, rows, column, said):
    Item.objects.create(office=office, name="Pens", unit="packs")
    record = look(office, carla, f"drive,item,unit,number\n{rows}\nBack to School,Rulers,,7\n", "needs")
    assert [(error[1], said in error[2]) for error in errors(record)] == [(column, True)]
    assert not Need.objects.exists()


def test_a_number_below_what_is_promised_is_told_before_anything_is_done(drive, office, carla):
    need = goods.need(drive, name="Notebooks", target=200, is_capped=True)
    promise(need, 120)
    record = look(office, carla, "drive,item,number\nBack to School,Notebooks,100\nBack to School,Pens,5\n", "needs")
    assert errors(record) == [(2, "number", "120 are promised already. While promises are capped the number cannot be below that.")]
    assert Need.objects.get().target == 200


def test_what_became_wrong_between_look_and_button_imports_nothing(drive, office, carla):
    need = goods.need(drive, name="Notebooks", target=200, is_capped=True)
    record = look(office, carla, "drive,item,number\nBack to School,Pens,5\nBack to School,Notebooks,100\n", "needs")
    promise(need, 120)
    assert counts(run(record, carla)) == ("checked", 1, 0, 0, 1) and Need.objects.count() == 1


def test_locations_come_with_hours_closed_days_and_what_they_take(drive, office, carla, venue):
    need = goods.need(drive, name="Notebooks")
    record = take_in(office, carla, LOCATIONS, "locations")
    assert counts(record) == ("done", 2, 0, 0, 0)
    at = DropOffLocation.objects.get(venue=venue)
    assert [(row.weekday, row.opens, row.closes) for row in at.hours.all()][-2:] == [(4, time(9), time(18)), (5, time(10), time(12))]
    assert ([row.day for row in at.closures.all()], list(at.accepts.all())) == ([date(2026, 12, 25), date(2026, 12, 26)], [need])
    assert (at.instructions, str(at.contact_phone), at.state) == ("Side door", "+16175550142", "open")
    made = Venue.objects.get(name="East Boston Library")
    assert (made.address, made.zip, made.step_free, made.drop_off_locations.get().hours.count()) == ("365 Bremen St", "02128", True, 7)


def test_the_same_locations_twice_add_nothing_and_new_hours_change_one(drive, office, carla, venue):
    goods.need(drive, name="Notebooks")
    take_in(office, carla, LOCATIONS, "locations")
    assert counts(look(office, carla, LOCATIONS, "locations")) == ("checked", 0, 0, 2, 0)
    changed = take_in(office, carla, LOCATIONS.replace("9 a.m.–1 p.m.", "9 a.m.–2 p.m."), "locations")
    assert counts(changed) == ("done", 0, 1, 1, 0) and changed.made + changed.changed == 1
    assert (DropOffLocation.objects.count(), Venue.objects.count()) == (2, 2)
    at = DropOffLocation.objects.get(venue__name="East Boston Library")
    assert {row.closes for row in at.hours.all()} == {time(14)}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("Back to School,Fod Hall,,Mon 9 a.m.–noon,", "place", "Did you mean “Food Hall"), ("Back to School,Food Hall,9 Other Street,,", "address", "knows this place at 5 Main Street"),
        ("Back to School,Food Hall,,Mon 5 p.m.–9 a.m.,", "hours", "ends before it begins"), ("Back to School,Food Hall,,whenever,", "hours", "cannot be read"),
        ("Back to School,Food Hall,,,Ponies", "accepts", "“Ponies” is not in the list"), ("Nothing,Food Hall,,,", "drive", "has no drive “Nothing”"),
    ],
)  # fmt: skip
def test_a_location_that_cannot_be_is_told_by_row_and_column(drive, office, carla, venue, row, column, said):
    record = look(office, carla, f"drive,place,address,hours,accepts\n{row}\n", "locations")
    assert [(error[0], error[1], said in error[2]) for error in errors(record)] == [(2, column, True)]
    assert not DropOffLocation.objects.exists()


def test_a_location_that_is_full_stays_full(drive, office, carla, venue):
    at = goods.location(drive, venue=venue, state="full")
    take_in(office, carla, "drive,place,instructions\nBack to School,Food Hall,Ring twice\n", "locations")
    at.refresh_from_db()
    assert (at.state, at.instructions, at.hours.count()) == ("full", "Ring twice", 7)  # a column that is not there changes nothing


def test_who_may_not_change_drives_imports_none(drive, office):
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    assert signed_in(viewer).get(reverse("admin:imports")).status_code == 403


def test_a_drive_of_another_office_is_unknown(drive, other_office, other_coordinator):
    record = look(other_office, other_coordinator, NEEDS, "needs")
    assert [error[1] for error in errors(record)] == ["drive", "drive"]


@pytest.mark.parametrize("kind", ["needs", "locations"])
def test_the_template_of_each_kind_can_be_filled_in_and_brought_back(drive, office, carla, venue, kind):
    for name in ("Notebooks", "Backpacks"):
        goods.need(drive, name=name)
    Item.objects.filter(name="Notebooks").update(unit="packs")
    client = signed_in(carla)
    content = (
        client.get(reverse("admin:import_template", args=[kind, "csv"]))
        .content.decode()
        .replace("Back to School Drive", "Back to School")
        .replace("Food Hall,5 Main Street", "Food Hall,5 Main Street")
    )
    assert client.get(reverse("admin:import_columns", args=[kind])).status_code == 200
    venue.neighborhood = None
    makers.venue()
    content = content.replace("Roxbury", "Dorchester")
    assert errors(look(office, carla, content, kind)) == []
