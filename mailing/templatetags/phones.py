"""Phone numbers in templates, as people here write them: {{ number|spoken }} and {% phone_link number %}."""

from django import template
from django.utils.html import format_html

from intake.phones import spoken_number, spoken_text

register = template.Library()

register.filter("spoken", spoken_number)


@register.simple_tag
def phone_link(number):
    """Print a number, or its text as it is dialed, that a phone dials when it is touched; nothing for no number."""
    if not number:
        return ""
    dialed, spoken = (number, spoken_text(number)) if isinstance(number, str) else (number.as_e164, spoken_number(number))
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', dialed, spoken)
