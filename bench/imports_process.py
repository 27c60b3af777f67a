"""Looks at a table of 10,000 opportunities with shifts and imports it, in a process that knows the portal; prints seconds and memory as one JSON line."""

import csv
import io
import json
import os
import sys
import threading
import time
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.db import connections  # noqa: E402  settings come first
from django.utils import timezone  # noqa: E402

from bench.timing import peak_mb  # noqa: E402
from people.models import Office, OfficeRole, User  # noqa: E402
from places.models import City, Neighborhood, Venue  # noqa: E402
from volunteers.actions import imports  # noqa: E402
from volunteers.models import Import, Opportunity, Shift  # noqa: E402

COUNT = 10_000
HEAD = ["id", "title", "text", "partner", "neighborhood", "minimum age", "date", "from", "to", "place", "places"]


def ground():
    """Return an office and a coordinator; everything of an earlier turn is gone."""
    City.objects.update_or_create(id=1, defaults={"name": "Boston"})
    office = Office.objects.create(name="Office of Volunteering", slug="volunteering", email="volunteer@example.org", is_main=True)
    user = User.objects.create(email="carla@example.org", is_staff=True)
    OfficeRole.objects.create(user=user, office=office, role=OfficeRole.Role.COORDINATOR)
    for number in range(26):
        Neighborhood.objects.create(name=f"Neighborhood {number}", slug=f"neighborhood-{number}")
    Venue.objects.bulk_create(Venue(name=f"Hall {number}", address=f"{number} Main Street") for number in range(400))
    return office, user


def table():
    """Return the bytes of the file: each row an opportunity with one shift."""
    text, first = io.StringIO(newline=""), date.today() + timedelta(days=30)
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for n in range(COUNT):
        words = f"Come and help, number {n}. Bring a friend, wear shoes you can stand in, and stay as long as you like."
        day = first + timedelta(days=n % 180)
        writer.writerow(
            [n, f"Pack boxes {n}", words, f"Partner {n % 300}", f"Neighborhood {n % 26}", 16, day, "9:00 a.m.", "12:30 p.m.", f"hall {n % 400}", 5 + n % 20]
        )
    return text.getvalue().encode()


class Watcher(threading.Thread):
    """Reads the progress as the page does, until it is told to stop."""

    def __init__(self, pk):
        super().__init__(daemon=True)
        self.pk, self.seen, self.stopped = pk, set(), threading.Event()

    def run(self):
        while not self.stopped.wait(0.3):
            self.seen.add(Import.objects.values_list("seen", flat=True).get(pk=self.pk))
        connections.close_all()


def timed(record):
    """Let the worker do the next thing; return the seconds it took, how many different figures the page would have shown meanwhile, and this process's own work in seconds."""
    watcher = Watcher(record.pk)
    watcher.start()
    began, worked = time.perf_counter(), time.process_time()
    imports.sweep(now=timezone.now())
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    watcher.stopped.set()
    watcher.join()
    record.refresh_from_db()
    return round(took, 2), len(watcher.seen), round(cpu, 2)


def main():
    office, user = ground()
    record = imports.bring(office=office, kind="opportunities", name="table.csv", content=table(), language="en", by=user, now=timezone.now())
    dry, shown, dry_cpu = timed(record)
    assert (record.state, record.made) == ("checked", 2 * COUNT), (record.problem, record.found)
    dry_mb = peak_mb()
    imports.start(record=record, by=user, now=timezone.now())
    took, shown_then, run_cpu = timed(record)
    assert (record.state, Opportunity.objects.count(), Shift.objects.count()) == ("done", COUNT, COUNT)
    again = imports.bring(office=office, kind="opportunities", name="table.csv", content=table(), language="en", by=user, now=timezone.now())
    second, _shown, _cpu = timed(again)
    doubled = again.made + again.changed
    memory = peak_mb()
    print(
        json.dumps(
            {
                "dry": dry,
                "dry_cpu": dry_cpu,
                "run_cpu": run_cpu,
                "dry_mb": dry_mb,
                "run": took,
                "again": second,
                "doubled": doubled,
                "mb": memory,
                "shown": shown,
                "shown_then": shown_then,
            }
        )
    )


if __name__ == "__main__":
    sys.exit(main())
