"""One outbox process that goes on through a database that comes and goes, until nothing is waiting; a lease lasts three seconds here."""

import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from mailing.models import Message  # noqa: E402
from mailing.outbox import rounds  # noqa: E402

settings.MAIL_LEASE = timedelta(seconds=3)
print("ready", flush=True)
while True:
    try:
        rounds.Round(lanes=rounds.WORKER).run()
        if not Message.objects.waiting().exists():
            break
    except (DatabaseError, InterfaceError):
        connection.close()
    time.sleep(0.2)
