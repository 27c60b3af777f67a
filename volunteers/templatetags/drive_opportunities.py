"""{% opportunities_for drive %}: ways to help with a drive, on the page of the drive."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from volunteers.browsing import lists
from volunteers.models import Card

MOST = 6

register = template.Library()


@register.inclusion_tag("volunteers/_for_drive.html")
def opportunities_for(drive):
    """The next date of each opportunity of a drive that has room, soonest first. Two queries, three in a language other than English."""
    now = timezone.now()
    found = Card.objects.open().filter(opportunity__drive=drive).exclude(starts__lte=now).order_by("starts", "id").values(*lists.COLUMNS)[: MOST * 4]
    first = {}
    for row in found:
        first.setdefault(row["opportunity_id"], row)
    return {"cards": lists.shown(list(first.values())[:MOST], language=get_language(), now=now)}
