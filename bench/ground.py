"""The ground of a run: embedded servers of its own, databases filled once, and web servers with the portal's own settings."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg2

from civic.environment import BASE_DIR
from civic.processes import Child, wait_until
from civic.procfile import commands
from civic.servers import Servers, free_port

FOLDER = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve() / "bench"
TIMES = int(os.environ.get("BENCH_TIMES", "3"))


class Ground:
    """PostgreSQL and Valkey for one run; `with Ground() as ground`."""

    def __enter__(self):
        self.servers = Servers(FOLDER, postgres_options={"shared_buffers": "512MB", "max_wal_size": "4GB"}).start()
        self.address = self.servers.postgres.url.rpartition("/")[0]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"EMAIL_URL", "SITE_URL", "PORT", "DEBUG"}},
            "DATA_DIR": str(FOLDER),
            "REDIS_URL": self.servers.valkey.url,
            "SECRET_KEY": self.servers.secrets["secret_key"],
            "PYTHONPATH": str(BASE_DIR),
        }
        return self

    def __exit__(self, *error):
        self.servers.stop()

    def url(self, database):
        return f"{self.address}/{database}"

    def sql(self, database, statement, params=None):
        """Run SQL on a database of the run and return its rows."""
        with contextlib.closing(psycopg2.connect(self.url(database))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement, params)
            return cursor.fetchall() if cursor.description else []

    def database(self, name, *, fresh=False):
        """Make a database when it is missing (or anew); return whether it is new."""
        known = self.sql("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known and not fresh:
            return False
        self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.sql("postgres", f"CREATE DATABASE {name}")
        return True

    def manage(self, database, *words):
        """Run a management command against a database of the run."""
        environment = {**self.environment, "DATABASE_URL": self.url(database)}
        subprocess.run([sys.executable, "manage.py", *words], cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)

    def empty_portal(self, name):
        """Make an empty portal's database anew, a copy of one that was migrated once for these migrations; return its name."""
        migrated = f"migrated_{_version()}"
        if self.database(migrated):
            try:
                self.manage(migrated, "prepare", "--no-seed")
            except BaseException:
                self.sql("postgres", f"DROP DATABASE IF EXISTS {migrated} WITH (FORCE)")
                raise
        self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {migrated}")
        return name

    def portal(self, name, *, bulk):
        """Return the name of a migrated portal database with a made-up city in it, filled only once for these migrations."""
        name = f"{name}_{_version()}"
        if not self.sql("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", [name]):
            self.empty_portal(name)
            try:
                self.manage(name, "bulk", *bulk)
            except BaseException:
                self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                raise
        return name

    @contextlib.contextmanager
    def serving(self, database, application="civic.wsgi", **environment):
        """Serve the portal or a yardstick with the portal's own gunicorn settings; yields the port."""
        port = free_port()
        command = [word.replace("civic.wsgi", application) for word in commands()["web"]]
        settings = {"PORT": str(port), "LISTEN": "127.0.0.1", "DATABASE_URL": self.url(database), "YARDSTICK_DATABASE_URL": self.url(database)}
        with open(FOLDER / "web.log", "ab") as log:
            child = Child("web", command, folder=str(BASE_DIR), environment={**self.environment, **settings, **environment}, output=log).start()
        try:
            if not wait_until(lambda: _listens(port), 30):
                raise SystemExit(f"The server did not start; see {FOLDER / 'web.log'}.")
            yield Server(port, child.pid, self.servers.postgres.pid)
        finally:
            child.stop()


@dataclass(frozen=True)
class Server:
    """A running web server, and the database server behind it."""

    port: int
    web: int
    postgres: int

    def cpu(self):
        """Return the processor seconds used so far by the web server and by PostgreSQL, with all their processes."""
        return sum(cpu_of(process) for root in (self.web, self.postgres) for process in _family(root))


def _family(root):
    children = Path(f"/proc/{root}/task/{root}/children")
    below = children.read_text().split() if children.exists() else []
    return [root, *(one for child in below for one in _family(int(child)))]


def cpu_of(process):
    """Return the processor seconds a process has used, children that have ended included."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    # Fields 14 to 17 of proc(5): own time in user and kernel mode, then that of children that have ended.
    return sum(int(ticks) for ticks in words[11:15]) / os.sysconf("SC_CLK_TCK")


def _listens(port):
    try:
        urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _version():
    """Return a short hash of what fills a portal's database: the migrations and the made-up city."""
    digest = hashlib.sha256()
    for path in sorted([*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("civic/bulk/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def tell(name, **figures):
    """Print one JSON line."""
    print(json.dumps({"bench": name, **figures}), flush=True)


def middle(values):
    """Return the median, rounded to a tenth."""
    return round(median(values), 1)
