"""A fresh portal and its first administrator."""

import pytest

from people.models import User
from tests.staff.conftest import make_staff, signed_in


@pytest.fixture
def owner(db) -> User:
    return make_staff("carla@example.org", is_superuser=True)


@pytest.fixture
def browser_of_owner(owner):
    return signed_in(owner)
