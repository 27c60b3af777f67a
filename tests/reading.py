"""What a test reads on a page."""

import re


def named(name, page):
    """Say whether a page names somebody: as a word of its own, for three letters stand in a long random token now and then."""
    return re.search(rf"\b{re.escape(name)}\b", page) is not None
