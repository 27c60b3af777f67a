"""Makers for outreach: topics of the office, people who confirmed them, and how they want to be written to."""

import itertools
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from mailing.models import Message
from outreach.models import Notice, OutreachRules, Preferences, Story, Subscription, Topic
from people.models import Person
from tests import makers
from tests.volunteers import making

BOSTON = ZoneInfo("America/New_York")
THURSDAY = datetime(2031, 10, 2, 9, tzinfo=BOSTON)  # when the weekly email is due, unless the office wants it otherwise
_numbers = itertools.count(1)


def topic(kind="volunteering", **changes):
    number = next(_numbers)
    values = {"name": f"Ways to help {number}", "slug": f"ways-{number}", "description": "What is open.", **changes}
    if "office" not in values:
        values["office"] = makers.office()
    return Topic.objects.create(kind=kind, **values)


def reader(*topics, name="Vera", email="vera@example.org", language="en", state="confirmed", **choices):
    """A person who confirmed these topics; `choices` are fields of their preferences."""
    person = makers.person(name, email, language=language, office=topics[0].office)
    for one in topics:
        confirm(person, one, state=state)
    if choices:
        Preferences.objects.create(person=person, **choices)
    return person


def confirm(person, of, *, state="confirmed"):
    at = THURSDAY - timedelta(days=30)
    return Subscription.objects.create(
        person=person, topic=of, state=state, consent_version="1", asked_at=at, confirmed_at=at if state == "confirmed" else None
    )


def crowd(of, count):
    """So many people who confirmed a topic by now."""
    now = timezone.now()
    people = Person.objects.bulk_create(
        Person(office=of.office, name=f"Vera {n}", name_key=f"vera {n}", email=f"vera{n}@example.org", active_at=now) for n in range(count)
    )
    Subscription.objects.bulk_create(Subscription(person=one, topic=of, state="confirmed", confirmed_at=now, consent_version="1") for one in people)
    return people


def rules(**changes):
    return OutreachRules.objects.create(office=changes.pop("office", None) or makers.office(), **changes)


def shift(title="Plant trees", starts=THURSDAY + timedelta(days=5), interests=(), neighborhood=None, urgent=False, **changes):
    """A shift with room in some days; the cards that lists and letters read are there at once."""
    of = making.opportunity(title, interests=list(interests), neighborhood=neighborhood, urgent=urgent)
    made = making.shift(of, starts=starts, **changes)
    cards_now()
    return made


def cards_now():
    """What waits for the end of a transaction happens now: cards follow their shifts."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def notice(**changes):
    values = {
        "kind": "grant",
        "title": f"Small grants {next(_numbers)}",
        "text": "Up to $500.",
        "shown_from": THURSDAY.date() - timedelta(days=2),
        "is_published": True,
        **changes,
    }
    if "office" not in values:
        values["office"] = makers.office()
    return Notice.objects.create(**values)


def story(**changes):
    number = next(_numbers)
    values = {
        "title": f"Forty coats {number}", "slug": f"forty-coats-{number}", "summary": "What a school collected.", "body": "They **did** it.", "state": "published",
        "published_at": THURSDAY - timedelta(days=2), **changes,
    }  # fmt: skip
    if "office" not in values:
        values["office"] = makers.office()
    return Story.objects.create(**values)


def written_to():
    return list(Message.objects.filter(kind="digest").order_by("person").values_list("person__email", flat=True))


def refs():
    return Message.objects.get(kind="digest").values["refs"]


def ref(record):
    return f"{record._meta.label_lower}:{record.pk}"
