"""Mail to many while things break: a campaign or a weekly email to a crowd, and what became of each of its letters."""

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import psycopg2
from django.db import connection, transaction
from django.utils import timezone

from civic.processes import wait_until
from mailing import batches
from mailing.models import Message
from mailing.outbox import rounds
from outreach.actions import campaigns, digests, sending
from outreach.models import Campaign, DigestIssue
from people.models import Person
from tests import databases, makers
from tests.outreach import campaigning, subscribed


@dataclass(frozen=True)
class Mail:
    """One thing that is written to many: `tend` is what the clock does for it."""

    kind: str
    ref: str
    readers: list[Person]
    tend: Callable

    def letters(self):
        return Message.objects.filter(kind=self.kind, about=self.ref).order_by("pk")

    def fates(self):
        """Return {address: what became of the letter}; each reader has one."""
        fates = list(self.letters().values_list("person__email", "state"))
        assert sorted(email for email, _state in fates) == sorted(reader.email for reader in self.readers)
        return dict(fates)


@transaction.atomic
def campaign(count, **pace):
    """A campaign that is handed in; nothing of it is made yet."""
    makers.city()
    readers = subscribed.crowd(campaigning.topic(), count)
    campaigning.rules(quiet_from=time(0), quiet_until=time(0), **pace)  # whenever this runs, letters may leave
    one = campaigning.campaign()
    campaigns.submit(campaign=one, by=makers.staff(), now=timezone.now())
    return Mail("campaign", one.ref, readers, sending.work)


@transaction.atomic  # a clock that runs already finds all of it or nothing
def weekly_email(count, **pace):
    """A weekly email that is due; none of its letters is made yet."""
    makers.city()
    topic = subscribed.topic("volunteering")
    subscribed.rules(quiet_from=time(0), quiet_until=time(0), **pace)
    subscribed.shift(starts=timezone.now() + timedelta(days=9))
    issue = digests.make(office=topic.office, now=timezone.now())
    return Mail("digest", issue.ref, subscribed.crowd(topic, count), digests.sweep)


MAKERS = {"campaign": campaign, "weekly email": weekly_email}


def on_its_way(name, count):
    """Mail of which every letter is made and due."""
    mail = MAKERS[name](count)
    mail.tend(now=timezone.now())
    assert mail.letters().count() == count
    return mail


def send(now=None):
    """Do what the bulk worker does at a ring."""
    while rounds.Round(lanes=rounds.BULK, clock=(lambda: now) if now else timezone.now).run():
        pass


@contextlib.contextmanager
def in_the_way(reader, mail):
    """Where this reader's letter belongs stands one that nobody has committed: whoever makes the letters waits there, in the middle of a statement.

    Gives the session to roll back where the way shall be free earlier than at the end of the block.
    """
    now = timezone.now()
    values = {"people": [reader.pk], "kind": mail.kind, "lane": 3, "about": mail.ref, "office": reader.office_id, "due": now, "step": 0, "now": now}
    with contextlib.closing(psycopg2.connect(databases.url())) as other:
        with other.cursor() as cursor:
            cursor.execute(batches._OWE, values)
        yield other
        other.rollback()


def wait_until_one_waits(seconds=240):
    """Wait until somebody in this database waits for somebody else."""
    assert wait_until(is_waited_for, seconds), "Nobody waits."


def is_waited_for():
    """Tell whether somebody in this database waits for somebody else at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def hang_up():
    """End the sessions of the database that wait: whoever opened them is dead, which PostgreSQL sees only when it answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def assert_each_has_one(mail, mail_server, *, doubted):
    """Nobody got two letters, nobody is forgotten, and no more are in doubt than so many; returns {state: how many}."""
    times, fates = mail_server.times(), mail.fates()
    assert set(times.values()) == {1}, times.most_common(3)
    without = {state for email, state in fates.items() if email not in times}
    assert without <= {"ambiguous", "failed"}
    states = Counter(fates.values())
    assert set(states) <= {"sent", "ambiguous", "failed"} and states["ambiguous"] <= doubted, states
    mail.tend(now=timezone.now())
    over = Campaign.objects.filter(state="sent") if mail.kind == "campaign" else DigestIssue.objects.filter(state="written")
    assert over.count() == 1
    return states
