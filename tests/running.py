"""The portal's real processes, started from the Procfile against the test database of this worker."""

import os
import shutil
import signal
import subprocess
import urllib.request

import redis
from django.conf import settings
from django.db import connection

from civic.processes import Child, wait_until
from civic.procfile import commands
from civic.servers import Postgres, Valkey, free_port
from tests import databases


class Processes:
    """Starts web, worker, bulk and beat as children; `processes["worker"]` is a civic.processes.Child to kill, pause or stop."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.children = {}
        self.broker = self.database = None
        self.environment = {
            **os.environ,
            "DATABASE_URL": databases.url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "PORT": str(self.port),
            "LISTEN": "127.0.0.1",
            "WEB_WORKERS": "2",
            **environment,
        }

    def __getitem__(self, name):
        return self.children[name]

    def start(self, *names, **environment):
        """Start children by their Procfile names; `web` is waited for. Extra keywords change their environment."""
        for name in names:
            with open(self.log(name), "ab") as output:
                child = Child(name, commands()[name], folder=str(settings.BASE_DIR), environment={**self.environment, **environment}, output=output)
                self.children[name] = child.start()
        if "web" in names:
            assert wait_until(self.answers, 90), self.log("web").read_text()
        return self

    def restart(self, name):
        """Start a child again after it was killed or stopped."""
        return self.start(name)

    def start_another(self, name):
        """Start a second one of a child that runs already, as a mistake in a deployment does: `processes["beat 2"]`."""
        first, folder = self.children.pop(name), self.folder / f"{name} 2"
        folder.mkdir()
        self.start(name, DATA_DIR=str(folder))
        self.children.update({f"{name} 2": self.children[name], name: first})

    def renew_web(self):
        """Let gunicorn replace its processes: the new ones have kept nothing of what earlier tests showed, and are there at once."""
        old, wanted = self.pool("web"), int(self.environment["WEB_WORKERS"])
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: len(self.pool("web") - old) >= wanted and self.answers(), 60), self.log("web").read_text()
        return self

    def pool(self, name):
        """Return the ids of the processes in which a child does its work."""
        answer = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self[name].pid)], capture_output=True, text=True)
        return {int(pid) for pid in answer.stdout.split()}

    def own_broker(self):
        """Give the children started from now on a Valkey of their own, to kill, pause, flush and start again; return it."""
        self.broker = Valkey(own_folder(self.folder / "broker"), port=0, password="for-this-test")
        self.broker.start()
        self.environment["REDIS_URL"] = self.broker.url
        return self.broker

    def flush_broker(self):
        """Throw away everything that waits in the children's own broker (FLUSHALL)."""
        with redis.Redis.from_url(self.broker.url) as client:
            client.flushall()

    def own_database(self):
        """Move the test, with the rows it made so far, and the children started from now on to a PostgreSQL of their own; return it."""
        self.database = Postgres(own_folder(self.folder / "database"), port=0, password="for-this-test")
        self.database.start()
        program = self.database.programs / "bin"
        dump = subprocess.run([program / "pg_dump", databases.url()], env=self.database.environment, check=True, capture_output=True)
        load = [program / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", self.database.url]
        subprocess.run(load, input=dump.stdout, env=self.database.environment, check=True, stdout=subprocess.DEVNULL)
        self.usual = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(NAME="civic", PORT=self.database.port, PASSWORD=self.database.password)
        self.environment["DATABASE_URL"] = self.database.url
        return self.database

    def answers(self):
        """Say whether the web process answers /healthz."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def log(self, name):
        return self.folder / f"{name}.log"

    def stop(self):
        for child in reversed(self.children.values()):
            child.resume()
            child.signal(child.stop_signal)
        for child in self.children.values():
            child.wait_until_gone(12)
            print(f"--- {child.name}\n{self.log(child.name).read_text()[-4000:]}")
        if self.database:
            connection.close()
            connection.settings_dict.update(self.usual)
        for server in (self.broker, self.database):
            if server:
                server.resume()
                server.stop()
        if self.database:  # may stand outside the test's own folder, which pytest closes to other accounts
            shutil.rmtree(self.database.data.parent)


def own_folder(folder):
    """Make a folder every account can reach: PostgreSQL may run as somebody else."""
    folder.mkdir(parents=True)
    return folder
