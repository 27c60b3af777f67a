"""What the portal reads from its environment; each wrong value is refused with its name and an example."""

import json
import os
import re
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "insecure-demo-key-make-your-own-with-fifty-or-more-random-characters"

# A file `.env` beside manage.py fills in what the environment itself leaves open; ENV_FILE names another one.
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
env = environ.Env()


def text(name, default, example):
    """Return a variable as text; refuse an empty one by name."""
    value = env.str(name, default)
    if value is None or not value.strip():
        raise ImproperlyConfigured(f"{name} is not set. Example: {name}={example}")
    return value.strip()


def whole_number(name, default, low, high):
    """Return a variable as an integer between low and high, both included."""
    raw = env.str(name, str(default))
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be a whole number from {low} to {high}. Example: {name}={default}")
    return int(raw)


def yes_or_no(name, default):
    """Return a variable as a boolean."""
    raw = env.str(name, "1" if default else "0").strip().lower()
    if raw not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be 1 or 0. Example: {name}=0")
    return raw in {"1", "true", "yes", "on"}


def url(name, default, schemes, example):
    """Return a variable as a URL with one of the schemes, or the default when it is unset."""
    raw = env.str(name, default)
    if raw and urlsplit(raw).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} is not a usable address. Example: {name}={example}")
    return raw


def one_of(name, choices):
    """Return a variable that names one of the choices, or "" when it is unset or empty."""
    value = env.str(name, "").strip().lower()
    if value and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(sorted(choices))}. Example: {name}={min(choices)}")
    return value


def address(name, default):
    """Return a variable as an email address, or the default when it is unset or empty."""
    value = env.str(name, "").strip()
    if value and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", value):
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no email address. Example: {name}=volunteer@example.org")
    return value or default


def require_a_secret(provider, key, login, *, signs):
    """Refuse a mail provider whose reports anybody could forge: it signs them with a key, or comes with a user name and password."""
    if signs and not key:
        raise ImproperlyConfigured(
            f"MAIL_PROVIDER_KEY is not set: {provider} signs its reports with it. Example: MAIL_PROVIDER_KEY=the-signing-key-it-shows-you"
        )
    if not signs and (":" not in login or len(login) < 16):
        raise ImproperlyConfigured("MAIL_PROVIDER_LOGIN is not set, or too short. Example: MAIL_PROVIDER_LOGIN=reports:twenty-random-letters")


def time_zone(name, default):
    """Return the name of an IANA time zone."""
    value = text(name, default, "America/New_York")
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no IANA time zone. Example: {name}=America/New_York")
    return value


def embedded(data_dir):
    """Return the addresses of the embedded servers that `manage.py up` wrote down, or an empty dict when none run."""
    try:
        return json.loads((data_dir / "servers.json").read_text())
    except (OSError, ValueError):
        return {}


def require_servers(**addresses):
    """Refuse to go on without the addresses of the servers; raise ImproperlyConfigured with the first one's name and an example."""
    examples = {"DATABASE_URL": "postgres://user:password@host:5432/civic", "REDIS_URL": "redis://:password@host:6379/0"}
    for name, value in addresses.items():
        if not value:
            raise ImproperlyConfigured(f"{name} is not set. Example: {name}={examples[name]} (or `make run`, which brings its own)")
