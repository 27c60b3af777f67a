"""Cards and filters as HTML. Templates say how they look; what repeats on every page is rendered once and only its words are put in.

A list of twenty cards is the most visited page there is, and rendering was most of its cost.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()

# Characters of the private use area, which no cleaned text holds, mark where the words of one card go.
SLOTS = ("url", "title", "when", "place", "neighborhood", "distance", "progress")
MARKS = {slot: f"\ue000{number}\ue001" for number, slot in enumerate(SLOTS)}
FLAGS = ("lang", "cancelled", "urgent", "remote", "family_friendly", "step_free", "has_begun", "any_number")


@register.simple_tag
def opportunity_card(card):
    """One card (volunteers.browsing.lists.Shown), as templates/volunteers/_card.html says."""
    words = {slot: getattr(card, slot, "") for slot in SLOTS}
    if card.places:
        words["progress"] = progress(get_language(), card.left, card.places)
    filled = tuple(slot for slot in SLOTS if words[slot])
    pieces = _pieces(get_language(), filled, tuple(getattr(card, flag) for flag in FLAGS))
    return mark_safe("".join([piece if literal else conditional_escape(words[piece]) for literal, piece in pieces]))  # noqa: S308 - every word is escaped


@lru_cache(maxsize=2048)
def _pieces(language, filled, flags):
    """Return the card's template in pieces for one language and shape: pairs of (is it literal, text or the name of a slot)."""
    card = {**{slot: MARKS[slot] for slot in filled}, **dict(zip(FLAGS, flags, strict=True))}
    text = render_to_string("volunteers/_card.html", {"card": card})
    pieces = []
    for number, part in enumerate(text.split("\ue000")):
        slot, mark, rest = part.partition("\ue001") if number else ("", "", part)
        pieces += [(False, SLOTS[int(slot)])] if mark else []
        pieces += [(True, rest)] if rest else []
    return pieces


@lru_cache(maxsize=4096)
def progress(language, left, total):
    """How full it is, in words with a bar, in the active language (which is part of what is kept)."""
    return render_to_string("_progress.html", {"left": left, "total": total, "words": ""})


@register.simple_tag
def places_left(left, total):
    """How full it is, in words with a bar."""
    return progress(get_language(), left, total)


@register.simple_tag(takes_context=True)
def filter_form(context):
    """The filters' form, as templates/volunteers/_filters.html says; kept with the options it shows."""
    filters, options = context["filters"], context["options"]
    key = (*filters.parameters.items(), filters.near_typed)
    if key not in options.forms:
        if len(options.forms) > 200:
            options.forms.clear()
        options.forms[key] = render_to_string("volunteers/_filters.html", {"filters": filters, "options": options})
    return options.forms[key]
