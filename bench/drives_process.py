"""The board and the public page of the largest drive, through the whole portal in this process: prints milliseconds and statements as one JSON line."""

import json
import logging
import os
import sys
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.ground import cpu_of  # noqa: E402
from bench.timing import timed  # noqa: E402
from civic import pagecache  # noqa: E402
from donations.models import Drive  # noqa: E402
from intake import kept_pages  # noqa: E402
from people.models import OfficeRole, User  # noqa: E402
from tests.staff.conftest import make_staff, signed_in  # noqa: E402

PAGES = 9


def main():
    settings.ALLOWED_HOSTS = ["*"]
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    logging.disable(logging.INFO)  # as the portal of a demonstration logs
    drive = Drive.objects.order_by("pk").last()
    carla = User.objects.filter(email="carla@example.org").first() or make_staff("carla@example.org", drive.office, OfficeRole.Role.COORDINATOR)
    figures = measured(signed_in(carla), reverse("admin:drive_board", args=[drive.pk]), "board")
    figures |= measured(Client(), reverse("donations:drive", args=[drive.slug]), "page")
    print(json.dumps(figures))


def measured(client, address, name):
    """Return the medians of an address, after one request that fills what the process keeps, and its statements."""
    _fresh(client, address)
    server, before = connection.connection.info.backend_pid, cpu_of(connection.connection.info.backend_pid)
    pages = [timed(_fresh, client, address) for _turn in range(PAGES)]
    database = (cpu_of(server) - before) * 1000 / PAGES
    with CaptureQueriesContext(connection) as asked:
        _fresh(client, address)
    return {
        f"{name}_database_cpu": round(database, 1),
        name: round(median(ms for ms, _cpu in pages), 1),
        f"{name}_cpu": round(median(cpu for _ms, cpu in pages), 1),
        f"{name}_statements": len(asked),
    }


def _fresh(client, address):
    """Ask for a page that nobody has kept."""
    pagecache.forget()
    kept_pages.forget()
    return client.get(address)


if __name__ == "__main__":
    sys.exit(main())
