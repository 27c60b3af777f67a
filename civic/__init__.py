"""The roof: settings, addresses, the clock, pages that gather, the staff site and the commands that run everything."""

from civic.celery import app as celery_app

__all__ = ["celery_app"]
