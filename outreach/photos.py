"""Photos of stories: drawn anew as WebP without anything but pixels, small for lists and wide for the page of the story."""

import io

from PIL import Image, ImageOps

from intake import pictures

CARD = (480, 320)  # pixels
LONGEST_SIDE = 1200
QUALITY = 80
FIELD = "photo_file"


def drawn_anew(data: bytes) -> tuple[bytes, bytes]:
    """Return a photo twice as WebP: cut to 480 × 320 for lists, and whole with 1200 pixels at most on its longer side.

    Place, time and camera (Exif, XMP, IPTC) are not taken over. Raises Refused beside `photo_file`.
    """
    fresh = pictures.photo(data, field=FIELD, longest=LONGEST_SIDE)
    return _webp(ImageOps.fit(fresh, CARD, Image.Resampling.LANCZOS, centering=(0.5, 0.4))), _webp(fresh)


def _webp(picture):
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=QUALITY, method=4)
    return drawn.getvalue()
