"""Celery and the clock: what runs by itself, in one table. Celery only rings the bell; the truth is in Postgres."""

import gc
import logging.config
import os
import signal

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_process_init
from django.conf import settings
from django.urls import reverse
from django_structlog.celery.steps import DjangoStructLogInitStep

from civic.environment import require_servers
from civic.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")

app = Celery("civic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)

SEND_BULK = "mailing.tasks.send_bulk"
# Task, seconds between rings, queue. Every task may run twice, late or on two beats at once.
CLOCK = [
    ("civic.tasks.tick", 60, "mail"),
    ("civic.tasks.forget_people", 3600, "bulk"),
    ("civic.tasks.forget_notes", 3600, "bulk"),
    ("civic.tasks.forget_sessions", 3600, "bulk"),
    ("mailing.tasks.send_due", 30, "mail"),
    (SEND_BULK, 5, "bulk"),
    ("mailing.tasks.tidy", 300, "mail"),
    ("mailing.tasks.read_returns", 300, "bulk"),
    ("mailing.tasks.forget_old", 3600, "bulk"),
    ("donations.tasks.close_promises", 60, "mail"),
    ("donations.tasks.sweep_pick_ups", 60, "mail"),
    ("donations.tasks.remind_of_pick_ups", 300, "mail"),
    ("events.tasks.sweep_registrations", 60, "mail"),
    ("events.tasks.remind_registered", 300, "mail"),
    ("volunteers.tasks.sweep_places", 60, "mail"),
    ("volunteers.tasks.queue_reminders", 300, "mail"),
    ("volunteers.tasks.tell_changes", 60, "mail"),
    ("volunteers.tasks.write_evening_letters", 600, "mail"),
    ("volunteers.tasks.close_asks", 60, "mail"),
    ("volunteers.tasks.work_on_imports", 5, "bulk"),
    ("volunteers.tasks.write_news", 900, "bulk"),
    ("volunteers.tasks.thank_people", 3600, "bulk"),
    ("events.tasks.ask_whether_support_worked", 600, "mail"),
    ("donations.tasks.sweep_pledges", 60, "mail"),
    ("donations.tasks.remind_donors", 300, "mail"),
    ("events.tasks.look_after_records", 3600, "bulk"),
    ("outreach.tasks.work_on_campaigns", 5, "bulk"),
    ("outreach.tasks.write_digests", 60, "bulk"),
    ("outreach.tasks.queue_evening_gaps", 300, "mail"),
]


def expires(task, seconds):
    """Return after how many seconds a ring that nobody heard is dropped: when the clock has rung again, but not within a few rounds of letters to many.

    Rings for such a round itself are dropped at once: they would queue up before other work.
    """
    return seconds if task == SEND_BULK else max(seconds, 30)


app.conf.beat_schedule = {
    task: {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": expires(task, seconds)}} for task, seconds, queue in CLOCK
}
app.conf.task_routes = {task: {"queue": queue} for task, _, queue in CLOCK}


@setup_logging.connect
def log_like_the_portal(**kwargs):
    """Celery sets no logging up of its own: worker and beat write the lines that the web processes write."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def require_both_servers(**kwargs):
    """A worker or a beat that knows no server says so instead of waiting for one."""
    require_servers(DATABASE_URL=settings.DATABASE_URL, REDIS_URL=settings.REDIS_URL)


@worker_init.connect
def share_what_is_loaded(**kwargs):
    """What is loaded before the pool parts stays shared, the addresses included: the garbage collector is told not to touch it."""
    reverse("home")
    gc.collect()
    gc.freeze()


@worker_process_init.connect
def end_with_the_worker(**kwargs):
    """A pool process does not outlive a killed worker."""
    end_with_parent(signal.SIGTERM)
