"""{% opportunities_for thing %}: ways to help with a drive or at an event, on its page."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from volunteers.browsing import lists
from volunteers.models import Card

MOST = 6

register = template.Library()


@register.inclusion_tag("volunteers/_opportunities_for.html")
def opportunities_for(thing):
    """The next date of each opportunity of a drive or an event that has room, soonest first. Two queries, three in a language other than English."""
    now = timezone.now()
    found = (
        Card.objects.open()
        .filter(**{f"opportunity__{thing._meta.model_name}": thing})
        .exclude(starts__lte=now)
        .order_by("starts", "id")
        .values(*lists.COLUMNS)[: MOST * 4]
    )
    first = {}
    for row in found:
        first.setdefault(row["opportunity_id"], row)
    return {"cards": lists.shown(list(first.values())[:MOST], language=get_language(), now=now), "is_event": thing._meta.model_name == "event"}
