"""Every change leaves a trace that staff cannot alter, and no trace holds a personal value (promise P13)."""

import json

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from people.models import Office, Person
from places.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
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


def test_saving_nothing_new_leaves_no_trace(office):
    office.save()
    Office.objects.filter(id=office.id).update(changed_at=timezone.now())
    assert office.changes.count() == 1
