"""A sign-up in words: where it is."""

import pytest

from tests import makers
from volunteers import words
from volunteers.models import Shift


@pytest.mark.parametrize(("kind", "said"), [("remote", "Wherever you are"), ("shifts", "We will tell you."), ("open_ended", "We will tell you.")])
def test_only_remote_work_is_wherever_one_is(db, kind, said):
    role = makers.role(of=makers.opportunity(kind=kind))
    Shift.objects.update(venue=None)
    role.shift.refresh_from_db()
    assert words.where(role) == said


def test_a_place_is_said_with_its_address(db):
    assert words.where(makers.role()) == "Grove Hall Library, 41 Geneva Ave, 02121"
