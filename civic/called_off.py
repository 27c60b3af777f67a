"""The red line of the home page: what is called off today and tomorrow."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from languages import formats
from languages.content import translated
from volunteers import reasons
from volunteers.models import Opportunity, Shift

SHOWN = 5


@dataclass(frozen=True)
class Off:
    """Something that will not take place: the first few lines, and how many more."""

    lines: list
    more: int = 0


def soon(*, language, now):
    """Return what is called off of today and tomorrow and would not be over yet; one query, two where titles are translated."""
    day_after = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=2), time.min))
    found = Shift.objects.filter(cancelled_at__isnull=False, starts__lt=day_after, ends__gt=now, starts__gt=now - timedelta(days=1))
    found = list(found.filter(opportunity__in=Opportunity.objects.public()).select_related("opportunity", "venue").order_by("starts", "pk")[: SHOWN * 20])
    translated([shift.opportunity for shift in found[:SHOWN]], language, ["title"])
    lines = [{"shift": shift, "when": formats.when(shift), "reason": reasons.in_words(shift.reason)} for shift in found[:SHOWN]]
    return Off(lines, len(found) - len(lines))
