"""{% need_row need %}, {% place_row place %} and {% item_choices needs chosen %}: the many equal rows of a drive's page.

A page may have hundreds of them, and rendering was most of its cost: each is rendered once per language and kept for as long as it says
the same, as its template says.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def need_row(need):
    """One need (donations.browsing.needs.NeedLine), as templates/donations/_need.html says."""
    return _row(get_language(), "donations/_need.html", "need", need)


@register.simple_tag
def place_row(place):
    """One location (donations.browsing.locations.LocationLine), as templates/donations/_place.html says."""
    return _row(get_language(), "donations/_place.html", "place", place)


@lru_cache(maxsize=4096)
def _row(language, template_name, name, line):
    """The row in the active language, which is part of what is kept."""
    return render_to_string(template_name, {name: line})


@register.simple_tag
def item_choices(needs, chosen):
    """The items as options of a select."""
    return mark_safe("".join(_choice(need.id, str(need.name), need.name.language if need.name.is_fallback else "", need.id == chosen) for need in needs))


@lru_cache(maxsize=4096)
def _choice(value, words, language, is_chosen):
    marks = (format_html(' lang="{}"', language) if language else "", mark_safe(" selected") if is_chosen else "")
    return format_html('<option value="{}"{}{}>{}</option>', value, *marks, words)
