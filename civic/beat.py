"""The process that rings the bells: it knows the clock and loads nothing of what the bells set to work, which is most of its memory."""

from celery import Celery

from civic.celery import app as portal

app = Celery("beat", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = portal.conf.beat_schedule
