"""`manage.py read_returns`: look into the bounce mailbox now."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mailing.returns import rounds


class Command(BaseCommand):
    help = "Look into the bounce mailbox (BOUNCE_MAILBOX_URL) now, as the clock does every five minutes."

    def handle(self, *args, **options):
        if not settings.BOUNCE_MAILBOX_URL:
            raise CommandError("BOUNCE_MAILBOX_URL is not set. Example: BOUNCE_MAILBOX_URL=imaps://user:password@imap.example.org/INBOX")
        looked_at, taken = rounds.read(now=timezone.now())
        self.stdout.write(f"{looked_at} mails looked at, {taken} returned letters of ours were new.")
