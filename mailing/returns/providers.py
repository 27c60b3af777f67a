"""Mail providers whose reports are understood: django-anymail checks the signature or password, and reads each one's words."""

import re
from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.utils.module_loading import import_string

from mailing.returns.names import PROVIDERS
from mailing.returns.reports import Kind, Report, judged

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"message-(\d{1,18})@")
_KINDS = {EventType.COMPLAINED: Kind.COMPLAINT, EventType.UNSUBSCRIBED: Kind.LEFT}
_FAILED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
_ABOUT_US = (RejectReason.BLOCKED, RejectReason.SPAM)
_NO_MAILBOX = (RejectReason.INVALID, RejectReason.BOUNCED)
_FOR_NOW = re.compile(r"\s*(?:smtp;\s*)?4\d\d\b", re.IGNORECASE)
_SPARKPOST_HARD = ("10", "30", "90")  # invalid recipient, no recipient, unsubscribed: its table of bounce classes


def view_of(provider: str) -> Any:
    """Return the view that checks and reads what the provider posts, with the secrets from the environment."""
    path, key_name = PROVIDERS[provider]
    secrets: dict[str, Any] = {"webhook_secret": [settings.MAIL_PROVIDER_LOGIN] if settings.MAIL_PROVIDER_LOGIN else []}
    if key_name and settings.MAIL_PROVIDER_KEY:
        secrets[key_name] = settings.MAIL_PROVIDER_KEY
    view = import_string(f"anymail.webhooks.{path}")
    return view(**secrets)


def report_of(event: AnymailTrackingEvent, *, provider: str, now: datetime) -> Report | None:
    """Return what an event reports, or None: opened, delivered, put off for a while are none of our business."""
    kind = _kind(event)
    if kind is None or not event.recipient:
        return None
    at = min(event.timestamp or now, now)
    letter = _MESSAGE_ID.search(str(event.message_id or ""))
    name = str(event.event_id) if event.event_id else f"{event.message_id}|{event.recipient}|{event.event_type}|{at.isoformat()}"
    words = str(event.mta_response or event.description or "")
    return Report(provider, name, kind, str(event.recipient), int(letter[1]) if letter else None, at, _status(event), words)


def _kind(event):
    if event.event_type in _KINDS:
        return _KINDS[event.event_type]
    if event.event_type not in _FAILED:
        return None
    if event.reject_reason == RejectReason.UNSUBSCRIBED:
        return Kind.LEFT
    if event.reject_reason in _ABOUT_US:
        return Kind.BLOCKED
    status = _status(event)
    if status:
        return judged(status)
    return Kind.HARD if event.reject_reason in _NO_MAILBOX and not _is_soft(event) else Kind.SOFT


def _status(event):
    found = _STATUS.search(f"{event.mta_response or ''} {event.description or ''}")
    return found[1] if found else ""


def _is_soft(event):
    """Where no status says it, providers tell the difference in words of their own, or the mail server's answer begins with 4 (RFC 5321 4.2.1)."""
    if _FOR_NOW.match(str(event.mta_response or event.description or "")):
        return True
    told = _told(event.esp_event)
    if "soft" in str(told.get("event") or told.get("type") or "").lower() or told.get("hard_bounce") is False:
        return True
    return "bounce_class" in told and str(told["bounce_class"]) not in _SPARKPOST_HARD


def _told(event):
    """Return what a provider posted, its names in small letters; SparkPost wraps it twice."""
    while isinstance(event, dict) and len(event) == 1 and isinstance(next(iter(event.values())), dict):
        event = next(iter(event.values()))
    return {str(name).lower(): value for name, value in event.items()} if isinstance(event, dict) else {}
