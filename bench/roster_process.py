"""The roster of one shift with 500 people, and ticks on it as the page's script sends them, through the whole portal in this process: prints milliseconds and statements as one JSON line."""

import json
import logging
import os
import re
import sys
from datetime import time as clock
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.timing import timed  # noqa: E402
from people.models import Office, OfficeRole, Person  # noqa: E402
from places.models import City, Venue  # noqa: E402
from tests.staff.conftest import make_opportunity, make_staff, signed_in  # noqa: E402
from volunteers.actions import shifts  # noqa: E402
from volunteers.models import SignUp  # noqa: E402

PEOPLE, PAGES, TICKS = 500, 9, 25


def fill():
    """Return a coordinator and a shift of today on which 500 people stand, every fifth with a note, all with a number."""
    City.objects.update_or_create(id=1, defaults={"name": "Boston"})
    office = Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550100", phone_hours="Weekdays", email="volunteer@example.org", is_main=True
    )
    carla = make_staff("carla@example.org", office, OfficeRole.Role.COORDINATOR)
    venue = Venue.objects.create(name="Library", address="1 Main Street")
    shift = shifts.plan(
        opportunity=make_opportunity(office, "Sort food"), day=timezone.localdate(), start=clock(12), end=clock(23), places=PEOPLE, venue=venue, by=carla, now=timezone.now()
    )[0]  # fmt: skip
    people = Person.objects.bulk_create(
        Person(office=office, name=f"Vera Volunteer {n}", name_key=f"veravolunteer{n}", email=f"vera{n}@example.org", phone=f"+161755501{n % 100:02}")
        for n in range(PEOPLE)
    )
    role, now = shift.roles.get(), timezone.now()
    SignUp.objects.bulk_create(
        SignUp(person=one, shift_role=role, state="confirmed", waits_since=now, notes="A chair, please." if n % 5 == 0 else "", party_size=1)
        for n, one in enumerate(people)
    )
    return carla, shift


def main():
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.INFO)  # as the portal of a demonstration logs
    carla, shift = fill()
    client, address = signed_in(carla), f"/admin/desk/shifts/{shift.pk}/"
    client.get(address)
    pages = [timed(client.get, address) for _turn in range(PAGES)]
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    statements = len(asked)  # now: the next request clears the list
    key, ids = re.search(r'name="key" value="([^"]+)"', page.text)[1], SignUp.objects.values_list("pk", flat=True)[:TICKS]
    ticks = [
        timed(
            client.post,
            f"/admin/desk/sign-ups/{pk}/mark/",
            {"state": "attended", "seen": "confirmed", "key": f"{key}{pk}"[-40:]},
            headers={"accept": "application/json"},
        )
        for pk in ids
    ]
    assert SignUp.objects.filter(state="attended").count() == TICKS
    figures = {
        "page": median(ms for ms, _cpu in pages),
        "page_cpu": median(cpu for _ms, cpu in pages),
        "tick": median(ms for ms, _cpu in ticks),
        "tick_cpu": median(cpu for _ms, cpu in ticks),
    }
    print(json.dumps({name: round(ms, 1) for name, ms in figures.items()} | {"statements": statements, "kb": len(page.content) // 1024}))


if __name__ == "__main__":
    sys.exit(main())
