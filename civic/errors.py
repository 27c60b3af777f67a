"""Pages for when something is wrong: each says what happened, what to do next and whom to call."""

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

TITLES = {
    400: _("We could not read that request"),
    403: _("This page is not open to you"),
    404: _("We can’t find that page"),
    413: _("That was too much to send at once"),
    422: _("We could not use what was sent"),
    429: _("Too many tries in a short time"),
    500: _("Something went wrong on our side"),
    503: _("We will be right back"),
}

DATABASE_AWAY = (OperationalError, InterfaceError)  # gone, starting, or too busy to answer in time

# What the last good page knew about the office, so that a page without a database still has a phone number on it.
last_known: dict[str, Any] = {}


def remember_office(portal: dict[str, Any]) -> None:
    """Keep the office's name and phone in this process; called by the context processor after a good read."""
    last_known["portal"] = portal


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The error page of this status, with the office from the context processor."""
    body = render_to_string(f"errors/{status}.html", {"title": TITLES[status], **context}, request)
    return HttpResponse(body, status=status)


def page_without_database(status: int, **context: Any) -> HttpResponse:
    """The error page of this status from what the process remembers; asks neither database nor context processors."""
    return HttpResponse(render_to_string(f"errors/{status}.html", {"title": TITLES[status], **last_known, **context}), status=status)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no browser of ours makes, or one that is too large (413)."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page of staff, or of somebody else."""
    return page(request, 403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Unknown, expired and foreign look the same."""
    return page(request, 404)


def handler429(request: HttpRequest) -> HttpResponse:
    """Signing in was tried too often: allauth counts by the minute."""
    return too_many(request, 60)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that is away: then the page says that it will be back."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request)
    return page_without_database(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was open too long, or a browser that keeps no cookies."""
    logger.warning("form refused by the cross-site check: %s", reason)
    body = render_to_string("errors/csrf.html", {"title": _("Please open the form again")}, request)
    return HttpResponse(body, status=403)


def unreadable(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """422 where there is no form page to show again."""
    return page(request, 422, sentence=sentence)


def too_many(request: HttpRequest, retry_after_seconds: int, sentence: str = "") -> HttpResponse:
    """429 with Retry-After in seconds (RFC 9110, 10.2.3); the sentence says what one can do meanwhile."""
    minutes = max(1, -(-retry_after_seconds // 60))
    answer = page(request, 429, sentence=sentence, minutes=minutes)
    answer["Retry-After"] = str(retry_after_seconds)
    return answer


def unavailable(request: HttpRequest, retry_after_seconds: int = 60) -> HttpResponse:
    """503 while the database is away; Retry-After in seconds."""
    answer = page_without_database(503)
    answer["Retry-After"] = str(retry_after_seconds)
    return answer
