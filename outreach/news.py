"""What the office tells on the home page: the latest story, and the notices that end soonest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Least

from languages.content import translated
from outreach.models import Notice, Story
from outreach.rules import city_zone

MOST_NOTICES = 3


@dataclass(frozen=True)
class News:
    """The latest story (with `has_photo`), if there is one, and a few notices; each with its words."""

    story: Story | None
    notices: list[Notice]


def latest(*, language: str, now: datetime) -> News:
    """Return what is told at this moment. Two queries, and one for each of the two that is translated."""
    rows = (
        Story.objects.published(now)
        .annotate(has_photo=Q(photo__isnull=False))
        .only("slug", "title", "summary", "alt", "published_at")
        .order_by("-published_at", "-pk")
    )
    stories = translated(rows[:1], language, ["title", "summary", "alt"])
    standing = Notice.objects.standing(now.astimezone(city_zone()).date())
    ending = standing.order_by(Least("deadline", "shown_until").asc(nulls_last=True), "pk").only("kind", "title", "url", "deadline")
    return News(stories[0] if stories else None, translated(ending[:MOST_NOTICES], language, ["title"]))
