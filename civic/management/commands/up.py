"""`manage.py up`: the whole portal with one command."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civic import environment as read


class Command(BaseCommand):
    help = "Run the whole portal: embedded PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL are set, then web, worker, bulk and beat."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=read.whole_number("PORT", 8000, 1, 65535), help="the port to listen on (default: PORT, else 8000)")
        parser.add_argument("--no-seed", action="store_true", help="leave an empty embedded database empty")

    def handle(self, *, port, no_seed, **options):
        """Become the supervisor: the same process id, without the memory Django takes."""
        if not 1 <= port <= 65535:
            raise CommandError(f"The port is {port}; it must be a whole number from 1 to 65535. Example: --port 8000")
        os.chdir(settings.BASE_DIR)
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "civic.supervisor", str(port), "no-seed" if no_seed else "seed"])
