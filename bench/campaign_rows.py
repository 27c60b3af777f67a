"""The rows of the campaign benchmark: people, those who want the topic, the campaign. Import it when the database is up."""

from datetime import time

from django.utils import timezone

from bench import mail_rows  # starts Django
from bench.mail_rows import doubts, execute, migrate, states, wait_until_sent
from mailing import batches
from mailing.models import Message
from mailing.outbox import claims, delivery, rounds
from mailing.registry import kind_named
from mailing.writing.rendering import Writer
from outreach.actions import campaigns
from outreach.campaign_texts import freeze
from outreach.letters.campaigns import KIND, load
from outreach.models import Campaign, OutreachRules, Topic
from people.models import Office, OfficeRole, Person, User

__all__ = ["doubts", "execute", "migrate", "states", "wait_until_sent"]

BODY = "Hello [[name]],\n\n" + "\n\n".join(
    [
        "**three clean-ups** in your part of the city need people on Saturday. Gloves, bags and water are there; children are welcome with an adult.",
        "- 9 a.m., Franklin Park, at the gate on Blue Hill Avenue\n- 10 a.m., Ronan Park, at the top of the hill\n- 1 p.m., Town Field, at the playground",
        "## What else is coming up\n\nThe library on Geneva Avenue looks for readers, the coat drive for people who sort, and the town hall for questions.",
        "[See everything on our website](https://www.boston.gov/engagement). You can also call [[phone]]; an interpreter is free.",
        "Thank you for what you do for your neighbors. We write again in a month.",
        "[[office]]",
    ]
)
_WANTED = """
INSERT INTO outreach_subscription (person_id, topic_id, state, language, consent_version, source, asked_at, confirmed_at, ended, changed_at)
SELECT id, %s, 'confirmed', 'en', '1', 'form', now(), now(), '', now() FROM people_person WHERE id %% %s < %s
"""
_PREFERENCES = """
INSERT INTO outreach_preferences (person_id, nonce, pace, neighborhoods, interests, evening_gaps, created_at, changed_at)
SELECT person_id, md5(person_id::text), 'weekly', '{}', '{}', false, now(), now() FROM outreach_subscription
"""


def fill(people, recipients):
    """Make people of whom so many want the topic, spread evenly; returns the campaign, handed in."""
    execute("SET statement_timeout = 0")  # half a million people are longer than a page may take
    execute("TRUNCATE people_office, people_user, outreach_topic CASCADE")
    mail_rows.fill_people(people)
    office = Office.objects.get()
    OutreachRules.objects.create(office=office, quiet_from=time(0), quiet_until=time(0))
    topic = Topic.objects.create(office=office, kind="news", slug="news", name="News of the office", description="What is new.")
    execute("SET session_replication_role = replica")  # as for the people: without a history
    execute(_WANTED, [topic.pk, 100, round(100 * recipients / people)])
    execute(_PREFERENCES)
    execute("SET session_replication_role = DEFAULT")
    execute("VACUUM ANALYZE people_person, outreach_subscription, outreach_preferences")
    return _handed_in(office, topic)


def _handed_in(office, topic):
    writer, second = (User.objects.create_user(f"{name}@example.org", "a long enough phrase", is_staff=True) for name in ("writer", "second"))
    for user in (writer, second):
        OfficeRole.objects.create(user=user, office=office, role="coordinator")
    campaign = Campaign(office=office, name="Clean-ups", topic=topic, subject="Three clean-ups near you, [[name]]", body=BODY)
    campaigns.save(campaign=campaign, by=writer, now=timezone.now())
    return campaigns.submit(campaign=campaign, by=writer, now=timezone.now())


def approve(campaign):
    """Say yes, as a request would."""
    campaigns.approve(campaign=campaign, by=User.objects.get(email="second@example.org"), now=timezone.now())


def fill_letters(count):
    """Owe the campaign's letter to the first people, and nothing else."""
    execute("TRUNCATE mailing_message CASCADE")
    campaign, now = Campaign.objects.select_related("office", "topic").get(), timezone.now()
    if not campaign.texts.exists():
        freeze(campaign)
    Campaign.objects.update(state="sending", started_at=now)
    people = Person.objects.filter(subscriptions__isnull=False).order_by("pk").values_list("pk", flat=True)[:count]
    batches.owe(KIND, people, about=campaign.ref, office=campaign.office_id, due=now, step=0, now=now)
    execute("VACUUM ANALYZE mailing_message")


def one_letter():
    """Return one of the letters as words {subject, text, html} and as bytes."""
    owner, messages = claims.claim(lanes=rounds.BULK, count=1, now=timezone.now())
    parcel = delivery.Chunk(owner, messages, delivery.Marks(owner), timezone.now).next()
    (message,) = messages
    kind = kind_named(KIND)
    words = Writer().write(kind, kind.context(message, load(messages)[message.id]), office=message.office, language="en")
    return {"subject": words.subject, "text": words.text, "html": words.html}, parcel.data


def letters():
    """Return how many letters of the campaign there are, and how many people they go to."""
    return Message.objects.filter(kind=KIND).count(), Message.objects.filter(kind=KIND).values("person").distinct().count()
