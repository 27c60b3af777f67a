"""Makers: plain functions with honest defaults. The cast: Vera volunteers, Dan donates, Carla coordinates, Sam is a stranger."""

import contextlib
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from bookings.models import State
from people.models import Office, Person, User
from places.models import City, Neighborhood, Venue
from volunteers.actions.sign_up import Form
from volunteers.models import Opportunity, Shift, ShiftRole, SignUp

NOW = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # a Tuesday, 10 a.m. in Boston
_numbers = itertools.count(1)


def noon(days):
    """Return noon in so many days on the clock of the city: late in the evening an event that begins “in five days” would end on the sixth."""
    return (datetime.now(ZoneInfo("America/New_York")) + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


def city(**changes):
    return City.objects.update_or_create(id=1, defaults={"name": "Boston", **changes})[0]


def office(**changes):
    values = {
        "name": "Office of Civic Engagement", "slug": "engagement", "phone": "+16175550142", "phone_hours": "Monday to Friday, 9 a.m. to 5 p.m.",
        "email": "engagement@example.org", "address": "1 City Hall Square, Boston, MA 02201", "is_main": True, **changes,
    }  # fmt: skip
    return Office.objects.get_or_create(slug=values["slug"], defaults=values)[0]


def venue(**changes):
    neighborhood = Neighborhood.objects.get_or_create(slug="dorchester", defaults={"name": "Dorchester"})[0]
    values = {"name": "Grove Hall Library", "address": "41 Geneva Ave", "zip": "02121", "neighborhood": neighborhood, "step_free": True, **changes}
    return Venue.objects.get_or_create(name=values["name"], address=values["address"], defaults=values)[0]


def opportunity(**changes):
    number = next(_numbers)
    values = {
        "title": f"Sort food {number}", "slug": f"sort-food-{number}", "summary": "Help us sort food.", "bring": "Closed shoes",
        "state": Opportunity.State.PUBLISHED, **changes,
    }  # fmt: skip
    if "office" not in values:
        values["office"] = office()
    return Opportunity.objects.create(**values)


def role(*, places=10, starts=None, hours=3, of=None, **changes):
    """A role of a new shift, in ten days unless told."""
    starts = starts or NOW + timedelta(days=10)
    of = of or opportunity()
    shift = Shift.objects.create(opportunity=of, venue=venue(), starts=starts, ends=starts + timedelta(hours=hours))
    return ShiftRole.objects.create(opportunity=of, shift=shift, capacity=places, **changes)


def person(name="Vera", email="vera@example.org", **changes):
    values = {"name": name, "email": email, **changes}
    if "office" not in values:
        values["office"] = office()
    return Person.objects.create(**values)


def sign_up(of, *, who=None, state=State.CONFIRMED, size=1, now=NOW, **changes):
    number = next(_numbers)
    who = who or person(f"Vera {number}", f"vera{number}@example.org")
    with made_at_the_latest(now):
        return SignUp.objects.create(shift_role=of, person=who, state=state, party_size=size, waits_since=now, **changes)


def made_at_the_latest(now):
    """Let what is made meanwhile say that it was made at this moment at the latest: tests that live at NOW have been overtaken by the calendar."""
    return time_machine.travel(now, tick=False) if datetime.now(UTC) > now else contextlib.nullcontext()


def form(name="Vera", email="vera@example.org", phone="", size=1, **changes):
    return Form(name=name, email=email, phone=phone, party_size=size, language="en", **changes)


def key():
    return f"a-form-key-of-its-own-{next(_numbers):06d}"


def staff(email="carla@example.org", **changes):
    return User.objects.create_user(email, "a long enough password", is_staff=True, **changes)
