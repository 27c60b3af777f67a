"""Texts of records in templates: {% words record "title" %} and {% translation_note record %}, after `content.translated`."""

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def words(record, field, paragraphs=False):
    """Print a field; a text that is not in the page's language is marked with its own (WCAG 2.1, 3.1.2)."""
    text = record.words[field]
    if not paragraphs:
        return marked(text)
    shown = linebreaks_filter(text.text)
    return format_html('<div lang="{}" dir="ltr">{}</div>', text.language, shown) if text.is_fallback and text.text else shown


@register.simple_tag
def marked(text):
    """Print one Words; marked with its language when that is not the page's."""
    return format_html('<span lang="{}" dir="ltr">{}</span>', text.language, text.text) if text.is_fallback and text.text else text.text


@register.simple_tag
def translation_note(record):
    """Say plainly that a text is not yet in the page's language, or older than the English one; else print nothing."""
    if record.words.has_fallback:
        language = get_language_info(get_language())["name_local"]
        return _("This text is not yet in this language (%(language)s).") % {"language": language}
    if record.words.has_stale:
        return _("This text is older than the English one. The dates and places on this page are right.")
    return ""
