"""Photos and papers as they come from somebody's computer: what they are is looked at, whatever they are called."""

import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import pictures
from intake.refusal import Refused

MOST_PAPER_BYTES = 10 * 1024 * 1024
PAPER_TOO_LARGE = gettext_lazy("The file is larger than 10 MB. Please make it smaller, or give a link.")
LONGEST_SIDE = 1600
QUALITY = 82


def drawn_anew(data: bytes) -> tuple[bytes, int, int]:
    """Return a photo as JPEG, upright, 1600 pixels at most on its longer side, without anything but pixels; and its width and height.

    Place, time and camera (Exif, XMP, IPTC) are not taken over. Raises Refused beside `file`.
    """
    fresh = pictures.photo(data, field="file", longest=LONGEST_SIDE)
    drawn = io.BytesIO()
    fresh.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue(), fresh.width, fresh.height


def checked_pdf(data: bytes) -> bytes:
    """Return a PDF file as it is; it is only ever given out as a download. Raises Refused beside `file`."""
    if len(data) > MOST_PAPER_BYTES:
        raise Refused(str(PAPER_TOO_LARGE), field="file")
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:  # ISO 32000-2, 7.5.2 and 7.5.5
        raise Refused(_("This is not a PDF file. Please save it as PDF, or give a link."), field="file")
    return data
