"""{% places_left left total %}: how full something is."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()


@lru_cache(maxsize=4096)
def progress(language, left, total, words=""):
    """How full it is, in words (those given, where there are any) with a bar, in the active language (which is part of what is kept)."""
    return render_to_string("_progress.html", {"left": left, "total": total, "words": words})


@register.simple_tag
def places_left(left, total):
    """How full it is, in words with a bar."""
    return progress(get_language(), left, total)
