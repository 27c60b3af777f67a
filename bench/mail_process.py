"""One outbox process of the mail benchmark: sends until nothing is due, started by a line on stdin; then tells its peak memory in MB."""

import gc
import json
import os
import resource
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django
from django.conf import settings

django.setup()
settings.TEMPLATES[0]["DIRS"].append(settings.BASE_DIR / "bench" / "templates")

from django.db import connection  # noqa: E402  settings come first

from bench.timing import peak_mb  # noqa: E402
from mailing import letters, previews  # noqa: E402
from mailing.outbox import rounds  # noqa: E402

KIND = "bench"


def register():
    """A personal letter: what the shift is, is shared by fifty people; name, number and link are the reader's."""
    letters.register(KIND, template="bench/letter", lane=2, load=load, context=context)


def load(messages):
    return {message.id: message.person for message in messages}


def context(message, person):
    shift = person.id // 50
    shared = {"what": f"Sort food, table {shift % 100}", "when": "Saturday, October 10, 9 a.m. to noon", "where": "1 City Hall Square", "bring": "Closed shoes"}
    personal = {"name": person.name, "party": "2", "url": f"{settings.SITE_URL}/my/link/{person.id:x}-4Jt0yq9vXw2mA7bQ/"}
    return letters.Letter(shift, shared, personal, {"url"})


def memory():
    """Return (now, peak) of this process in MB."""
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    return round(now), peak_mb()


def main():
    register()
    connection.ensure_connection()
    previews.render("test_letter", "en")
    gc.freeze()  # as the portal's worker does
    early = memory()[0]
    print("ready", flush=True)
    sys.stdin.readline()
    while rounds.Round(lanes=rounds.WORKER).run():
        pass
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"memory": early, "peak": memory()[1], "cpu": cpu.ru_utime + cpu.ru_stime}), flush=True)


if __name__ == "__main__":
    main()
