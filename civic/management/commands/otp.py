"""Print the current second-factor code of the demo's administrator."""

import json
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STEP = 30  # seconds, RFC 6238


class Command(BaseCommand):
    help = "Print the current second-factor code of the demo's administrator (only in the demonstration)."

    def handle(self, **options):
        path = settings.DATA_DIR / "demo.json"
        if not settings.DATABASE_IS_EMBEDDED or not path.exists():
            raise CommandError("There is no demonstration here: codes come from your own authenticator app.")
        secret = json.loads(path.read_text())["totp_secret"]
        now = time.time()
        self.stdout.write(format_hotp_value(hotp_value(secret, int(now // STEP))))
        self.stderr.write(f"good for {STEP - int(now % STEP)} more seconds")
