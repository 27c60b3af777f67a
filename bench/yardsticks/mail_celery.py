"""One Celery task a letter with Django's own `send_mail` and two processes: `send` is started by a line on stdin, the tasks are published then."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import redis
from celery import Celery
from django.conf import settings
from django.core.mail import send_mail

settings.configure(
    SECRET_KEY="bench",
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=int(os.environ["BENCH_SMTP_PORT"]),
    USE_TZ=True,
)
BROKER = os.environ["BENCH_BROKER"]
app = Celery("mail_celery", broker=BROKER)
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=50)
words = json.loads(Path(os.environ["BENCH_WORDS"]).read_text())


@app.task
def letter(number):
    send_mail(words["subject"], words["text"], "portal@localhost", [f"person{number}@example.org"], html_message=words["html"])
    done.incr("letters")


done = redis.Redis.from_url(BROKER)


def send(count):
    """Start the worker, publish, and wait until every letter is out."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--app",
        "mail_celery",
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        "ERROR",
        "--without-gossip",
        "--without-mingle",
    ]
    with subprocess.Popen(command, cwd=Path(__file__).parent) as worker:
        while not app.control.ping(timeout=1):
            time.sleep(0.1)
        done.set("letters", 0)
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(count):
            letter.delay(number)
        while int(done.get("letters")) < count:
            time.sleep(0.02)
        worker.terminate()
    print(count, flush=True)


if __name__ == "__main__":
    send(int(sys.argv[1]))
