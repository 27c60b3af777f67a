"""The forms about events survive anything: no fault of ours, nothing half stored."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Follower, Proposal
from intake.form_keys import new_key
from intake.text import is_visible
from people.models import Person
from tests import makers, meetings
from tests.fuzz.test_forms import COUNT, storm
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en"}


@pytest.fixture
def event(db):
    makers.city()
    return meetings.event(starts=timezone.now() + timedelta(days=10))


@pytest.mark.parametrize("count", COUNT)
@pytest.mark.parametrize("path", ["propose", "invite"])
def test_a_proposal_survives_anything(event, path, count):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    honest = {
        **WHO, "title": "Clean-up", "where": "Pond", "day": day, "how_many": "25", "other_days": "", "text": "", "organization": "Hill School", "neighborhood": "",
        "tools": "Rakes",
    }  # fmt: skip
    found = storm(Visitor(), f"/events/{path}/", [*honest, "own_device", "key"], honest, count=count, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > count / 5
    assert all(is_visible(text) for pair in Proposal.objects.values_list("title", "where") for text in pair)
    assert all(is_visible(name) for name in Person.objects.values_list("name", flat=True)) and not Proposal.objects.waiting().exists()


@pytest.mark.parametrize("count", COUNT)
def test_following_survives_anything(event, count):
    found = storm(Visitor(), f"/events/{event.slug}/follow/", [*WHO, "own_device", "key"], WHO, count=count, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > count / 5 and not Follower.objects.filter(link=None).exists()
