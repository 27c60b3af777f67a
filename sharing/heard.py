"""How people heard of what they come to: kept with a booking, by the counted link followed in the same visit; counted for each channel."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest

from intake import visits
from people.models import User
from sharing import prompts
from sharing.models import Heard, TrackedLink


def note(request: HttpRequest, *, ref: str, target: str) -> None:
    """Keep with a booking (`ref`, app.model:id) by which link of that page (`target`) this browser came; the first answer stays.

    Nothing is asked of the database where no link was followed in this visit.
    """
    link = link_to(request, target)
    if link is not None:
        _keep(link, ref)


def say(*, ref: str, target: str, channel: str, by: User) -> None:
    """Keep with a booking (`ref`, app.model:id) what a caller said: it counts for the link of that page and channel, made if it is missing."""
    prompts.count_links(target, [channel], by=by)
    _keep(TrackedLink.objects.get(target=target, channel=channel), ref)


def partners(target: str) -> list[str]:
    """Return the channels of a page's links that staff named themselves, such as a partner's name."""
    return list(TrackedLink.objects.filter(target=target).exclude(channel__in=prompts.SPOKEN_CHANNELS).values_list("channel", flat=True))


def _keep(link, ref):
    Heard.objects.bulk_create([Heard(link=link, about=ref)], ignore_conflicts=True)


def link_to(request: HttpRequest, target: str) -> TrackedLink | None:
    """Return the counted link of a page (`target`) that this browser followed last in this visit, or None."""
    followed = visits.codes(request)
    links = {link.code: link for link in TrackedLink.objects.filter(target=target, code__in=followed)} if followed else {}
    return next((links[code] for code in followed if code in links), None)


@dataclass(frozen=True)
class Tally:
    """How many bookings there are, and by which channels they came: pairs of channel and number, the most first."""

    total: int
    channels: list[tuple[str, int]]

    @property
    def untold(self) -> int:
        """Of how many nobody knows it: they came by no counted link."""
        return self.total - sum(number for _channel, number in self.channels)


def tally(bookings: QuerySet) -> Tally:
    """Count bookings of one model by how people heard. One query."""
    name = bookings.model._meta.label_lower
    refs = Concat(Value(f"{name}:"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    by = bookings.order_by().annotate(channel=Subquery(Heard.objects.filter(about=refs).annotate(channel=F("link__channel")).values("channel")[:1]))
    counted = Counter(by.values_list("channel", flat=True))
    return Tally(counted.total(), sorted(((channel, number) for channel, number in counted.items() if channel), key=lambda pair: (-pair[1], pair[0])))
