"""The rows of the postponing benchmark, the request of staff, and a worker in a process of its own; prints one JSON object."""

import json
import os
import subprocess
import sys
import time as clock
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY  # noqa: E402  settings come first
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from events.models import Event, Registration  # noqa: E402
from mailing import proof  # noqa: E402
from mailing.models import Message  # noqa: E402
from mailing.outbox import rounds  # noqa: E402
from people.models import Office, OfficeRole, User  # noqa: E402
from places.models import City, Venue  # noqa: E402

PEOPLE, PATIENCE = 5000, 60
_PERSONS = """
INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, created_at, active_at)
SELECT %s, 'Vera ' || n, 'vera' || n, 'person' || n || '@example.org', '', '', 'email', 'en', now(), now() FROM generate_series(1, %s) n
"""
_REGISTRATIONS = """
INSERT INTO events_registration (person_id, event_id, party_size, state, late, language, attends, answer, age_band, children, organization, waits_since, created_at, changed_at)
SELECT id, %s, 1, 'confirmed', false, 'en', 'in_person', '', '', 0, '', now(), now(), now() FROM people_person
"""


def fill():
    """Return the office, and a browser in which a coordinator has signed in with a second factor."""
    City.objects.update_or_create(id=1, defaults={"name": "Boston"})
    office = Office.objects.create(
        name="Office of Events", slug="events", phone="+16175550100", phone_hours="Weekdays", email="events@example.org", address="1 Square", is_main=True
    )
    carla = User.objects.create(email="carla@example.org", name="Carla", is_staff=True)
    OfficeRole.objects.create(user=carla, office=office, role=OfficeRole.Role.COORDINATOR)
    TOTP.activate(carla, "JBSWY3DPEHPK3PXP")
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, [office.id, PEOPLE])
    client = Client(SERVER_NAME=settings.SITE_HOST)
    client.force_login(carla)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1.0}, {"method": "mfa", "at": 2.0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(carla.pk)
    session.save()
    return office, client


def an_event(office, number):
    """A published event with 5,000 registrations."""
    starts = timezone.now() + timedelta(days=20)
    venue = Venue.objects.get_or_create(name="Library", address="1 Main Street")[0]
    event = Event.objects.create(
        office=office, title=f"Town hall {number}", slug=f"town-hall-{number}", purpose="Talk.", state="published", starts=starts, ends=starts + timedelta(hours=2), venue=venue,
        published_at=timezone.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_REGISTRATIONS, [event.pk])
        cursor.execute("ANALYZE")
    return event


def postpone(office, client, number):
    """Return seconds of the request, until the first letter is out, and until a code that is asked for meanwhile is out."""
    event = an_event(office, number)
    began = clock.perf_counter()
    answer = client.post(reverse("admin:postpone_event", args=[event.pk]), {"reason": "A storm comes."})
    request = clock.perf_counter() - began
    assert answer.status_code == 302, answer.status_code
    about = [f"events.registration:{pk}" for pk in Registration.objects.filter(event=event)[:PEOPLE].values_list("pk", flat=True)]
    first = wait(Message.objects.filter(kind="event_postponed", about__in=about, state="sent")) - began
    asked = clock.perf_counter()
    proof.ask(email=f"sam{number}@example.org", office=office, language="en", now=timezone.now())
    code = wait(Message.objects.filter(kind="confirm_code", to=f"sam{number}@example.org", state="sent")) - asked
    wait_until_all(event)
    return request, first, code


def wait(found):
    end = clock.perf_counter() + PATIENCE
    while not found.exists():
        assert clock.perf_counter() < end, "no letter"
        clock.sleep(0.02)
    return clock.perf_counter()


def wait_until_all(event):
    while Message.objects.filter(kind="event_postponed", state__in=["queued", "sending"]).exists():
        clock.sleep(0.2)


def work():
    """A worker that looks for letters again and again; ends with the process that started it."""
    parent = os.getppid()
    while os.getppid() == parent:
        if not rounds.Round(lanes=rounds.WORKER).run():
            clock.sleep(0.05)


def main(times):
    office, client = fill()
    worker = subprocess.Popen([sys.executable, "-m", "bench.postponing_process", "work"])
    try:
        figures = [postpone(office, client, number) for number in range(times)]
    finally:
        worker.terminate()
        worker.wait()
    sent = Message.objects.filter(kind="event_postponed")
    request, first, code = zip(*figures, strict=True)
    print(json.dumps({
        "request_seconds": request, "first_out_seconds": first, "code_seconds": code, "people": PEOPLE, "lost": times * PEOPLE - sent.filter(state="sent").count(),
        "doubled": sent.count() - times * PEOPLE,
    }))  # fmt: skip


if __name__ == "__main__":
    work() if sys.argv[1] == "work" else main(int(sys.argv[1]))
