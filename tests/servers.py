"""A pytest plugin, loaded with `-p tests.servers` before Django reads its settings: one real PostgreSQL and one real Valkey
for the whole run. Data lives in `.data/tests` (or DATA_DIR/tests) and is kept, so that the next run starts at once; a run
beside another one takes a folder of its own and removes it at the end."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from civic.environment import BASE_DIR
from civic.servers import Servers

# No crash of the machine has to be survived here; a killed server still loses nothing.
POSTGRES_OPTIONS = {"fsync": "off", "full_page_writes": "off", "max_connections": 200}
running = {}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Runs before pytest-django, which loads the settings."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        use_own_queue(os.environ["PYTEST_XDIST_WORKER"])
    else:
        start_servers()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Stops the servers when the last test of the whole run is over."""
    if running and not hasattr(config, "workerinput"):
        stop_servers()


def start_servers():
    """Start both servers and point the environment of this process and its workers at them."""
    base = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve()
    folder, lock = own_folder(base)
    servers = Servers(folder, postgres_options=POSTGRES_OPTIONS).start()
    running.update(servers=servers, lock=lock, folder=folder, passing=folder.name != "tests")
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=servers.postgres.url,
        REDIS_URL=servers.valkey.url,
        SECRET_KEY=servers.secrets["secret_key"],
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's synchronous interface runs an event loop in the test's thread
    )
    os.environ["ENV_FILE"] = os.devnull  # what a developer keeps in .env is for running, not for testing
    for name in ("EMAIL_URL", "SITE_URL", "DEBUG", "PORT", "TIME_ZONE", "LISTEN", "TRUSTED_PROXIES"):
        os.environ.pop(name, None)


def stop_servers():
    running["servers"].stop()
    running["lock"].close()
    if running["passing"]:
        shutil.rmtree(running["folder"], ignore_errors=True)
    running.clear()


def own_folder(base):
    """Return a data folder and the open, locked file that keeps it ours; the lock ends with this process."""
    for name in ("tests", f"tests-{os.getpid()}"):
        folder = base / name
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / "lock", "w")  # noqa: SIM115  stays open, and so locked, until the run ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return folder, lock
        except BlockingIOError:
            lock.close()
    raise pytest.UsageError(f"The folder {folder} is in use.")


def use_own_queue(worker):
    """Give each xdist worker a Valkey database of its own, so that no other worker's processes hear its bells."""
    address, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{address}/{int(worker.removeprefix('gw')) % 62 + 1}"
