"""A fresh portal and its first administrator."""

import pytest

from civic import context, pagecache, this_week
from people.models import User
from places import city_map
from tests.staff.conftest import make_staff, signed_in
from volunteers import options


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What pages remember for some seconds belongs to another test's database."""
    for remembers in (context, this_week, city_map, options, pagecache):
        remembers.forget()


@pytest.fixture
def owner(db) -> User:
    return make_staff("carla@example.org", is_superuser=True)


@pytest.fixture
def browser_of_owner(owner):
    return signed_in(owner)
