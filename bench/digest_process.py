"""One run of the digest benchmark: subscribes everybody, writes one issue batch by batch, and prints seconds and memory as one JSON line."""

import json
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.db import connection  # noqa: E402  settings come first
from django.utils import timezone  # noqa: E402

from bench.timing import peak_mb  # noqa: E402
from mailing.models import Message  # noqa: E402
from outreach.actions import digests  # noqa: E402
from outreach.coming import coming  # noqa: E402
from outreach.digest import readers, timing  # noqa: E402
from outreach.digest.choosing import Index  # noqa: E402
from outreach.models import DigestIssue, Preferences, Subscription, Topic  # noqa: E402
from outreach.rules import rules_of  # noqa: E402
from people.models import Office  # noqa: E402

# Half want their own neighborhood and one next to it, two thirds some interests; everybody two kinds of topics.
_SUBSCRIBE = """
INSERT INTO outreach_subscription (person_id, topic_id, state, language, consent_version, source, asked_at, confirmed_at, ended, changed_at)
SELECT person.id, topic.id, 'confirmed', 'en', '1', '', now(), now(), '', now() FROM people_person person, outreach_topic topic
WHERE person.email <> '' ON CONFLICT DO NOTHING
"""
_PREFER = """
INSERT INTO outreach_preferences (person_id, nonce, pace, neighborhoods, interests, evening_gaps, created_at, changed_at)
SELECT person.id, md5(person.id::text), 'weekly',
    CASE WHEN person.id %% 2 = 0 THEN ARRAY[places.ids[1 + person.id %% cardinality(places.ids)], places.ids[1 + (person.id + 1) %% cardinality(places.ids)]] ELSE '{}'::bigint[] END,
    CASE WHEN person.id %% 3 > 0 THEN ARRAY[likes.ids[1 + person.id %% cardinality(likes.ids)], likes.ids[1 + (person.id * 7) %% cardinality(likes.ids)]] ELSE '{}'::bigint[] END,
    false, now(), now()
FROM people_person person, (SELECT array_agg(id ORDER BY id) AS ids FROM places_neighborhood) places, (SELECT array_agg(id ORDER BY id) AS ids FROM people_interest) likes
WHERE person.email <> '' ON CONFLICT DO NOTHING
"""


def main():
    office = Office.objects.get(is_main=True)
    prepare(office)
    now = timezone.now()
    due = timing.last_due(rules_of(office), now)
    issue = DigestIssue.objects.create(office=office, period=timing.period_of(due), due=due)
    began = time.perf_counter()
    index = Index(coming(office, now))
    indexed = time.perf_counter()
    while not (step := digests.write(pk=issue.pk, index=index, now=now)) or not step.is_last:
        pass
    ended = time.perf_counter()
    issue.refresh_from_db()
    print(
        json.dumps(
            {
                "readers": issue.readers, "things": len(index.rows), "letters": issue.written, "seconds": ended - began, "index_seconds": indexed - began,
                "choosing_ms": choosing(issue, index, now), "worker_mb": peak_mb(),
                "twice": Message.objects.filter(about=issue.ref).count() - Message.objects.filter(about=issue.ref).values("person__email").distinct().count(),
            }
        )
    )  # fmt: skip


def prepare(office):
    """Nothing of an earlier run is left; everybody with an address wants two topics. As for the people: without a history."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET session_replication_role = replica")
        cursor.execute("DELETE FROM mailing_message WHERE kind = %s", [readers.KIND])
    DigestIssue.objects.all().delete()
    for kind in ("volunteering", "events"):
        Topic.objects.get_or_create(slug=f"bench-{kind}", defaults={"office": office, "kind": kind, "name": kind, "description": kind})
    with connection.cursor() as cursor:
        for statement in (_SUBSCRIBE, _PREFER):
            cursor.execute(statement.replace("%%", "%"))
        Preferences.objects.update(last_digest_at=None)
        cursor.execute(f"VACUUM ANALYZE {Subscription._meta.db_table}, {Preferences._meta.db_table}, people_person, mailing_message")
        cursor.execute("RESET session_replication_role; RESET statement_timeout")


def choosing(issue, index, now):
    """Return the milliseconds that choosing alone takes for one reader, over 2,000 of them."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; DELETE FROM mailing_message WHERE about = %s", [issue.ref])
    found, _last = readers.batch(issue, after=0, size=2000, now=now)
    began = time.perf_counter()
    for one in found:
        index.choose(one.reader)
    return (time.perf_counter() - began) * 1000 / max(1, len(found))


if __name__ == "__main__":
    main()
