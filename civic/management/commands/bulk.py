"""`manage.py bulk`: a large made-up city for measuring."""

import time

from django.core.management.base import BaseCommand, CommandError

from civic import bulk
from intake.refusal import Refused


class Command(BaseCommand):
    help = "Adds a large made-up city for measuring. Refuses a database that holds real people."

    def add_arguments(self, parser):
        for name, default in (("people", 1000), ("opportunities", 500), ("shifts", 10_000), ("sign-ups", 5000)):
            parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"how many ({default})")
        for name in ("drives", "pledges", "donations"):
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help="how many (none); each drive has 200 needs and 50 locations")

        parser.add_argument("--events", type=int, default=0, metavar="N", help="how many (none)")

    def handle(self, *args, **options):
        began = time.monotonic()
        try:
            bulk.make(**{name: options[name] for name in ("people", "opportunities", "shifts", "sign_ups", "drives", "pledges", "donations", "events")})
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        bulk.finish()
        self.stdout.write(f"A made-up city of {options['shifts']} shifts is ready after {time.monotonic() - began:.0f} seconds.")
