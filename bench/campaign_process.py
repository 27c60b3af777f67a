"""One process of the campaign benchmark, started by a line on stdin: `build` makes the letters, `send` sends until nothing is due. Tells seconds and memory."""

import json
import resource
import sys
import time

from bench import mail_process  # starts Django

from django.db import connection  # isort: skip  settings come first
from django.utils import timezone  # isort: skip

from civic.celery import share_what_is_loaded  # isort: skip
from mailing import previews  # isort: skip
from mailing.outbox import rounds  # isort: skip
from outreach.actions import sending  # isort: skip


def build():
    """Begin what is due and make its letters, as the clock does."""
    sending.work(now=timezone.now())


def send():
    """Send as the bulk worker does."""
    while rounds.Round(lanes=rounds.BULK).run():
        pass


def main():
    act = {"build": build, "send": send}[sys.argv[1]]
    connection.ensure_connection()
    previews.render("campaign", "en")
    share_what_is_loaded()
    early = mail_process.memory()[0]
    print("ready", flush=True)
    sys.stdin.readline()
    begin = time.perf_counter()
    act()
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    told = {"seconds": time.perf_counter() - begin, "memory": early, "peak": mail_process.memory()[1], "cpu": cpu.ru_utime + cpu.ru_stime}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
