"""How somebody wants to be written to: topics, neighborhoods, pace, language; a pause for a month; and leaving it all."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from intake import form_keys
from mailing.reach import speaking
from outreach import consent
from outreach.actions import subscriptions
from outreach.models import Preferences, Subscription, Topic, TopicRequest
from people.models import Person

PAUSE = timedelta(days=30)


@dataclass(frozen=True)
class Wishes:
    """A whole page of preferences as its owner has just filled it in."""

    topics: tuple[int, ...]
    pace: str
    neighborhoods: tuple[int, ...] = ()
    interests: tuple[int, ...] = ()
    evening_gaps: bool = False
    language: str = ""
    channel: str = ""  # empty: there is only one way to reach the person


@transaction.atomic
def save(*, person: Person, wishes: Wishes, key: str, browser: str, now: datetime) -> None:
    """Keep the page, once per form key: a page sent again later undoes nothing. New topics are agreed to, those left out end. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["preferences", person.pk, asdict(wishes)], now=now)
    if sending.first is not None:
        return
    preferences = subscriptions.locked(person)
    wishes = replace(wishes, language=wishes.language or person.language)
    _keep_topics(person, wishes, now)
    preferences.pace, preferences.evening_gaps = wishes.pace, wishes.evening_gaps
    preferences.neighborhoods, preferences.interests = sorted(set(wishes.neighborhoods)), sorted(set(wishes.interests))
    preferences.save(update_fields=["pace", "evening_gaps", "neighborhoods", "interests", "changed_at"])
    if wishes.language != person.language:
        speaking.change(person=person, language=wishes.language, now=now)
    Person.objects.filter(pk=person.pk).update(active_at=now, channel=wishes.channel or person.channel)
    form_keys.remember(sending, result={"person": person.pk})


def _keep_topics(person, wishes, now):
    asked = TopicRequest(person=person, language=wishes.language, consent_version=consent.VERSION, source=consent.PREFERENCES, asked_at=now)
    subscriptions.agree(person=person, topics=wishes.topics, request=asked, now=now)
    shown = Topic.objects.filter(office=person.office_id, is_open=True).exclude(pk__in=wishes.topics)
    subscriptions.end(persons=[person.pk], topics=shown.values_list("pk", flat=True), how=Subscription.Ended.PAGE, now=now)


@transaction.atomic
def pause(*, person: Person, key: str, browser: str, now: datetime) -> None:
    """No weekly email and no news for 30 days, on the calendar of the city; once per form key, so that a second press is not a second month. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["pause", person.pk], now=now)
    if sending.first is not None:
        return
    subscriptions.locked(person)
    Preferences.objects.filter(person=person).update(paused_until=(timezone.localtime(now) + PAUSE).date(), changed_at=now)
    form_keys.remember(sending, result={"person": person.pk})


@transaction.atomic
def go_on(*, person: Person, now: datetime) -> None:
    """End the pause; a second press changes nothing."""
    Preferences.objects.filter(person=person).exclude(paused_until=None).update(paused_until=None, changed_at=now)
