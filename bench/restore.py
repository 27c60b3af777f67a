"""A large city's backup: how long it takes to write and to restore, until the first page is answered and the mail is seen to be held."""

import subprocess
import sys
import time
import urllib.request

from bench.ground import FOLDER, TIMES, Ground, middle, tell
from civic.environment import BASE_DIR

CITY = ["--people", "500000", "--opportunities", "20000", "--shifts", "1000000", "--sign-ups", "500000"]
COPY = "restored"
_RING = "from mailing.tasks import send_due; send_due()"


def main():
    with Ground() as ground:
        city = ground.portal("backed_up", bulk=CITY)
        ring(ground, city)  # mail has left from here
        runs = [restored(ground, city) for _ in range(TIMES)]
    figures = {name: middle([one[name] for one in runs]) for name in ("dump_mb", "dump_seconds", "load_seconds", "seconds")}
    tell("restore", runs=TIMES, **figures, held=all(one["held"] for one in runs), must="seconds <= 3600, held")


def restored(ground, city):
    """Dump the city, load it into a database of its own as `deploy/README.md` says, and open the copy; returns the seconds of each step."""
    backup = FOLDER / "city.dump"
    ground.database(COPY, fresh=True)
    began = time.monotonic()
    program(ground, "pg_dump", "--format=custom", f"--file={backup}", ground.url(city))
    dumped = time.monotonic()
    program(ground, "pg_restore", "--no-owner", "--exit-on-error", "--jobs=2", f"--dbname={ground.url(COPY)}", str(backup))
    loaded = time.monotonic()
    ground.manage(COPY, "prepare", "--no-seed")
    with ground.serving(COPY) as server:
        urllib.request.urlopen(f"http://localhost:{server.port}/", timeout=60).read()
        opened = time.monotonic()
    ring(ground, COPY)
    held = ground.sql(COPY, "SELECT why FROM mailing_origin") == [("copy",)]
    megabytes = round(backup.stat().st_size / 2**20)
    backup.unlink()
    ground.sql("postgres", f"DROP DATABASE {COPY} WITH (FORCE)")
    return {"dump_seconds": dumped - began, "load_seconds": loaded - dumped, "seconds": opened - dumped, "dump_mb": megabytes, "held": held}


def program(ground, name, *words):
    """Run one of PostgreSQL's own programs."""
    server = ground.servers.postgres
    subprocess.run([server.programs / "bin" / name, *words], env=server.environment, check=True)


def ring(ground, database):
    """Let a worker look once whether letters are due."""
    environment = {**ground.environment, "DATABASE_URL": ground.url(database), "DJANGO_SETTINGS_MODULE": "civic.settings"}
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {_RING}"], cwd=BASE_DIR, env=environment, check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
