"""Pictures that somebody uploads, drawn anew: what comes out holds pixels and nothing else, whatever went in."""

import io
import warnings
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from intake.refusal import Refused

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PHOTO_BYTES = 15 * 1024 * 1024
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}  # a JPEG is made smaller while it is read
PHOTO_TOO_LARGE = gettext_lazy("The photo is larger than 15 MB. Please make it smaller.")


def opened(data: bytes, *, field: str, too_large: Callable[[Image.Image], str], draw: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return what `draw` makes of a picture. Raises Refused for anything but PNG, JPEG or WebP, or with the sentence that `too_large` has for it.

    Only the header is read before `too_large` is asked: a picture of 60,000 × 60,000 pixels costs nothing.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if sentence := too_large(picture):
                    raise Refused(sentence, field=field)
                return draw(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_("We cannot read this picture. Please choose a PNG, JPEG or WebP file."), field=field) from None


def upright(picture: Image.Image) -> Image.Image:
    """Return the pixels of a picture the right way up, without anything else it carried."""
    turned = ImageOps.exif_transpose(picture).convert("RGBA")
    fresh = Image.new("RGB", turned.size, "white")
    fresh.paste(turned, mask=turned.getchannel("A"))
    return fresh


def photo(data: bytes, *, field: str, longest: int) -> Image.Image:
    """Return a photo upright, so many pixels at most on its longer side; place, time and camera (Exif, XMP, IPTC) are not taken over. Raises Refused."""
    if len(data) > MOST_PHOTO_BYTES:
        raise Refused(str(PHOTO_TOO_LARGE), field=field)

    def smaller(picture: Image.Image) -> Image.Image:
        picture.draft("RGB", (longest, longest))
        fresh = upright(picture)
        fresh.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        return fresh

    return opened(data, field=field, too_large=_too_many_pixels, draw=smaller)


def _too_many_pixels(picture):
    if picture.width * picture.height > MOST_PIXELS.get(picture.format, MOST_PIXELS["JPEG"]):
        return _("The photo has too many pixels. Please make it smaller, for example 4,000 × 3,000.")
    return ""
