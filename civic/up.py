"""What `manage.py up` takes, and how it becomes the supervisor."""

import argparse
import os
import sys

from django.conf import settings

from civic import environment as read

FROM_PORT, TO_PORT = 1, 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `manage.py up`. Raises ImproperlyConfigured for a PORT that is no port."""
    port = read.whole_number("PORT", 8000, FROM_PORT, TO_PORT)
    parser.add_argument("--port", type=int, default=port, help="the port to listen on (default: PORT, else 8000)")
    parser.add_argument("--no-seed", action="store_true", help="leave an empty embedded database empty")


def at_once(arguments: list[str]) -> None:
    """Become the supervisor with the settings read and nothing else loaded, which takes a fifth of the time.

    Returns where the line asks for more than a right port and an empty city: help, and every mistake, are Django's to tell.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_arguments(parser)
    try:
        asked, others = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return
    if not others and FROM_PORT <= asked.port <= TO_PORT:
        become_supervisor(port=asked.port, no_seed=asked.no_seed)


def become_supervisor(*, port: int, no_seed: bool) -> None:
    """Go on as the supervisor, under the same process id and without the memory Django takes. Raises ImproperlyConfigured for a wrong environment."""
    os.chdir(settings.BASE_DIR)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "civic.supervisor", str(port), "no-seed" if no_seed else "seed"])
