"""What came of a drive, for everybody to read: what arrived, where it went, and thanks to the organizations that agreed to be named."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from django.db.models import Sum

from donations.browsing.needs import NeedLine, number
from donations.models import Arrangement, Donation, Drive, HandOverLine, Pledge


@dataclass(frozen=True, slots=True)
class Count:
    """So many of one thing."""

    name: object  # languages.content.Words
    unit: object
    count: str


@dataclass(frozen=True)
class Result:
    """The figures of a drive that was reported."""

    came: list = field(default_factory=list)
    went: list = field(default_factory=list)  # pairs of a partner's name and its counts
    thanks: list = field(default_factory=list)
    people_helped: str = ""


def build(drive: Drive, needs: list[NeedLine]) -> Result:
    """Return the result of a drive. Two queries."""
    by_id = {need.id: need for need in needs}
    return Result(
        came=[_count(need, need.came) for need in needs if need.came],
        went=_went(drive, by_id),
        thanks=thanked(drive),
        people_helped=number(drive.people_helped) if drive.people_helped else "",
    )


def _count(need, count):
    return Count(need.name, need.unit, number(count))


def _went(drive, by_id):
    rows = HandOverLine.objects.filter(hand_over__drive=drive).order_by("hand_over__partner__name", "need__priority", "need__order", "need_id")
    rows = rows.values_list("hand_over__partner__name", "need_id").annotate(total=Sum("quantity"))
    return [(partner, [_count(by_id[pk], total) for _name, pk, total in found]) for partner, found in groupby(rows, key=itemgetter(0))]


def thanked(drive: Drive) -> list[str]:
    """Return the organizations that brought something and agreed, with a proved address, to be thanked in public, by name, each once. One query."""
    agreed = {"drive": drive, "thanks_agreed_at__isnull": False}
    brought = Pledge.objects.filter(**agreed, state__in=[*Pledge.CAME, Pledge.State.PARTLY], link=None)
    done = Arrangement.objects.filter(**agreed, state=Arrangement.State.DONE)
    names = [rows.exclude(organization="").order_by().values_list("organization", flat=True) for rows in (Donation.objects.filter(**agreed), brought, done)]
    once: dict[str, str] = {}
    for name in names[0].union(*names[1:]):
        once.setdefault(name.casefold(), name)
    return sorted(once.values(), key=str.casefold)
