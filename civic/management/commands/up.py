"""`manage.py up`: the whole portal with one command."""

from django.core.management.base import BaseCommand, CommandError

from civic import up


class Command(BaseCommand):
    help = "Run the whole portal: embedded PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL are set, then web, worker, bulk and beat."
    requires_system_checks = ()

    def add_arguments(self, parser):
        up.add_arguments(parser)

    def handle(self, *, port, no_seed, **options):
        if not up.FROM_PORT <= port <= up.TO_PORT:
            raise CommandError(f"The port is {port}; it must be a whole number from {up.FROM_PORT} to {up.TO_PORT}. Example: --port 8000")
        up.become_supervisor(port=port, no_seed=no_seed)
