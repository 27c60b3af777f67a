"""What several tests of volunteering start from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import makers


@pytest.fixture
def last_place(db):
    """A role of one place, in ten days from now."""
    makers.city()
    return makers.role(places=1, starts=timezone.now() + timedelta(days=10))
