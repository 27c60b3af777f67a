"""A topic and a consent, for the walk over all staff addresses."""

from django.utils import timezone

from tests.outreach import wanting

DESK = {"end_subscription": "subscription", "ledger": "person"}


def all_of(office, *, person):
    """Return {name of its model: record}, all of one office."""
    topic = wanting.topic(office=office)
    return {"topic": topic, "subscription": wanting.wants(person, topic, confirmed_at=timezone.now())[0]}
