"""Debian's smtp-sink: takes letters as fast as they come and keeps nothing."""

import os
import shutil
import smtplib
import subprocess
import sys
from pathlib import Path

from civic.processes import CannotStart, Child, wait_until
from civic.servers import free_port


class Sink(Child):
    """One smtp-sink on a free port of 127.0.0.1."""

    def __init__(self, folder):
        super().__init__("smtp-sink")
        self.port = free_port()
        program, libraries = find(Path(folder))
        self.command = [program, *(["-u", "nobody"] if os.geteuid() == 0 else []), f"127.0.0.1:{self.port}", "1000"]
        self.environment = {**os.environ, "LD_LIBRARY_PATH": libraries}

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        """Start and wait for its greeting."""
        super().start()
        if not wait_until(self.greets, 10):
            raise CannotStart("smtp-sink does not answer.")
        return self

    def greets(self):
        """Say whether it answers."""
        try:
            smtplib.SMTP("127.0.0.1", self.port, timeout=1).quit()
        except OSError:
            return False
        return True


def find(folder):
    """Return (program, folder of its libraries): on the PATH or in /usr/sbin, else from Debian's package postfix, unpacked under `folder`."""
    program = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program:
        return program, os.environ.get("LD_LIBRARY_PATH", "")
    place = folder / "postfix"
    if not (place / "usr/sbin/smtp-sink").exists():
        place.mkdir(parents=True, exist_ok=True)
        print("smtp-sink is not here: unpacking it from Debian's package postfix (nothing is installed) ...", file=sys.stderr, flush=True)
        try:
            subprocess.run(["apt-get", "download", "-q", "postfix"], cwd=place, check=True, capture_output=True)
            subprocess.run(["dpkg", "-x", str(next(place.glob("postfix_*.deb"))), str(place)], check=True)
        except (OSError, subprocess.CalledProcessError, StopIteration) as error:
            raise CannotStart("smtp-sink is needed: install Debian's package postfix, or put smtp-sink on the PATH.") from error
    return str(place / "usr/sbin/smtp-sink"), str(place / "usr/lib/postfix")
