"""Words that stay on one line: {{ portal.office.phone|unbroken }}."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def unbroken(number):
    """Print a number that is written already, on one line and from left to right."""
    return format_html('<span class="nowrap" dir="ltr">{}</span>', number)
