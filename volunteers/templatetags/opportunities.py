"""Cards and filters as HTML. Templates say how they look; what repeats on every page is rendered once and only its words are put in."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.templatetags.places_left import progress
from intake.shapes import Repeated

register = template.Library()

CARD = Repeated(
    "volunteers/_card.html", "card", slots=["url", "title", "when", "place", "neighborhood", "distance", "progress"],
    flags=["lang", "cancelled", "urgent", "remote", "family_friendly", "step_free", "has_begun", "any_number"],
)  # fmt: skip


@register.simple_tag
def opportunity_card(card):
    """One card (volunteers.browsing.lists.Shown), as templates/volunteers/_card.html says."""
    return CARD.filled(card, progress=progress(get_language(), card.left, card.places) if card.places else "")


WAY = Repeated("volunteers/_way.html", "way", slots=["name", "url", "when", "why_not", "calendar_url", "progress"], flags=["lang", "button"])


@register.simple_tag
def way_row(way, date):
    """One way to help on a date (volunteers.browsing.opportunity_page), as templates/volunteers/_way.html says."""
    words = _("Full") if way.left == 0 and not way.button else ""
    return WAY.filled(
        way, when=date.when, calendar_url="" if way.name or date.has_names else date.calendar_url,
        progress=progress(get_language(), way.left, way.places, words) if way.places else "",
    )  # fmt: skip


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
