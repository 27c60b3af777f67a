"""“Forget me”: the address goes also where staff typed it, for an invitation or a link to a page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from donations.models import LocationLink
from events.models import DoorLink, Invitation
from people.forgetting import forget
from tests import goods, makers, meetings
from volunteers.models import SiteLink

pytestmark = pytest.mark.django_db
CANARY = "quillonbirne"
_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"


@pytest.fixture
def lena():
    """Somebody whom staff have invited, and who helps by a link at a shift, at a door and at a drop-off location."""
    makers.city()
    now = timezone.now()
    mine = {"name": CANARY, "email": f"{CANARY}@example.org", "phone": "+16175550143"}
    made = {**mine, "made_at": now}
    event = meetings.event(invited_only=True, starts=now + timedelta(days=5))
    Invitation.objects.create(event=event, name=CANARY, email=mine["email"], words=f"Dear {CANARY}")
    SiteLink.objects.create(shift=makers.role().shift, **made)
    DoorLink.objects.create(event=event, **made)
    LocationLink.objects.create(location=goods.location(), closes=now + timedelta(days=1), **made)
    return makers.person(**mine)


def tables_with(word):
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [name for (name,) in cursor.fetchall()]
        return [name for name in names if cursor.execute(f'SELECT 1 FROM "{name}" AS one WHERE one::text ILIKE %s LIMIT 1', [f"%{word}%"]) or cursor.fetchone()]


def test_name_address_and_number_are_nowhere_any_more(lena):
    forget(person=lena, now=timezone.now())
    assert tables_with(CANARY) == tables_with("6175550143") == []


def test_what_somebody_else_reads_at_the_same_address_stays(lena):
    makers.person("Dan", lena.email)
    forget(person=lena, now=timezone.now())
    assert tables_with(CANARY) == ["donations_locationlink", "events_doorlink", "events_invitation", "people_person", "volunteers_sitelink"]
