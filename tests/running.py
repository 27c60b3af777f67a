"""The portal's real processes, started from the Procfile against the test database of this worker."""

import os
import urllib.request

from django.conf import settings

from civic.processes import Child, wait_until
from civic.procfile import commands
from civic.servers import free_port
from tests import databases


class Processes:
    """Starts web, worker, bulk and beat as children; `processes["worker"]` is a civic.processes.Child to kill, pause or stop."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.children = {}
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
            assert wait_until(self.answers, 30), self.log("web").read_text()
        return self

    def restart(self, name):
        """Start a child again after it was killed or stopped."""
        return self.start(name)

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
            child.signal_group(18)  # SIGCONT: a paused one must be able to end
            child.signal(child.stop_signal)
        for child in self.children.values():
            child.wait_until_gone(12)
            print(f"--- {child.name}\n{self.log(child.name).read_text()[-4000:]}")
