"""Tables that staff bring: what a file would do, and doing it all or not at all, once."""

import csv
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from intake.refusal import Refused
from people import forgetting
from people.models import PartnerOrganization, Person
from places.models import Neighborhood
from sharing.imports import tables
from tests.staff.conftest import enter, make_staff, signed_in
from tests.staff.importing import DAY, ROWS, bring, counts, errors, look, run, take_in
from volunteers.actions import imports, notices, shifts
from volunteers.models import Opportunity, Shift, ShiftRole

NYC = Path(settings.BASE_DIR) / "civic" / "data" / "nyc_service_volunteer_opportunities_2011.csv"


def test_the_file_of_new_york_comes_in_whole_and_twice_adds_nothing(office, carla):
    first = take_in(office, carla, NYC.read_bytes())
    assert counts(first) == ("done", 665, 0, 0, 0)
    assert (Opportunity.objects.count(), Opportunity.objects.filter(state="draft").count()) == (665, 665)
    made = {one.source: one for one in Opportunity.objects.select_related("partner")}
    for row in csv.DictReader(NYC.read_text(encoding="utf-8").splitlines()):
        one = made[f"import {row['opportunity_id']}"]
        assert " ".join(row["title"].split()) == one.title and one.partner.name and one.urgent == (row["is_priority"] == "y")
        assert (one.kind == "open_ended") == (row["recurrence_type"] == "ongoing")
    again = look(office, carla, NYC.read_bytes())
    assert counts(again) == ("checked", 0, 0, 665, 0) and not again.may_run
    assert again.found["unused"] == ["category_desc", "start_date", "end_date", "borough", "postcode", "hits"]
    assert Opportunity.objects.count() == 665 and ShiftRole.objects.count() == 510


def test_an_opportunity_comes_with_its_shifts(office, carla, venue):
    assert counts(take_in(office, carla, ROWS)) == ("done", 4, 0, 0, 0)
    boxes = Opportunity.objects.get(title="Pack boxes")
    assert [(f"{one.local_starts:%H:%M}", f"{one.local_ends:%H:%M}", one.venue, one.roles.get().capacity) for one in boxes.shifts.all()] == [
        ("09:00", "12:00", venue, 12), ("14:00", "16:30", None, None),
    ]  # fmt: skip
    assert counts(look(office, carla, ROWS)) == ("checked", 0, 0, 4, 0)


def test_without_an_id_a_row_is_known_by_its_title(office, carla, venue):
    text = ROWS.replace("1,P", ",P").replace("2,", ",")
    take_in(office, carla, text)
    assert counts(look(office, carla, text.replace("Pack boxes", "pack  BOXES"))) == ("checked", 0, 1, 3, 0)


def test_only_what_differs_is_changed_and_an_empty_cell_changes_nothing(office, carla, venue):
    take_in(office, carla, "id,title,text,bring,urgent\n1,Pack boxes,Pack them.,Shoes,yes\n")
    changed = take_in(office, carla, "id,title,text,bring,urgent\n1,Pack boxes,Pack them well.,,\n")
    one = Opportunity.objects.get()
    assert (counts(changed), one.summary, one.bring, one.urgent) == (("done", 0, 1, 0, 0), "Pack them well.", "Shoes", True)


def test_people_on_a_shift_are_told_when_an_import_moves_it(office, carla, shift, role, venue):
    sign_up = enter(role, "Vera Lopez", by=carla, email="vera@example.org")
    starts, ends = shift.local_starts, shift.local_ends + timedelta(hours=1)
    text = f"opportunity,date,from,to,places\nPack food boxes,{starts:%Y-%m-%d},{starts:%H:%M},{ends:%H:%M},20\n"
    assert counts(take_in(office, carla, text, "shifts")) == ("done", 0, 1, 0, 0)
    shift.refresh_from_db()
    role.refresh_from_db()
    assert (shift.local_ends, role.capacity, role.taken) == (ends, 20, 1)
    notices.sweep(now=timezone.now() + timedelta(minutes=11))
    assert sign_up.person.messages.filter(kind="shift_moved").count() == 1


SHIFTS = f"opportunity,date,from,to\nPack boxes,{DAY},9:00,12:00\nPack boxes,{DAY},14:00,16:30\nPack boxes,{DAY},18:00,20:00\n"


@pytest.mark.parametrize(("kind", "table"), [("opportunities", ROWS), ("shifts", SHIFTS.rpartition("Pack")[0])])
def test_a_shift_that_was_called_off_stays_so_however_often_its_table_comes(office, carla, venue, kind, table):
    take_in(office, carla, ROWS)
    first, second = Shift.objects.order_by("starts")
    shifts.call_off(shift=first, reason="The hall is closed.", by=carla, now=timezone.now())
    again = look(office, carla, table, kind)
    assert (again.state, again.made, again.changed, again.wrong, again.may_run) == ("checked", 0, 0, 0, False)
    ((row, what, words),) = again.found["examples"]
    assert (row, what, words.startswith("Pack boxes, ")) == (2, "off", True)
    assert [one.cancelled_at is None for one in Shift.objects.order_by("starts")] == [False, True]
    assert "Called off here; not planned anew" in signed_in(carla).get(again.get_absolute_url()).text


def test_the_rest_of_a_table_comes_in_beside_what_was_called_off_and_what_staff_planned_anew_is_known(office, carla, venue):
    take_in(office, carla, ROWS)
    first = Shift.objects.earliest("starts")
    shifts.call_off(shift=first, reason="The hall is closed.", by=carla, now=timezone.now())
    assert counts(take_in(office, carla, SHIFTS, "shifts")) == ("done", 1, 0, 2, 0)
    assert Shift.objects.count() == 3
    anew = Shift.objects.create(opportunity=first.opportunity, starts=first.starts, ends=first.ends)
    ShiftRole.objects.create(opportunity=first.opportunity, shift=anew, capacity=4)
    assert counts(take_in(office, carla, SHIFTS.replace("12:00", "13:00"), "shifts")) == ("done", 0, 1, 2, 0)
    anew.refresh_from_db()
    first.refresh_from_db()
    assert (anew.ends - first.ends, Shift.objects.count()) == (timedelta(hours=1), 4)


PEOPLE = "name,email,phone,language,neighborhood\nVera Lopez,VERA@example.org,617-555-0142,Spanish,Roxbury\nDan Donor,,617-555-0143,,\n"


def test_people_come_in_once_and_are_known_again(office, carla):
    Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    assert counts(take_in(office, carla, PEOPLE, "people")) == ("done", 2, 0, 0, 0)
    vera = Person.objects.get(name="Vera Lopez")
    assert (vera.email, str(vera.phone), vera.language, vera.neighborhood.name, vera.channel) == ("vera@example.org", "+16175550142", "es", "Roxbury", "email")
    assert Person.objects.get(name="Dan Donor").channel == "phone"
    assert counts(look(office, carla, PEOPLE.replace("Vera Lopez", "VERA  lopez"), "people")) == ("checked", 0, 0, 2, 0)
    assert counts(take_in(office, carla, PEOPLE.replace("0142", "0199"), "people")) == ("done", 0, 1, 1, 0)


def test_somebody_who_was_forgotten_stays_forgotten(office, carla):
    Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    take_in(office, carla, PEOPLE, "people")
    gone = Person.objects.get(name="Vera Lopez")
    forgetting.forget(person=gone, now=timezone.now())
    take_in(office, carla, PEOPLE, "people")
    gone.refresh_from_db()
    assert (gone.name, gone.email) == ("", "") and gone.forgotten_at


def test_a_person_without_address_and_number_would_double_and_is_refused(office, carla):
    record = look(office, carla, "name,email,phone\nVera,,\nDan,dan@localhost,\nSam,,12\nDora,d@example.org,\nDora,d@example.org,\n", "people")
    assert [(row, column) for row, column, _words in errors(record)] == [(2, "email"), (3, "email"), (4, "phone"), (6, "name")]


def test_an_import_that_breaks_half_way_leaves_nothing_and_is_done_whole_by_the_next_worker(office, carla, venue, monkeypatch):
    record = look(office, carla, ROWS)
    imports.start(record=record, by=carla, now=timezone.now())
    whole = ShiftRole.objects.bulk_create
    with monkeypatch.context() as broken:
        broken.setattr(type(ShiftRole.objects), "bulk_create", lambda *what, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            imports.sweep(now=timezone.now())
    assert whole and (Opportunity.objects.count(), Shift.objects.count(), PartnerOrganization.objects.count()) == (0, 0, 0)
    assert imports.sweep(now=timezone.now()) == 0  # the worker that broke may still live
    assert imports.sweep(now=timezone.now() + timedelta(minutes=3)) == 1
    record.refresh_from_db()
    assert record.state == "done" and (Opportunity.objects.count(), Shift.objects.count()) == (2, 2)


def test_what_is_put_away_while_it_is_imported_is_not_imported(transactional_db, office, carla, venue, monkeypatch):
    record = look(office, carla, ROWS)
    imports.start(record=record, by=carla, now=timezone.now())
    reading = tables.read

    def put_away():
        imports.put_away(record=record, by=carla, now=timezone.now())
        connection.close()

    def read_and_be_stopped(*what):
        colleague = threading.Thread(target=put_away)  # with a connection of their own
        colleague.start()
        colleague.join()
        return reading(*what)

    monkeypatch.setattr(tables, "read", read_and_be_stopped)
    imports.sweep(now=timezone.now())
    record.refresh_from_db()
    assert (record.state, record.content, Opportunity.objects.count()) == ("put_away", None, 0)


def test_what_became_wrong_since_the_page_was_read_is_shown_and_not_imported(office, carla, venue):
    record = look(office, carla, ROWS)
    imports.start(record=record, by=carla, now=timezone.now())
    venue.delete()
    imports.sweep(now=timezone.now())
    record.refresh_from_db()
    assert errors(record)[0][1] == "place" and Opportunity.objects.count() == 0


def test_pressing_twice_imports_once(office, carla, venue):
    record = look(office, carla, ROWS)
    imports.start(record=record, by=carla, now=timezone.now())
    run(record, carla)
    imports.start(record=record, by=carla, now=timezone.now())
    assert imports.sweep(now=timezone.now()) == 0 and Opportunity.objects.count() == 2


def test_a_file_is_kept_a_day_and_not_after_the_import(office, carla, venue):
    record, done = look(office, carla, ROWS), take_in(office, carla, ROWS.replace("1,P", "5,P").replace("Pack boxes", "Pack more"))
    assert (done.content, done.found) == (None, {})
    imports.sweep(now=timezone.now() + timedelta(hours=25))
    record.refresh_from_db()
    assert (record.state, record.content, record.found) == ("put_away", None, {})


def test_nobody_imports_for_an_office_that_is_not_theirs(office, other_coordinator, carla):
    with pytest.raises(Refused):
        bring(office, other_coordinator, ROWS)
    with pytest.raises(Refused):
        bring(office, make_staff("vi@example.org", office, "viewer"), ROWS)


def test_the_history_says_who_imported(office, carla, venue):
    take_in(office, carla, ROWS)
    assert Opportunity.objects.get(title="Pack boxes").changes.get().pgh_context["user"] == carla.pk
