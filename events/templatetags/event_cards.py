"""{% event_card card %}: one event in a list."""

from django import template
from django.utils.translation import get_language

from bookings.templatetags.places_left import progress
from intake.shapes import Repeated

register = template.Library()

CARD = Repeated(
    "events/_card.html", "card", slots=["url", "title", "kind", "when", "place", "neighborhood", "progress"],
    flags=["lang", "state", "color", "languages", "supports", "step_free", "has_notes", "is_full"],
)  # fmt: skip


@register.simple_tag
def event_card(card):
    """One card (events.browsing.cards.Card), as templates/events/_card.html says."""
    return CARD.filled(card, progress=progress(get_language(), card.left, card.places) if card.places and not card.is_full else "")
