"""Photos of stories: drawn anew as WebP without anything but pixels, small for lists and wide for the page of the story."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from intake import pictures
from intake.refusal import Refused

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 64_000_000
CARD = (480, 320)  # pixels
LONGEST_SIDE = 1200
QUALITY = 80
FIELD = "photo_file"


def drawn_anew(data: bytes) -> tuple[bytes, bytes]:
    """Return a photo twice as WebP: cut to 480 × 320 for lists, and whole with 1200 pixels at most on its longer side.

    Place, time and camera (Exif, XMP, IPTC) are not taken over. Raises Refused beside `photo_file`.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The photo is larger than 15 MB. Please make it smaller."), field=FIELD)
    fresh = pictures.opened(data, field=FIELD, too_large=_too_large, draw=_smaller)
    return _webp(ImageOps.fit(fresh, CARD, Image.Resampling.LANCZOS, centering=(0.5, 0.4))), _webp(fresh)


def _too_large(picture):
    if picture.width * picture.height > MOST_PIXELS:
        return _("The photo has too many pixels. Please make it smaller, for example 4,000 × 3,000.")
    return ""


def _smaller(picture):
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    fresh = pictures.upright(picture)
    fresh.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return fresh


def _webp(picture):
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=QUALITY, method=4)
    return drawn.getvalue()
