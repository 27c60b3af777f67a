"""{% head_styles %}: the styles of the top of a page, see frontend/README.md."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from intake import head_styles as kept

register = template.Library()


@register.simple_tag
def head_styles() -> SafeString:
    """The element that holds them, exactly as the content security policy allows it."""
    return mark_safe(f"<style>{kept.TEXT}</style>")  # noqa: S308  compiled and committed
