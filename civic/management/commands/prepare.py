"""`manage.py prepare`: everything a release needs before its processes start."""

import hashlib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from civic.assets import collect_if_changed
from civic.environment import require_servers
from civic.health import isolation


class Command(BaseCommand):
    help = "Migrate the database, make the cache table, collect static files; fill an empty embedded database with the demo city."

    def add_arguments(self, parser):
        parser.add_argument("--no-seed", action="store_true", help="leave an empty embedded database empty")
        parser.add_argument("--skip-static", action="store_true", help="static files were collected when the image was built")

    def handle(self, *, no_seed, skip_static, **options):
        require_servers(DATABASE_URL=settings.DATABASE_URL)
        self._require_read_committed()
        self._let_migrations_take_their_time()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not skip_static:
            collect_if_changed()
        if not no_seed and settings.DATABASE_IS_EMBEDDED and "seed" in get_commands():
            self._seed_once()

    def _require_read_committed(self):
        """The places are counted right in READ COMMITTED only (PostgreSQL manual, 13.2.1)."""
        if (level := isolation()) != "read committed":
            raise CommandError(f"The database works in {level.upper()}; the portal needs READ COMMITTED.")

    def _let_migrations_take_their_time(self):
        """A page gives up after 30 seconds; an index on a million rows may not. Waiting for a lock still ends after ten."""
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")

    def _seed_once(self):
        """Seed the demo city the first time only: a portal that was emptied or put to real use is left alone."""
        mark = settings.DATA_DIR / "seeded"
        cluster = hashlib.sha256(settings.DATABASES["default"]["PASSWORD"].encode()).hexdigest()
        if mark.exists() and mark.read_text() == cluster:
            return
        unfinished = settings.DATA_DIR / "seeding"
        if unfinished.exists() or not get_user_model().objects.exists():
            unfinished.touch()
            self.stdout.write("Building the demo city (once) ...")
            self.stdout.flush()
            call_command("seed")
            unfinished.unlink()
        mark.write_text(cluster)
