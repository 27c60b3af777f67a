"""Celery and the clock: what runs by itself, in one table. Celery only rings the bell; the truth is in Postgres."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")

app = Celery("civic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Task, seconds between rings, queue. Every task may run twice, late or on two beats at once.
CLOCK = [
    ("mailing.tasks.send_due", 30, "mail"),
    ("mailing.tasks.send_bulk", 30, "bulk"),
    ("mailing.tasks.tidy", 300, "mail"),
    ("volunteers.tasks.sweep_places", 60, "mail"),
    ("volunteers.tasks.queue_reminders", 300, "mail"),
]

app.conf.beat_schedule = {
    task: {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": seconds}} for task, seconds, queue in CLOCK
}
app.conf.task_routes = {task: {"queue": queue} for task, _, queue in CLOCK}
