"""QR codes (ISO/IEC 18004) as pictures in the page: drawn here as SVG, so that no other site learns of it."""

import io
from functools import lru_cache

import segno

QUIET_ZONE = 4  # modules around the symbol, as the standard asks for
MOST_KEPT = 256


@lru_cache(MOST_KEPT)
def svg(address):
    """Return the SVG element of the QR code of an address: black on white, as wide as what it stands in.

    Error correction M: a sign outdoors may lose up to 15 % of its area. The address has to stand in words beside it.
    """
    return segno.make(address, error="m", boost_error=False, micro=False).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr__picture", lineclass=None
    )


def png(address: str) -> bytes:
    """Return the same code as a PNG with 20 pixels a module, for whoever lays out a poster."""
    file = io.BytesIO()
    segno.make(address, error="m", boost_error=False, micro=False).save(file, kind="png", border=QUIET_ZONE, scale=20)
    return file.getvalue()
