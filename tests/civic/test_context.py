"""What every page knows, also while the database is away."""

import time

import pytest
from django.db import connection

from civic import context
from tests import makers


@pytest.fixture
def an_office(transactional_db):
    makers.city(domain="springfield.gov")
    return makers.office(name="Office of Neighborhoods")


def age():
    """Let what is remembered be an hour old."""
    context._kept.update({language: (time.monotonic() - 3600, value) for language, (_read, value) in context._kept.items()})


@pytest.fixture
def database_away():
    """The server does not answer."""
    port = connection.settings_dict["PORT"]

    def go():
        connection.close()
        connection.settings_dict["PORT"] = "1"

    yield go
    connection.close()
    connection.settings_dict["PORT"] = port


def test_the_office_is_read_once_in_five_seconds(an_office, django_assert_num_queries):
    context.known("en")
    with django_assert_num_queries(0):
        assert context.known("en").office.phone == "617-555-0142"
    age()
    with django_assert_num_queries(3):
        context.known("en")


def test_a_changed_phone_shows_when_the_time_is_over(an_office):
    context.known("en")
    an_office.phone = "+16175550199"
    an_office.save()
    assert context.known("en").office.phone == "617-555-0142"
    age()
    assert context.known("en").office.phone == "617-555-0199"


def test_while_the_database_is_away_pages_know_what_they_knew_last(an_office, database_away):
    context.known("en")
    age()
    database_away()
    known = context.known("en")
    assert (known.city.name, known.office.name) == ("Boston", "Office of Neighborhoods")


def test_a_process_that_never_saw_the_database_knows_nothing_and_does_not_fail(transactional_db, database_away):
    database_away()
    assert context.known("en") == context.Known()
