"""`manage.py seed`: the demonstration city, only into the embedded database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from civic.seed.plant import plant


class Command(BaseCommand):
    help = "Fill the empty embedded database with the demonstration city; a second run changes nothing."

    def handle(self, **options):
        if not settings.DATABASE_IS_EMBEDDED:
            raise CommandError("The demonstration city is planted only into the database that `manage.py up` starts itself, never into yours.")
        planted = plant(now=timezone.now())
        self.stdout.write("The demonstration city is ready." if planted else "A city is here already; nothing was changed.")
