"""The city's look: the small style sheet made from its colors, and its logo."""

import hashlib
import io
import re

from django.utils.translation import gettext as _
from PIL import Image

from intake import pictures
from intake.refusal import Refused
from places.colors import WHITE, contrast, is_readable, mix

MOST_LOGO_BYTES = 300 * 1024
MOST_LOGO_PIXELS = 4_000_000
LOGO_HEIGHT = 132  # pixels: shown 44 high, three times as many for sharp screens
CONTRAST_OF_DARK = 7  # to 1, with white; small text stands on it (WCAG 2.1, 1.4.6)


def style_sheet(city):
    """Return the CSS that puts the city's colors in place of the ones compiled in."""
    variables = {
        "brand-dark": city.brand_dark,
        "brand": city.brand,
        "brand-hover": mix(city.brand, city.brand_dark, 0.35),
        "brand-active": mix(city.brand, city.brand_dark, 0.6),
        "brand-tint": tint(city.brand),
        "brand-accent": city.brand_accent,
    }
    pairs = ";".join(f"--{name}:{color}" for name, color in variables.items())
    return f"html:root{{{pairs}}}\n"  # said with more weight than the compiled ones, in whatever order the sheets come


def look_version(city, logo_hash):
    """Return a short text that changes with the colors and the logo, for addresses that browsers may keep."""
    look = [city.brand_dark, city.brand, city.brand_accent, logo_hash or ""]
    return hashlib.sha256("|".join(look).encode()).hexdigest()[:10]


def official_domain(typed):
    """Return the domain of the city's official websites as it was typed, alone and in small letters. Raises Refused for what is none."""
    domain = typed.lower().removeprefix("https://").removeprefix("http://").strip("/")
    if domain and not re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", domain):
        raise Refused(_("A domain like boston.gov."), field="domain")
    return domain


def check_colors(*, brand_dark, brand):
    """Raise Refused for colors that cannot be read: both carry white text, and links have the second on white and on its own tint (WCAG 2.1, 1.4.3).

    When both are too light, the refusal of the second is the `and_also` of the first: nobody corrects one to hear of the other.
    """
    refusals = []
    if contrast(brand_dark, WHITE) < CONTRAST_OF_DARK:
        refusals.append(Refused(_("White text on the dark color is hard to read. Choose a darker one."), field="brand_dark"))
    if not is_readable(brand, tint(brand)):
        refusals.append(Refused(_("Links in this color are hard to read. Choose a darker one."), field="brand"))
    if refusals:
        first, *rest = refusals
        raise Refused(first.sentence, field=first.field, and_also=rest)


def tint(brand):
    """Return the quiet background made from a color."""
    return mix(brand, WHITE, 0.94)


def clean_logo(data):
    """Return a logo drawn anew as PNG, without metadata, 132 pixels high at most; raise Refused for anything but a PNG, JPEG or WebP picture."""
    if len(data) > MOST_LOGO_BYTES:
        raise Refused(_("The picture is larger than 300 KB. Please make it smaller."), field="logo")
    fresh = pictures.opened(data, field="logo", too_large=_too_large, draw=_drawn_anew)
    fresh.thumbnail((LOGO_HEIGHT * 8, LOGO_HEIGHT))
    drawn = io.BytesIO()
    fresh.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _too_large(picture):
    return _("The picture has more than 4 million pixels. Please make it smaller.") if picture.width * picture.height > MOST_LOGO_PIXELS else ""


def _drawn_anew(picture):
    fresh = Image.new("RGBA", picture.size)
    fresh.paste(picture.convert("RGBA"))
    return fresh
