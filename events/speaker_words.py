"""The speakers’ list in words, in the active language: for everybody without a name, and for who leads the session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events import speaker_rules
from events.models import Event, Speaker
from intake.refusal import Refused
from languages import formats

State = Speaker.State


def for_everybody(event: Event, now: datetime) -> dict[str, Any]:
    """Return whether a list is kept and taken, how many wait, and how many minutes each has; one query."""
    if event.minutes_each is None or event.is_cancelled:
        return {"keeps": False, "takes": False, "waiting": 0}
    return {"keeps": True, "takes": not why_not(event, now), "waiting": event.speakers.filter(state=State.WAITING).count()}


def why_not(event: Event, now: datetime) -> str:
    """Return why nobody can be put on the list any more, or nothing."""
    try:
        speaker_rules.check_takes(event, now)
    except Refused as refused:
        return refused.sentence
    return ""


@dataclass(frozen=True)
class Place:
    """Where one of this browser stands: how many are called before."""

    speaker: Speaker
    before: int


def places(event: Event, ids: Iterable[int]) -> list[Place]:
    """Return where these speakers of an event stand; two queries."""
    waiting = list(event.speakers.filter(state=State.WAITING).order_by("order", "pk").values_list("pk", flat=True))
    mine = event.speakers.filter(pk__in=list(ids)).order_by("order", "pk")
    return [Place(one, waiting.index(one.pk) if one.pk in waiting else 0) for one in mine]


def speaks_from(speaker: Speaker) -> str:
    """Return since when somebody speaks and until when, on the clock of the place."""
    event = speaker.event
    starts = timezone.localtime(speaker.started_at, event.zone)
    return formats.time_range(starts, starts + timedelta(minutes=event.minutes_each or 0)) if event.minutes_each else formats.clock(starts)
