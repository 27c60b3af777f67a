"""What `manage.py up` becomes: starts the embedded servers and the Procfile's processes, keeps them alive, ends them all.

It stays small on purpose and loads no Django: what needs Django runs in the children.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

from civic import environment as read
from civic.processes import CannotStart, Child, end_with_parent, wait_until
from civic.procfile import commands
from civic.servers import Servers

WEB_FIRST_ANSWER = 90  # seconds
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds before a child that keeps dying is started again
CALM = 60  # seconds of life after which a child's earlier deaths are forgotten
GRACE = 15  # seconds a child gets to finish what it has in hand
SIGN_IN = """\
Staff sign-in (demonstration only): {site}/admin/
  email     {email}
  password  {password}
  key for an authenticator app: {totp_secret}
  or print the current code:    python manage.py otp"""
DAILY = ("web", "worker", "bulk", "beat")


class Stop(Exception):
    """Somebody asked the portal to end."""


class Supervisor:
    """One portal: its servers, its processes and their voices on one terminal."""

    def __init__(self, *, port, seed):
        self.port = port
        self.seed = seed
        self.data_dir = Path(read.text("DATA_DIR", str(read.BASE_DIR / ".data"), ".data")).resolve()
        self.servers = Servers(self.data_dir, postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL"))
        self.voices = selectors.DefaultSelector()
        self.children = {}
        self.deaths = {}
        self.due = {}
        self.asked_to_stop = False

    @property
    def demonstration(self):
        return self.servers.postgres is not None

    def run(self):
        """Start everything, watch over it until told to stop, end everything; return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._be_asked_to_stop)
        if "MAKELEVEL" in os.environ:  # a killed `make run` takes its portal along
            end_with_parent(signal.SIGTERM)
        try:
            self._start()
            self._watch()
        except Stop:
            say("Stopping ...")
            return 0
        except (CannotStart, OSError) as no:
            say(str(no))
            return 1
        finally:
            self._stop()

    def _be_asked_to_stop(self, number, frame):
        """Only take the wish down: an exception raised here could be lost in the middle of starting a child."""
        self.asked_to_stop = True

    def _wait(self, seconds):
        """Print what children say for so many seconds; raise Stop when somebody asked for the end."""
        self._listen(seconds)
        if self.asked_to_stop:
            raise Stop

    # --- Start --------------------------------------------------------------------------------------------------------

    def _start(self):
        self.lock = lock_folder(self.data_dir)
        require_free(self.port)
        self.servers.start()
        self._wait(0)
        self._prepare()
        self._launch("web")
        self._wait_for_web()
        self._welcome()
        for name in DAILY[1:]:
            self._launch(name)

    def _prepare(self):
        """Migrate, seed and collect, but not when nothing changed since the last time."""
        stamp = self.data_dir / "prepared"
        today = fingerprint(self.servers)
        if self.demonstration and stamp.exists() and stamp.read_text() == today:
            return
        command = [*commands()["release"], *([] if self.seed and self.demonstration else ["--no-seed"])]
        child = self.children["prepare"] = self._speak(Child("prepare", command, folder=str(read.BASE_DIR), environment=self._environment()))
        while child.alive:
            self._wait(0.2)
        self._wait(0)
        if self.children.pop("prepare").process.returncode:
            raise CannotStart("The database could not be prepared: the lines above say why.")
        stamp.write_text(today)

    def _wait_for_web(self):
        deadline = time.monotonic() + WEB_FIRST_ANSWER
        while not answers(self.port):
            if not self.children["web"].alive:
                self._listen(0)
                raise CannotStart("The web process did not start: the lines above say why.")
            if time.monotonic() > deadline:
                raise CannotStart(f"The web process gave no answer within {WEB_FIRST_ANSWER} seconds.")
            self._wait(0.05)
            time.sleep(0.05)

    def _welcome(self):
        site = os.environ.get("SITE_URL") or f"http://localhost:{self.port}"
        say(f"The portal is open: {site}")
        if self.demonstration:
            with contextlib.suppress(OSError, ValueError, KeyError):
                say(SIGN_IN.format(site=site, **json.loads((self.data_dir / "demo.json").read_text())))
            if not self.seed:
                say(f"Make the first person who may sign in: {sys.executable} manage.py owner you@example.org")
            if not os.environ.get("EMAIL_URL"):
                say(f"Letters are kept, not sent: read them at {site}/demo/letters/")
        say("Stop it with Ctrl-C.")

    # --- Run ----------------------------------------------------------------------------------------------------------

    def _watch(self):
        while True:
            self._wait(0.25)
            for server in self.servers:
                if not server.alive:
                    self._revive_server(server)
            for name, child in list(self.children.items()):
                if not child.alive:
                    self._revive(name, child)

    def _revive(self, name, child):
        now = time.monotonic()
        if name not in self.due:
            child.signal_group(signal.SIGKILL)
            died = [moment for moment in self.deaths.get(name, []) if moment > now - CALM]
            self.deaths[name] = [*died, now]
            delay = BACK_OFF[min(len(died), len(BACK_OFF) - 1)]
            self.due[name] = now + delay
            say(f"{name} ended (status {child.process.returncode}); it starts again in {delay:g} s.")
        elif now >= self.due[name]:
            del self.due[name]
            self._launch(name)

    def _revive_server(self, server):
        say(f"{server} ended (status {server.process.returncode}); it starts again.")
        address = server.url
        server.start()
        if server.url != address:  # its port was taken meanwhile: everybody has to learn the new one
            self.servers.write()
            for name in self.children:
                self.children[name].stop(GRACE)
                self._launch(name)

    def _launch(self, name):
        self.children[name] = self._speak(Child(name, commands()[name], folder=str(read.BASE_DIR), environment=self._environment()))

    def _environment(self):
        told = {"PORT": str(self.port), "DATA_DIR": str(self.data_dir), "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
        told["LISTEN"] = os.environ.get("LISTEN") or ("127.0.0.1" if self.demonstration else "0.0.0.0")
        if self.demonstration and os.geteuid() == 0:  # Celery's advice not to run as root is for production
            told["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
        return {**os.environ, **told}

    def _speak(self, child):
        """Start a child with its voice on our terminal."""
        ear, mouth = os.pipe()
        os.set_blocking(ear, False)
        child.output = mouth
        try:
            child.start()
        finally:
            os.close(mouth)
        self.voices.register(ear, selectors.EVENT_READ, [child.name, b""])
        return child

    def _listen(self, seconds):
        """Print what children say, for at most so many seconds of silence."""
        if not self.voices.get_map():
            time.sleep(seconds)
        for key, _ in self.voices.select(seconds):
            name, kept = key.data
            said = os.read(key.fd, 65536)
            *lines, key.data[1] = (kept + said).split(b"\n")
            for line in lines if said else [*lines, key.data[1]]:
                if line.strip():
                    print(f"{name:8}| {line.decode(errors='replace')}", flush=True)
            if not said:
                self.voices.unregister(key.fd)
                os.close(key.fd)

    # --- Stop ---------------------------------------------------------------------------------------------------------

    def _stop(self):
        """End the processes, the last started first, each finishing what it has in hand; then the servers."""
        deadline = time.monotonic() + GRACE
        ending = [child for child in reversed(self.children.values()) if child.process]
        for child in ending:
            child.signal(child.stop_signal)
            child.signal(signal.SIGCONT)
        while any(child.alive for child in ending) and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self._listen(0.1)
        for child in ending:
            child.wait_until_gone(0.1)
        self.servers.stop()


def lock_folder(data_dir):
    """Return the open, locked file that keeps a second portal out of this data folder; raise CannotStart."""
    lock = open(data_dir / "up.lock", "a")  # noqa: SIM115  stays open, and so locked, as long as we live
    held = []

    def ours():
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held.append(True)
        return held

    if not wait_until(ours, 3):
        raise CannotStart(f"Another portal already runs in {data_dir}: stop it first, or set DATA_DIR to another folder.")
    return lock


def require_free(port):
    """Raise CannotStart when somebody keeps listening on the port (a killed portal's web process gets 3 seconds to go)."""

    def free():
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("", port))
            return True

    if not wait_until(free, 3, step=0.2):
        raise CannotStart(f"Port {port} is taken: choose another one, for example PORT={port + 1 if port < 65535 else 8000}.")


def answers(port):
    """Say whether the web process answers /healthz with 200."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return line.recv(64).split(b" ")[1:2] == [b"200"]
    return False


def fingerprint(servers):
    """Return a hash over what `prepare` depends on: migrations, static files, packages, and the cluster itself."""
    digest = hashlib.sha256(servers.secrets["postgres"].encode())
    for pattern in ("*/migrations/*.py", "static/**/*", "*/static/**/*", "requirements.txt", "civic/settings.py"):
        for path in sorted(read.BASE_DIR.glob(pattern)):
            status = path.stat()
            digest.update(f"{path.relative_to(read.BASE_DIR)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def say(text):
    """Print our own lines among the children's."""
    for line in text.splitlines():
        print(f"{'portal':8}| {line}", flush=True)


def main(arguments):
    port, wish = arguments
    try:
        supervisor = Supervisor(port=int(port), seed=wish == "seed")
    except (CannotStart, OSError) as no:
        say(str(no))
        return 1
    return supervisor.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
