"""A letter of a campaign, as it really leaves."""

from datetime import time

from outreach.actions import campaigns, sending
from outreach.models import OutreachRules
from tests.outreach import campaigning


def about_campaigns(*, by, now):
    """Somebody who wants the topic gets a letter with every link it can have."""
    reader = campaigning.reader("Rosa", "rosa-reads@example.org")
    OutreachRules.objects.create(office=reader.office, needs_second_person=False, undo_minutes=0, quiet_from=time(0), quiet_until=time(0))
    one = campaigning.campaign(body="Hello [[name]], see [all events](https://www.boston.gov/events). [[preferences]] [[unsubscribe]]")
    campaigns.submit(campaign=one, by=by, now=now)
    sending.work(now=now)
