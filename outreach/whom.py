"""Who gets a campaign, who does not, and why: one condition for the letters and for the page that explains them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mailing.models import Message
from outreach import audience, budget, campaign_texts, segments
from outreach.models import Campaign, Segment, Subscription
from people.models import Person

SHOWN = 10  # names of each group
PAUSED = "The campaign is paused."  # what stands beside a letter that was held back for it
REASONS: dict[str, str | Promise] = {
    "unconfirmed": gettext_lazy("have not confirmed yet that they want this topic"),
    "unsubscribed": gettext_lazy("unsubscribed from this topic"),
    "bounced": gettext_lazy("their address refuses our letters"),
    "by_phone": gettext_lazy("asked to be called, or have no email address"),
    "paused": gettext_lazy("asked for a pause"),
    "outside": gettext_lazy("are not in the group it goes to"),
    "left_out": gettext_lazy("are in the group that is left out, such as people who are signed up already"),
    "not_reached": gettext_lazy("did not get the letter that is corrected"),
    "no_text": gettext_lazy("read a language without a finished translation"),
    "just_mailed": gettext_lazy("got a letter to many in the last 24 hours"),
    "same_address": gettext_lazy("share an address with somebody who gets it"),
}


@dataclass
class Group:
    """Some people with what they have in common: how many, and the first names."""

    words: str
    count: int
    names: list[str] = field(default_factory=list)


@dataclass
class Breakdown:
    """A campaign's people: those who get it by language, and those who do not by reason."""

    total: int
    by_language: list[tuple[str, int]]
    names: list[str]
    left_out: list[Group]


def recipients(campaign: Campaign, now: datetime) -> QuerySet[Person]:
    """Return who gets a campaign if it is built at this moment, one person of each address; one query."""
    return audience.one_per_address(_in_reach(campaign, now))


def anybody(campaign: Campaign, now: datetime) -> bool:
    """Tell whether somebody gets it; stops at the first."""
    return _in_reach(campaign, now).exists()


def breakdown(campaign: Campaign, now: datetime) -> Breakdown:
    """Count who gets a campaign and who does not; a query, one for each reason, and three."""
    people = _asked(campaign).annotate(reason=_reason(campaign, now))
    counts = dict(people.values_list("reason").annotate(Count("pk")).order_by())
    gets = recipients(campaign, now)
    by_language = list(gets.values_list("language").annotate(count=Count("pk")).order_by("-count", "language"))
    total = sum(count for _language, count in by_language)
    counts["same_address"] = counts.pop("", 0) - total
    left_out = [Group(str(words), counts[reason], _names_of(people, gets, reason)) for reason, words in REASONS.items() if counts.get(reason)]
    return Breakdown(total, by_language, list(gets.order_by("pk").values_list("name", flat=True)[:SHOWN]), left_out)


def of_segment(segment: Segment, now: datetime) -> QuerySet[Person]:
    """Return the people of a segment who get letters to many; one query."""
    return audience.hearing(segment.office, now).filter(segments.condition(segment.rule, now))


def mailed_meanwhile(campaign: Campaign, people: Collection[int], now: datetime) -> set[int]:
    """Return the ids of those of these people who got another letter to many of the office within a day, or have one coming; at most three queries."""
    if campaign.corrects_id:
        return set()
    return set(Person.objects.filter(_just_mailed(campaign, now), pk__in=people).values_list("pk", flat=True))


def _in_reach(campaign: Campaign, now: datetime) -> QuerySet[Person]:
    people = audience.candidates(campaign.office, campaign.topic, now)
    if campaign.segment:
        people = people.filter(segments.condition(campaign.segment.rule, now))
    if campaign.without:
        people = people.exclude(segments.condition(campaign.without.rule, now))
    if campaign.corrects_id:
        return people.filter(_reached(campaign)).filter(~_no_text(campaign))
    return people.filter(~_no_text(campaign)).filter(~_just_mailed(campaign, now))


def _asked(campaign: Campaign) -> QuerySet[Person]:
    """Everybody who ever asked for the topic, however it stands."""
    asked = Subscription.objects.filter(person=OuterRef("pk"), topic=campaign.topic)
    return Person.objects.filter(Exists(asked), office=campaign.office, apart="", forgotten_at=None)


def _reason(campaign: Campaign, now: datetime) -> Case:
    """The first reason why somebody gets nothing; none for those who do."""
    state = Subscription.State
    whens = [
        (_subscribed(campaign, state.UNCONFIRMED), "unconfirmed"), (_subscribed(campaign, state.UNSUBSCRIBED), "unsubscribed"),
        (_subscribed(campaign, state.SUPPRESSED) | Q(email_refused_at__isnull=False), "bounced"), (~audience.by_email(), "by_phone"),
        (Q(audience.paused(now)), "paused"),
    ]  # fmt: skip
    if campaign.segment:
        whens.append((~segments.condition(campaign.segment.rule, now), "outside"))
    if campaign.without:
        whens.append((segments.condition(campaign.without.rule, now), "left_out"))
    if campaign.corrects_id:
        whens.append((~_reached(campaign), "not_reached"))
    whens.append((_no_text(campaign), "no_text"))
    if not campaign.corrects_id:
        whens.append((_just_mailed(campaign, now), "just_mailed"))
    return Case(*[When(condition, then=Value(name)) for condition, name in whens if condition], default=Value(""), output_field=CharField())


def _subscribed(campaign: Campaign, state: str) -> Q:
    return Q(Exists(Subscription.objects.filter(person=OuterRef("pk"), topic=campaign.topic, state=state)))


def _reached(campaign: Campaign) -> Q:
    """Got the letter that this one corrects, or perhaps did."""
    letters = Message.objects.filter(person=OuterRef("pk"), about=campaign.corrects.ref, kind="campaign")
    kept = letters.filter(state__in=[Message.State.SENT, Message.State.AMBIGUOUS, Message.State.HELD])
    return Q(Exists(kept.exclude(state=Message.State.HELD, smtp_reply=PAUSED)))


def _no_text(campaign: Campaign) -> Q:
    """Reads a language in which the campaign says nothing, where such readers are left out."""
    if campaign.fallback != Campaign.Fallback.LEAVE_OUT:
        return Q(pk__in=[])
    return ~Q(language__in=campaign_texts.finished_languages(campaign))


def _just_mailed(campaign: Campaign, now: datetime) -> Q:
    """Another letter to many of the office came to the address within a day, or is on its way, whoever behind it is named in it."""
    campaigns, digests = budget.recent(campaign.office, now)
    others = campaigns.exclude(pk=campaign.pk)
    about, to_come = budget.refs(others, digests), budget.refs(others.filter(cancelled_at=None), digests)
    if not about:
        return Q(pk__in=[])
    came = Q(sent_at__gte=now - budget.BREATH) | Q(state__in=[Message.State.QUEUED, Message.State.SENDING], about__in=to_come)
    return Q(Exists(_to_the_address(Message.objects.filter(came, about__in=about, kind__in=budget.KINDS))))


def _to_the_address(letters: QuerySet[Message]) -> QuerySet[Message]:
    """Of these letters those that went to a person's address: a family may share one."""
    return letters.filter(person__email=OuterRef("email"))


def _names_of(people: QuerySet[Person], gets: QuerySet[Person], reason: str) -> list[str]:
    if reason == "same_address":
        people = people.filter(reason="").exclude(pk__in=gets.values("pk"))
    else:
        people = people.filter(reason=reason)
    return list(people.order_by("pk").values_list("name", flat=True)[:SHOWN])
