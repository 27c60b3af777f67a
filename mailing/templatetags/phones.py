"""Phone numbers in templates, as people here write them: {{ number|spoken }} and {% phone_link number %}."""

from django import template
from django.utils.html import format_html

from intake.phones import spoken_number

register = template.Library()

register.filter("spoken", spoken_number)


@register.simple_tag
def phone_link(number):
    """Print a number that a phone dials when it is touched; nothing for no number."""
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', number.as_e164, spoken_number(number)) if number else ""
