"""Django's own mail takes the same road: into the outbox."""

from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Store each message as a letter."""
