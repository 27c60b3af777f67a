"""Pictures that somebody uploads, drawn anew: what comes out holds pixels and nothing else, whatever went in."""

import io
import warnings
from collections.abc import Callable

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from intake.refusal import Refused

FORMATS = ("PNG", "JPEG", "WEBP")


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
