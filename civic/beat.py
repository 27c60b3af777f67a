"""The process that rings the bells: it knows the clock and loads nothing of what the bells set to work, which is most of its memory."""

from celery import Celery
from celery.beat import PersistentScheduler

from civic.celery import app as portal


class Clock(PersistentScheduler):
    """Celery's scheduler, which keeps in a file when each task rang last, but without waiting for that moment when the machine's clock was set back."""

    def tick(self, **options):
        """Ring what is due, as Celery does; returns seconds until the next look."""
        if self._forget_the_future():
            self._heap = None  # made anew from the moments as they are now
        return super().tick(**options)

    def _forget_the_future(self):
        """Let what rang last at a moment that is still to come ring one interval from now on; tells whether there was any."""
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > entry.default_now()]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        return bool(ahead)


app = Celery("beat", fixups=[], set_as_current=False)  # who only looks at it goes on ringing through the portal
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = portal.conf.beat_schedule
app.conf.beat_scheduler = "civic.beat:Clock"
