"""What the portal reads from its environment: complete in `.env.example`, and each wrong value refused by name."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from civic import environment as read

WRONG = [
    ({"PORT": "eighty"}, "PORT is 'eighty'; it must be a whole number from 1 to 65535. Example: PORT=8000"),
    ({"WEB_WORKERS": "0"}, "WEB_WORKERS is '0'; it must be a whole number from 1 to 64. Example: WEB_WORKERS=3"),
    ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'; it must be 1 or 0. Example: DEBUG=0"),
    ({"SITE_URL": "volunteer.example.org"}, "SITE_URL is not a usable address. Example: SITE_URL=https://volunteer.example.org"),
    ({"DATABASE_URL": "mysql://somewhere/civic"}, "DATABASE_URL is not a usable address. Example: DATABASE_URL=postgres://"),
    ({"REDIS_URL": "somewhere:6379"}, "REDIS_URL is not a usable address. Example: REDIS_URL=redis://"),
    ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL is not a usable address. Example: EMAIL_URL=smtp+tls://"),
    ({"TIME_ZONE": "Boston"}, "TIME_ZONE is 'Boston', which is no IANA time zone. Example: TIME_ZONE=America/New_York"),
    ({"SECRET_KEY": " "}, "SECRET_KEY is not set. Example: SECRET_KEY="),
    ({"MAIL_FROM": "the office"}, "MAIL_FROM is 'the office', which is no email address. Example: MAIL_FROM=volunteer@example.org"),
    ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES is 'many'; it must be a whole number from 0 to 9."),
    ({"MAIL_PROVIDER": "pigeons"}, "MAIL_PROVIDER is 'pigeons'; it must be one of brevo, mailersend, mailgun,"),
    ({"MAIL_PROVIDER": "mailgun", "MAIL_PROVIDER_LOGIN": "reports:twenty-random-letters"}, "MAIL_PROVIDER_KEY is not set: mailgun signs its reports with it."),
    ({"MAIL_PROVIDER": "postmark", "MAIL_PROVIDER_LOGIN": "a:b"}, "MAIL_PROVIDER_LOGIN is not set, or too short."),
    ({"BOUNCE_MAILBOX_URL": "imap://example.org"}, "BOUNCE_MAILBOX_URL is not a usable address. Example: BOUNCE_MAILBOX_URL=imaps://"),
]


def gunicorn_check(environment):
    """Start gunicorn as far as its configuration and the application, without serving."""
    command = [sys.executable, "-m", "gunicorn", "civic.wsgi", "--config", "civic/gunicorn.py", "--check-config"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, **environment}, capture_output=True, text=True)


@pytest.mark.parametrize(("environment", "sentence"), WRONG, ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")
def test_a_wrong_value_is_refused_with_its_name_and_an_example(environment, sentence):
    answer = gunicorn_check(environment)
    assert answer.returncode != 0
    assert sentence in answer.stderr


def test_what_the_database_address_asks_for_beyond_the_address_is_kept():
    environment = {
        "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal?sslmode=verify-full",
        "REDIS_URL": "redis://127.0.0.1:1",
        "SECRET_KEY": "for-this-test-only-" * 4,
    }
    command = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", command],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert "'sslmode': 'verify-full'" in said.stdout and "'isolation_level': 1" in said.stdout, said.stderr


def test_right_values_are_taken():
    assert (
        gunicorn_check({"WEB_WORKERS": "2", "TIME_ZONE": "America/Chicago", "MAIL_PROVIDER": "mailgun", "MAIL_PROVIDER_KEY": "a-signing-key"}).returncode == 0
    )


def test_a_process_without_a_database_says_which_address_is_missing():
    environment = {"DATABASE_URL": "", "DATA_DIR": str(settings.DATA_DIR / "nothing here")}
    assert "DATABASE_URL is not set. Example: DATABASE_URL=postgres://" in gunicorn_check(environment).stderr
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is not set. Example: REDIS_URL=redis://"):
        read.require_servers(DATABASE_URL="postgres://here", REDIS_URL="")


def test_the_example_names_every_variable_the_portal_reads():
    written = (settings.BASE_DIR / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", written, re.MULTILINE))
    read_somewhere = set()
    for path in [*settings.BASE_DIR.glob("civic/*.py"), *settings.BASE_DIR.glob("civic/management/commands/*.py")]:
        read_somewhere |= set(
            re.findall(r"""(?:read\.(?:text|url|whole_number|yes_or_no|time_zone|address)\(|environ(?:\.get)?[([])["']([A-Z_]+)["']""", path.read_text())
        )
    assert read_somewhere - {"DJANGO_SETTINGS_MODULE"} <= named
    assert {"PORT", "DATA_DIR", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "TIME_ZONE", "SECRET_KEY", "DEBUG", "WEB_WORKERS", "WEB_THREADS"} <= named
