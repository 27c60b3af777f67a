"""A run of today with 40 stops, each of a pledge with three items, as the driver's phone and the printer ask for it, through the whole portal in this process: prints milliseconds and statements as one JSON line."""

import json
import logging
import os
import sys
from datetime import datetime, time, timedelta
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.timing import timed  # noqa: E402
from donations import run_links  # noqa: E402
from donations.models import PickUpRun, PickUpWindow  # noqa: E402
from people.models import OfficeRole  # noqa: E402
from places.models import City  # noqa: E402
from tests import goods, makers  # noqa: E402
from tests.staff.conftest import make_staff, signed_in  # noqa: E402

STOPS, PAGES, WINDOWS = 40, 15, 4


def fill():
    """Return a coordinator and a run of today: forty promised gifts in four windows of the whole day, with notes and points on the map."""
    City.objects.update_or_create(id=1, defaults={"name": "Boston"})
    now = timezone.now()
    drive = goods.drive(opens=now - timedelta(days=5), closes=now + timedelta(days=20), offers_pick_up=True)
    needs = [goods.need(drive, name=name) for name in ("Notebooks", "Backpacks", "Pencil cases")]
    run = PickUpRun.objects.create(
        drive=drive, day=now.astimezone(drive.zone).date(), to=goods.location(drive), driver=makers.person("Dora", "dora@example.org")
    )
    begins = datetime.combine(run.day, time(0), tzinfo=drive.zone)
    hours = timedelta(hours=24 // WINDOWS)
    windows = [PickUpWindow.objects.create(run=run, starts=begins + hours * n, ends=begins + hours * (n + 1), capacity=STOPS) for n in range(WINDOWS)]
    for n in range(STOPS):
        who = makers.person(f"Dan Donor {n}", f"dan{n}@example.org", phone=f"+161755501{n:02}")
        goods.pick_up(
            drive, who=who, state="assigned", window=windows[n % WINDOWS], order=n, pledge=goods.pledge(dict.fromkeys(needs, n + 1), who=who),
            notes="The side door, please.", lat=42.3 + n / 500, lng=-71.1 + n / 700,
        )  # fmt: skip
    return make_staff("carla@example.org", drive.office, OfficeRole.Role.COORDINATOR), run


def measured(client, address):
    """Return the medians (milliseconds) of an address, its statements and its size, after one request that fills what the process keeps."""
    client.get(address)
    pages = [timed(client.get, address) for _turn in range(PAGES)]
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.text.count("Saratoga") >= STOPS, page.status_code
    return median(ms for ms, _cpu in pages), median(cpu for _ms, cpu in pages), len(asked), len(page.content) // 1024


def main():
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.INFO)  # as the portal of a demonstration logs
    carla, run = fill()
    driver = Client()
    driver.get(f"/donate/runs/open/{run_links.DOOR.token(run)}/")
    phone, phone_cpu, statements, kb = measured(driver, reverse("donations:run_sheet", args=[run.pk]))
    paper, paper_cpu, _statements, _kb = measured(signed_in(carla), reverse("admin:print_run", args=[run.pk]))
    figures = {"phone": phone, "phone_cpu": phone_cpu, "paper": paper, "paper_cpu": paper_cpu}
    print(json.dumps({name: round(ms, 1) for name, ms in figures.items()} | {"statements": statements, "kb": kb}))


if __name__ == "__main__":
    sys.exit(main())
