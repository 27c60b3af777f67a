"""What a test reads on a page."""

import re

from languages.formats import plain, weekday_date


def named(name, page):
    """Say whether a page names somebody: as a word of its own, for three letters stand in a long random token now and then."""
    return re.search(rf"\b{re.escape(name)}\b", page) is not None


def told(day):
    """Return a day as pages and letters tell it in English: with its year as soon as that is not this year's."""
    return plain(weekday_date(day))
