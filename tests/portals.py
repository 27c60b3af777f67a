"""The whole portal as a newcomer starts it: a real `manage.py up` on a data folder and a port of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings

from civic.data_folder import unprivileged_account, within_reach
from civic.processes import wait_until
from civic.servers import free_port

OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL", "PORT", "LISTEN", "DJANGO_SETTINGS_MODULE")


class Portal:
    """One running `manage.py up`."""

    def __init__(self, data_dir, *, port=None, **environment):
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = data_dir.with_name(f"{data_dir.name}.{self.port}.log")
        self.environment = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment.update(DATA_DIR=str(data_dir), WEB_WORKERS="2", **environment)
        self.process = None

    def start(self, *arguments):
        """Start without waiting; a second call is a second start on the same data."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "up", "--port", str(self.port), *arguments]
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.started = time.monotonic()
        return self

    def open(self, *arguments, seconds=180):
        """Start and wait for the first page; return the seconds it took."""
        self.start(*arguments)
        assert wait_until(lambda: self.answers() or self.process.poll() is not None, seconds) and self.answers(), self.said()
        return time.monotonic() - self.started

    def answers(self, path="/healthz"):
        return self.status(path) == 200

    def status(self, path):
        """Return the HTTP status of a page, or None when nobody listens."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def said(self):
        return self.log.read_text(errors="replace")

    @property
    def servers(self):
        return json.loads((self.data_dir / "servers.json").read_text())

    def pids(self):
        """Return {process id: command line} of `up` and everything below it."""
        answer = subprocess.run(["ps", "-e", "-ww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 2) for line in answer.stdout.splitlines()]
        ours = {self.process.pid}
        while more := {int(pid) for pid, parent, _ in rows if int(parent) in ours} - ours:
            ours |= more
        return {int(pid): command for pid, _, command in rows if int(pid) in ours and "<defunct>" not in command}

    def pid_of(self, words):
        """Return the process id of the topmost process whose command line has these words, or None."""
        return next((pid for pid, command in sorted(self.pids().items()) if words in command), None)

    def end(self, number=signal.SIGTERM, seconds=90):
        """Send a signal to `up` alone and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def take_static_files(self):
        """Save the seconds of collecting: the tests' own static files are the same."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        shutil.copytree(settings.STATIC_ROOT, self.data_dir / "staticfiles", dirs_exist_ok=True)
        shutil.copy(settings.DATA_DIR / "staticfiles.stamp", self.data_dir)

    def take_over(self, folder):
        """Begin with a copy of another, stopped portal's data, where there is one: the same city, ready at once."""
        if folder.exists():
            subprocess.run(["cp", "-a", str(folder), str(self.data_dir)], check=True)
        else:
            self.take_static_files()

    def end_if_it_runs(self):
        if self.process and self.process.poll() is None:
            self.end()
        self.log.unlink(missing_ok=True)

    def remove(self):
        """End what still runs and remove the data."""
        self.end_if_it_runs()
        account = unprivileged_account() if os.geteuid() == 0 else None
        if self.data_dir.exists():
            shutil.rmtree(within_reach(self.data_dir, account), ignore_errors=True)
            shutil.rmtree(self.data_dir, ignore_errors=True)


def alive(pids):
    """Return those of the processes that still run."""
    return [pid for pid in pids if _runs(pid)]


def _runs(pid):
    answer = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(answer.stdout.strip()) and not answer.stdout.startswith("Z")
