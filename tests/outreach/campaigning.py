"""Makers for campaigns: an office with a topic, people who want it, a campaign with words."""

from datetime import timedelta

from languages.models import Language
from mailing.models import Message
from outreach.actions import campaigns, sending
from outreach.models import Campaign, OutreachRules, Preferences, Segment, Subscription, Topic
from people.models import OfficeRole
from tests import makers

NOW = makers.NOW  # 10 a.m. in Boston


def languages():
    """The languages of the city."""
    for place, (code, name, own_name, direction) in enumerate(
        [("en", "English", "English", "ltr"), ("es", "Spanish", "Español", "ltr"), ("ar", "Arabic", "العربية", "rtl")]
    ):
        Language.objects.get_or_create(code=code, defaults={"name": name, "own_name": own_name, "direction": direction, "offered": True, "order": place})


def topic(**changes):
    values = {"office": makers.office(), "kind": Topic.Kind.NEWS, "name": "News of the office", "description": "What is new.", **changes}
    return Topic.objects.get_or_create(slug=values.pop("slug", "news"), defaults=values)[0]


def reader(name="Vera", email=None, *, of=None, state=Subscription.State.CONFIRMED, paused_until=None, **changes):
    """Somebody who wants the topic."""
    person = makers.person(name, f"{name.lower().replace(' ', '.')}@example.org" if email is None else email, **changes)
    Subscription.objects.create(
        person=person, topic=of or topic(), state=state, consent_version="1", asked_at=NOW, confirmed_at=NOW if state == Subscription.State.CONFIRMED else None
    )
    Preferences.objects.create(person=person, paused_until=paused_until)
    return person


def campaign(**changes):
    values = {
        "office": makers.office(), "name": "Clean-ups", "subject": "Three clean-ups, [[name]]", "body": "Hello [[name]],\n\ncome to **three** clean-ups.",
        "topic": topic(), **changes,
    }  # fmt: skip
    made = Campaign(**{name: value for name, value in values.items() if name != "by"})
    campaigns.save(campaign=made, by=changes.get("by"), now=NOW)
    return made


def segment(rule, **changes):
    values = {"office": makers.office(), "name": "Some people", "rule": rule, **changes}
    return Segment.objects.create(**values)


def rules(**changes):
    return OutreachRules.objects.update_or_create(office=makers.office(), defaults={"needs_second_person": False, "undo_minutes": 0, **changes})[0]


def colleague(email, role=OfficeRole.Role.COORDINATOR):
    user = makers.staff(email)
    OfficeRole.objects.create(user=user, office=makers.office(), role=role)
    return user


def start(of, *, by=None, now=NOW):
    """Hand it in where nobody else has to agree, and let the clock begin it and make its letters."""
    campaigns.submit(campaign=of, by=by or makers.staff(f"writer{of.pk}@example.org"), now=now)
    sending.work(now=now)
    of.refresh_from_db()
    return of


def letters(of):
    return Message.objects.filter(about=of.ref, kind="campaign").order_by("pk")


def later(**parts):
    return NOW + timedelta(**parts)
