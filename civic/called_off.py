"""The red line of the home page: what is called off today and tomorrow."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from events.browsing import week
from languages import formats
from languages.content import translated
from volunteers import reasons
from volunteers.models import Opportunity, Shift

SHOWN = 5
_OF_BOTH = ("venue", "starts", "ends", "time_zone", "reason")  # what a line needs; home is read by everybody


@dataclass(frozen=True)
class Off:
    """Something that will not take place: the first few lines, and how many more."""

    lines: list
    more: int = 0


def soon(*, language, now):
    """Return what is called off of today and tomorrow and would not be over yet; two queries, four where titles are translated."""
    day_after = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=2), time.min))
    found = Shift.objects.filter(cancelled_at__isnull=False, starts__lt=day_after, ends__gt=now, starts__gt=now - timedelta(days=1))
    found = found.filter(opportunity__in=Opportunity.objects.public()).select_related("opportunity").order_by("starts", "pk")
    found = list(found.only("opportunity__slug", "opportunity__title", *_OF_BOTH)[: SHOWN * 20])
    meetings = list(week.off_between(now - timedelta(days=1), day_after, now).only("slug", "title", *_OF_BOTH)[: SHOWN * 20])
    all_off = sorted([*found, *meetings], key=lambda one: one.starts)
    shown = all_off[:SHOWN]
    translated([_thing(one) for one in shown if one in found], language, ["title"])
    translated([one for one in shown if one in meetings], language, ["title", "reason"])
    return Off([{"thing": _thing(one), "when": formats.when(one), "reason": _reason(one)} for one in shown], len(all_off) - len(shown))


def _thing(occasion):
    """What has a title and a page: the opportunity of a shift, or the event itself."""
    return occasion.opportunity if isinstance(occasion, Shift) else occasion


def _reason(occasion):
    return reasons.in_words(occasion.reason) if isinstance(occasion, Shift) else str(occasion.words.reason)
