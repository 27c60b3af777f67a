"""django-post-office sends the same letters from rows of its own with two processes: `fill`, or `send` started by a line on stdin."""

import json
import os
import sys
from pathlib import Path

import django
import environ
from django.conf import settings
from django.core.management import call_command

settings.configure(
    SECRET_KEY="bench",
    INSTALLED_APPS=["post_office"],
    DATABASES={"default": environ.Env.db_url_config(os.environ["BENCH_DATABASE_URL"])},
    EMAIL_BACKEND="post_office.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=int(os.environ["BENCH_SMTP_PORT"]),
    POST_OFFICE={"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}, "BATCH_SIZE": 1_000_000, "BATCH_DELIVERY_TIMEOUT": 3600},
    USE_TZ=True,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}, {"BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates", "OPTIONS": {"context_processors": []}}],
)  # fmt: skip
django.setup()

from post_office.mail import send_queued  # noqa: E402  settings come first
from post_office.models import PRIORITY, STATUS, Email  # noqa: E402


def fill(count, path):
    """Store the letters, as `post_office.mail.send_many` would."""
    call_command("migrate", verbosity=0)
    Email.objects.all().delete()
    words = json.loads(Path(path).read_text())
    Email.objects.bulk_create(
        [
            Email(
                from_email="portal@localhost", to=[f"person{number}@example.org"], subject=words["subject"], message=words["text"], html_message=words["html"],
                status=STATUS.queued, priority=PRIORITY.medium,
            )
            for number in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip


def send():
    """Send everything with two processes."""
    print("ready", flush=True)
    sys.stdin.readline()
    sent, failed, _requeued = send_queued(processes=2)
    assert failed == 0, failed
    print(sent, flush=True)


if sys.argv[1] == "fill":
    fill(int(sys.argv[2]), sys.argv[3])
else:
    send()
