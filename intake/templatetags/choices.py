"""{% choices entries chosen %}: the entries of a filter as options of a select."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def choices(entries, chosen):
    """The entries of a filter (each with id, key, name, and lang where its name is in a language of its own) as options of a select."""
    return mark_safe("".join(_entry(one, chosen is not None and one.id == chosen.id) for one in entries))  # noqa: S308 - format_html escapes


def _entry(one, is_chosen):
    lang = format_html(' lang="{}"', one.lang) if one.lang else ""
    return format_html('<option value="{}"{}{}>{}</option>', one.key, lang, mark_safe(" selected") if is_chosen else "", one.name)
