"""{% qr address %}: a QR code with the same address in words below it."""

from django import template
from django.utils.safestring import mark_safe

from sharing import qr as codes

register = template.Library()


@register.inclusion_tag("sharing/_qr.html")
def qr(address, link=True):
    """Print the code and the address; `link` makes the words a link, for a page that is also read on a screen."""
    return {"svg": mark_safe(codes.svg(address)), "address": address, "words": address.partition("://")[2].rstrip("/"), "link": link}  # noqa: S308 segno escapes
