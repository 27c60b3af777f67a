"""PostgreSQL is killed again and again while people sign up: what was answered with "one more step" is there afterwards."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from civic.processes import wait_until
from mailing.models import Message
from tests import makers
from tests.faults.resident import Resident
from volunteers.models import ShiftRole, SignUp

pytestmark = pytest.mark.soak
KILLS = 10


def keep_signing_up(url, role, number, over, told):
    """Sign up one person after the other; note who was told that their place is kept, and every status."""
    turn = 0
    while not over.is_set():
        turn += 1
        email, one = f"vera-{number}-{turn}@example.org", Resident(url, timeout=30)
        page = one.get(f"/volunteer/shifts/{role}/sign-up/")
        told["statuses"].add(page.status)
        if page.status == 200:
            answer = one.sign_up(role, name=f"Vera {number} {turn}", email=email)
            told["statuses"].add(answer.status)
            if answer.status == 302:
                told["kept"].append(email)
        one.close()


def test_no_promise_is_lost_when_the_database_is_killed(processes, transactional_db, mail_server):
    makers.city()
    role = makers.role(places=None, starts=timezone.now() + timedelta(days=10))
    processes.environment["EMAIL_URL"] = mail_server.url
    database = processes.own_database()
    processes.start("web", "worker", "beat")
    over, told = threading.Event(), {"statuses": set(), "kept": []}
    people = [threading.Thread(target=keep_signing_up, args=(processes.url, role.pk, number, over, told)) for number in range(4)]
    for one in people:
        one.start()
    for _ in range(KILLS):
        time.sleep(5)
        database.kill()
        time.sleep(1)
        database.start()
    time.sleep(5)
    over.set()
    for one in people:
        one.join(60)
    connection.close()
    assert told["statuses"] <= {200, 302, 403, 503}
    held = set(SignUp.objects.values_list("person__email", flat=True))
    assert len(told["kept"]) > KILLS and set(told["kept"]) <= held
    assert ShiftRole.objects.get().taken == SignUp.objects.count()
    assert Message.objects.filter(kind="confirm_code").count() == len(held)
    assert wait_until(lambda: {letter.to for letter in mail_server.letters} >= held, 180), Message.objects.waiting().count()
