"""Logs: one line an event on the standard error, as JSON in production, with the id of the request or task it belongs to.

No line holds personal data: a request is its method and its route (an address may hold a token or what somebody searched
for), no IP address is kept, and what looks like an email address, a phone number or a token is cut out of every text.
"""

import logging
import re

import structlog
from django_structlog.middlewares import RequestMiddleware

CUT = "•••"
PERSONAL = re.compile(
    r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*"  # an email address
    r"|(?<![\d-])(?!\d{4}-\d\d-\d\d)\+?\(?\d[\d ().-]{8,}\d"  # a phone number
    r"|(?<![\w.-])[A-Za-z0-9_-]{32,}(?![\w.-])"  # a token or a key
    r"|(?<=Failing row contains \()[^\n]*"  # PostgreSQL's DETAIL shows the whole row
    r"|(?<==\()[^)]*(?=\) (?:already exists|is not present|is still referenced))"  # PostgreSQL's DETAIL names the value
)
SAFE_KEYS = {"timestamp", "request_id", "parent_request_id", "task_id", "parent_task_id", "child_task_id", "level", "logger"}


def without_personal_data(logger, name, event):
    """Cut addresses, numbers and tokens out of every text of an event (a structlog processor)."""
    return {key: PERSONAL.sub(CUT, value) if isinstance(value, str) and key not in SAFE_KEYS else value for key, value in event.items()}


def only_plain_values(logger, name, event):
    """Write everything that is no plain value as text, so that nothing is left that a renderer would print uncut."""
    return {
        key: value if value is None or isinstance(value, (str, int, float, bool)) or key == "exc_info" or key.startswith("_") else str(value)
        for key, value in event.items()
    }


class RequestLog(RequestMiddleware):
    """One line for each request when it is answered, and the request's id in every line written meanwhile."""

    @staticmethod
    def format_request(request):
        """Return the method and the route."""
        match = getattr(request, "resolver_match", None)
        return f"{request.method} /{match.route}" if match else request.method


def configuration(*, as_json, level):
    """Return what `logging.config.dictConfig` takes, and set structlog up to the same end."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        only_plain_values,
        without_personal_data,
        renderer,
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": structlog.stdlib.ProcessorFormatter, "processors": last, "foreign_pre_chain": shared}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": logging.getLevelName(level)},
        "loggers": {
            "django.security.csrf": {"level": "ERROR"},
            "django.request": {"level": "ERROR"},  # its lines about 4xx are the address; ours are the route
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "ERROR"},
        },
    }
