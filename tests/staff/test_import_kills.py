"""A worker that is killed in the middle of an import: nothing of it is there, and the next worker imports all of it, once."""

import signal
from datetime import timedelta

from django.utils import timezone

from civic.processes import wait_until
from volunteers.actions import imports
from volunteers.models import Import, Opportunity
from volunteers.models.imports import LEASE

ROWS = 4000


def is_in_hand(pk):
    return Import.objects.filter(pk=pk, state="to_run", beat_at__isnull=False).exists()


def is_now(pk, state):
    return Import.objects.filter(pk=pk, state=state).exists()


def test_a_killed_worker_leaves_nothing_and_the_next_one_imports_all_of_it_once(processes, office, carla):
    content = ("id,title,text\n" + "".join(f"{number},Work {number},Text.\n" for number in range(ROWS))).encode()
    record = imports.bring(office=office, kind="opportunities", name="work.csv", content=content, language="en", by=carla, now=timezone.now())
    processes.start("bulk", "beat")
    assert wait_until(lambda: is_now(record.pk, "checked"), 120)
    imports.start(record=record, by=carla, now=timezone.now())
    assert wait_until(lambda: is_in_hand(record.pk), 60)
    processes["bulk"].signal_group(signal.SIGKILL)
    processes["bulk"].process.wait()
    assert (is_now(record.pk, "to_run"), Opportunity.objects.count()) == (True, 0)
    Import.objects.update(beat_at=timezone.now() - LEASE - timedelta(seconds=1))
    processes.restart("bulk")
    assert wait_until(lambda: is_now(record.pk, "done"), 120)
    record.refresh_from_db()
    assert (record.made, record.content, Opportunity.objects.count()) == (ROWS, None, ROWS)
