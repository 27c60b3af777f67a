"""The list of events, one page and the feeds, through the whole portal in this process: prints milliseconds and statements as one JSON line."""

import json
import logging
import os
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from civic import pagecache  # noqa: E402
from events.models import Event  # noqa: E402

TURNS = 9
FEED = "/feeds/events/kind/training.ics"  # some 5,000 events


def main():
    settings.ALLOWED_HOSTS = ["*"]
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    logging.disable(logging.INFO)
    now = timezone.now()
    middle = Event.objects.public().upcoming(now).order_by("starts", "id")[20_000]
    page = f"{int(middle.starts.timestamp() * 1_000_000)}-{middle.pk}"
    addresses = {
        "list": "/events/", "deep": f"/events/?page={page}", "kind": "/events/?kind=clean-up", "neighborhood": "/events/?neighborhood=neighborhood-3",
        "language": "/events/?language=ht", "mode": "/events/?mode=online&kind=board", "words": "/events/?q=libraries", "rare_words": f"/events/?q={middle.pk}",
        "all_filters": "/events/?q=heating&kind=forum&neighborhood=neighborhood-5&language=es&mode=online", "archive": "/events/archive/",
        "page": f"/events/{middle.slug}/", "spanish": "/es/events/",
    }  # fmt: skip
    figures = {name: measured(address) for name, address in addresses.items()}
    for name, address, unchanged in (("feed", FEED, False), ("feed_304", FEED, True), ("feed_atom", "/feeds/events.atom", False)):
        figures[name] = measured(address, unchanged=unchanged)
    figures["feed"]["events"] = body(Client().get(FEED)).count(b"BEGIN:VEVENT")
    print(json.dumps(figures))


def measured(address, *, unchanged=False):
    """Return the medians of an address, after one request that fills what the process keeps, its statements and its size."""
    client = Client()
    first = client.get(address)
    assert first.status_code == 200, first.status_code
    headers = {"If-None-Match": first["ETag"]} if unchanged else {}
    body(first)
    turns = [timed(client, address, headers) for _turn in range(TURNS)]
    with CaptureQueriesContext(connection) as asked:
        pagecache.forget()
        answer = client.get(address, headers=headers)
        size = len(body(answer))
    counted = {"ms": round(median(ms for ms, _cpu in turns), 1), "cpu_ms": round(median(cpu for _ms, cpu in turns), 1)}
    return {**counted, "statements": len(asked), "status": answer.status_code, "bytes": size}


def timed(client, address, headers):
    pagecache.forget()
    began, worked = time.perf_counter(), time.process_time()
    body(client.get(address, headers=headers))
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def body(answer):
    return answer.getvalue() if answer.streaming else answer.content


if __name__ == "__main__":
    sys.exit(main())
