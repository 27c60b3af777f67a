"""Every change leaves a trace that staff cannot alter, and no trace holds a personal value (promise P13)."""

import json
from datetime import UTC, datetime, timedelta

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from intake.admin import steps_of
from people.models import Office, Person, User
from places.models import Venue
from tests.staff.conftest import signed_in
from volunteers.models import Opportunity, Shift, SignUp
from volunteers.models.opportunities import OpportunityLead

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(city):
    return Office.objects.create(
        name="Office of Service", slug="service", phone="+16175550100", phone_hours="Always", email="office@example.org", address="1 Square"
    )


def change_models():
    return [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model") and model.pgh_tracked_model]


def test_a_change_is_traced_through_the_orm_in_bulk_and_by_sql(office):
    Office.objects.filter(id=office.id).update(relay="7-1-1")
    office.phone_hours = "Mondays"
    office.save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_office SET help_text = 'Call us.' WHERE id = %s", [office.id])
    assert list(office.changes.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "update", "update", "update"]
    assert office.changes.latest("pgh_id").help_text == "Call us."


def test_the_trace_says_who(office):
    with pghistory.context(user=7):
        Office.objects.filter(id=office.id).update(relay="7-1-1")
    assert office.changes.latest("pgh_id").pgh_context == {"user": 7}


def test_a_deleted_record_leaves_its_trace():
    venue = Venue.objects.create(name="Hall", address="1 Street")
    number = venue.id
    venue.delete()
    assert list(Venue.pgh_event_model.objects.filter(pgh_obj_id=number).order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]


@pytest.mark.parametrize("act", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_nobody_can_alter_a_trace(office, act):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(Office.pgh_event_model._meta.db_table))


def test_of_a_personal_field_only_the_fact_is_kept(office):
    person = Person.objects.create(office=office, name="Vera Canary", email="vera.canary@example.org", phone="+16175550142")
    person.name = "Vera Canary-Bird"
    person.address = "7 Canary Row"
    person.save()
    assert set(person.changes.values_list("pgh_label", flat=True)) == {"insert", "name", "address"}
    kept = json.dumps(list(person.changes.values()), default=str)
    assert "anary" not in kept and "5550142" not in kept


def test_no_trace_has_a_column_for_a_personal_field():
    assert len(change_models()) > 15
    for model in change_models():
        tracked = model.pgh_tracked_model
        personal = set(getattr(tracked, "personal_fields", {})) | {"password", "last_login"}
        assert not personal & {field.name for field in model._meta.fields}, model


def test_everything_staff_can_change_leaves_a_trace():
    """Letters, calls, links, change notices, imports and tries at the door are logs themselves; cards and search words are written by the database."""
    logs = {
        "Message",
        "CallTask",
        "AccessLink",
        "Suppression",
        "Card",
        "ChangeNotice",
        "CheckInTry",
        "EventEdit",
        "Import",
        "KeptLetter",
        "OpportunityText",
        "Pulse",
        "Returned",
    }
    ours = [
        model for model in apps.get_models() if model._meta.app_label in {"languages", "places", "people", "mailing", "volunteers"} and not model._meta.proxy
    ]
    tracked = {model.pgh_tracked_model for model in change_models()}
    untraced = {model.__name__ for model in ours if model not in tracked and "pgh_id" not in {field.name for field in model._meta.fields}}
    assert untraced <= logs, untraced - logs


def test_a_moment_reads_as_on_the_clock_of_the_city_and_a_tick_as_a_word(carla, shift):
    starts = datetime(2026, 12, 9, 19, 30, tzinfo=UTC)
    Shift.objects.filter(pk=shift.pk).update(starts=starts, ends=starts + timedelta(hours=2))
    Opportunity.objects.filter(pk=shift.opportunity_id).update(urgent=True)
    (moved, *_rest) = steps_of(shift)
    assert {label: after for label, _before, after in moved.fields} == {"From": "Dec. 9, 2026, 2:30 p.m.", "To": "Dec. 9, 2026, 4:30 p.m."}
    page = signed_in(carla).get(reverse("admin:volunteers_opportunity_history", args=[shift.opportunity_id])).text
    assert "No → Yes" in page and "False" not in page
    with translation.override("es"):
        assert steps_of(shift)[0].fields[0][2] == "9 de diciembre de 2026 a las 14:30"


def test_saving_nothing_new_leaves_no_trace(office):
    office.save()
    Office.objects.filter(id=office.id).update(changed_at=timezone.now())
    assert office.changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_form_of_staff_says_who_and_a_residents_form_says_nobody(carla, shift, role):
    signed_in(carla).post(reverse("admin:add_walk_in", args=[role.pk]), {"name": "Wanda Walk", "party_size": "1"})
    walked_in = SignUp.objects.get()
    assert [row.pgh_context for row in walked_in.changes.all()] == [{"user": carla.pk}]
    SignUp.objects.filter(pk=walked_in.pk).update(party_size=2)
    assert walked_in.changes.latest("pgh_id").pgh_context is None


def test_a_place_that_is_taken_adds_no_row_to_the_history_of_the_role(carla, role, vera):
    role.refresh_from_db()
    assert (role.taken, role.changes.count(), vera.changes.count()) == (1, 1, 1)


def test_who_leads_what_is_traced(opportunity, carla):
    opportunity.leads.add(carla)
    opportunity.leads.remove(carla)
    rows = OpportunityLead.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "opportunity_id", "user_id")
    assert list(rows) == [("insert", opportunity.pk, carla.pk), ("delete", opportunity.pk, carla.pk)]


def test_without_its_trigger_a_change_would_leave_no_trace(office):
    """Negative control: it is the database that keeps the history, not the form."""
    with pgtrigger.ignore("people.Office:update_update"):
        Office.objects.filter(id=office.id).update(relay="7-1-1")
    assert office.changes.count() == 1


def test_without_its_guard_a_trace_could_be_altered(office):
    """Negative control."""
    with pgtrigger.ignore("people.OfficeChange:append_only"):
        assert office.changes.update(relay="altered") == 1


def test_a_resident_who_stays_signed_in_is_not_named_in_the_history(office):
    resident = User.objects.create(email="vera@example.org")
    with pghistory.context(user=resident.pk):
        Office.objects.filter(id=office.id).update(relay="7-1-1")
    assert steps_of(office)[0].who == ""
