"""What comes up for those who want to be kept posted: once a week at most, and only when something fits."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from volunteers import emails
from volunteers.matching import suggestion_query, suggestions
from volunteers.models import KeepPosted

WEEK = timedelta(days=7)
AT_A_TIME = 200  # people looked after by one ring
DAYTIME = range(9, 18)  # hours of the city in which news is sent


def sweep(*, now: datetime) -> int:
    """Look for news for whoever was not looked after for a week, the longest ago first; returns how many are written to. Safe to run twice."""
    if timezone.localtime(now).hour not in DAYTIME:
        return 0
    due = KeepPosted.objects.standing().filter(Q(looked_at=None) | Q(looked_at__lte=now - WEEK))
    ids = due.order_by(F("looked_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:AT_A_TIME]
    return sum(write(pk=pk, now=now) for pk in list(ids))


@transaction.atomic
def write(*, pk: int, now: datetime) -> bool:
    """Owe one person the news since the last look, all in one letter; returns whether there is any."""
    due = KeepPosted.objects.standing().filter(Q(looked_at=None) | Q(looked_at__lte=now - WEEK), pk=pk)
    posted = due.select_for_update(of=("self",), skip_locked=True).select_related("person").first()
    if posted is None or posted.person.forgotten_at:
        return False
    known = suggestions.known_of(posted.person)
    found = suggestion_query.rows(
        persons=[posted.person_id], interests=known.interests, languages=known.languages, near=known.near, availability=known.availability,
        now=now, most=suggestions.MOST, since=posted.looked_at,
    )  # fmt: skip
    KeepPosted.objects.filter(pk=pk).update(looked_at=now)
    if not found:
        return False
    reasons = [
        {
            "role": row["role_id"],
            "near": row["is_near"],
            "languages": row["languages"],
            "interests": row["interests"],
            "slot": min(row["slots"]) if known.availability else None,
        }
        for row in found
    ]
    emails.news(posted, found=reasons, expires=max(row["starts"] for row in found), now=now)
    return True
