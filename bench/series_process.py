"""The rows of the series benchmark, and the change itself, in a process of its own; prints one JSON object."""

import json
import os
import sys
import time as clock
from datetime import time, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.db import connection  # noqa: E402  settings come first
from django.utils import timezone  # noqa: E402

from mailing.models import Message  # noqa: E402
from people.models import Office, User  # noqa: E402
from places.models import City, Venue  # noqa: E402
from volunteers.actions import notices, series, shifts  # noqa: E402
from volunteers.models import Opportunity, Shift, SignUp  # noqa: E402

WEEKS, SIGN_UPS = 105, 3000
_PEOPLE = """
INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, created_at, active_at)
SELECT %s, 'Vera Volunteer ' || n, 'veravolunteer' || n, 'person' || n || '@example.org', '', '', 'email', 'en', now(), now() FROM generate_series(1, %s) n
"""
_SIGN_UPS = """
INSERT INTO volunteers_signup (person_id, shift_role_id, party_size, state, late, language, notes, answer, waits_since, created_at, changed_at)
SELECT person.id, role.id, 1, 'confirmed', false, 'en', '', '', now(), now(), now()
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person) person
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM volunteers_shiftrole) role ON role.n = 2 + person.n %% (%s - 1)
"""


def fill():
    """Return the second shift of a series on which nobody stands on the first."""
    City.objects.update_or_create(id=1, defaults={"name": "Boston"})
    office = Office.objects.create(name="Office of Volunteering", slug="volunteering", email="volunteer@example.org", is_main=True)
    opportunity = Opportunity.objects.create(office=office, title="Sort food", slug="sort-food", summary="Sort food.", state="published")
    venue, now = Venue.objects.create(name="Library", address="1 Main Street"), timezone.now()
    first = timezone.localdate() + timedelta(days=7)
    last = first + timedelta(weeks=WEEKS - 1)
    made = shifts.plan(
        opportunity=opportunity, day=first, start=time(9), end=time(12), places=50, venue=venue, by=User(), now=now, repeat_until=last,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [office.id, SIGN_UPS])
        cursor.execute(_SIGN_UPS, [WEEKS])
        cursor.execute("ANALYZE")
    return made[1]


def move(shift, hour):
    shift = Shift.objects.get(pk=shift.pk)
    began = clock.perf_counter()
    now = timezone.now()
    series.move_following(shift=shift, day=shift.local_starts.date(), start=time(hour), end=time(hour + 3), venue=shift.venue, by=User(), now=now)
    took = clock.perf_counter() - began
    notices.sweep(now=now + notices.WINDOW)  # the letters are owed ten minutes later, by the clock
    return took


def main(times):
    shift, seconds, lost, doubled = fill(), [], 0, 0
    for turn in range(times):
        before = Message.objects.count()
        seconds.append(move(shift, 10 + turn))
        told = Message.objects.filter(kind="shift_moved").order_by("-pk").values_list("about", flat=True)[: Message.objects.count() - before]
        lost += SignUp.objects.count() - len(set(told))
        doubled += len(told) - len(set(told))
    print(json.dumps({"seconds": seconds, "shifts": WEEKS - 1, "sign_ups": SignUp.objects.count(), "lost": lost, "doubled": doubled}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
