"""`manage.py mail status|hold|release`: whether mail leaves, from a shell; before the first worker of a restored portal starts, for one."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intake.refusal import Refused
from mailing import hold


def moment(typed: str) -> datetime:
    """Read a day and time, on the city's clock where no zone is named; argparse reports ValueError."""
    read = parse_datetime(typed)
    if read is None:
        raise ValueError(typed)
    return read if timezone.is_aware(read) else timezone.make_aware(read)


class Command(BaseCommand):
    help = "Tell whether mail leaves, hold all of it, or let it go. A copy of the database holds its mail by itself."

    def add_arguments(self, parser):
        parser.add_argument("verb", choices=["status", "hold", "release"])
        parser.add_argument(
            "--sent-until", type=moment, help="with release: what was due by then may have left already and stays behind, such as 2026-10-10T09:30"
        )

    def handle(self, *args, verb, sent_until, **options):
        now = timezone.now()
        try:
            if verb == "hold":
                hold.hold(now=now)
            if verb == "release":
                kept = hold.release(sent_until=sent_until, now=now)
                self.stdout.write(f"{kept} letters stay behind.")
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        held = hold.held()
        if held is None:
            self.stdout.write("Letters leave as they are due.")
            return
        self.stdout.write(f"All mail is held since {timezone.localtime(held.held_since):%Y-%m-%d %H:%M}: {held.get_why_display()}")
        for row in hold.due(now=now):
            self.stdout.write(f"{row['letters']:>8} {row['kind']}, the first one due {timezone.localtime(row['first']):%Y-%m-%d %H:%M}")
