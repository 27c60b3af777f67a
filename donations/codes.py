"""The short code of a pledge (`intake.short_codes`): said at the drop-off location instead of a name."""

from intake import short_codes
from intake.short_codes import read, spaced

__all__ = ["among", "of", "read", "spaced"]

_PLEDGE = "donations.codes.pledge"


def of(pledge_id):
    """Return the code of a pledge, without its space."""
    return short_codes.of(_PLEDGE, pledge_id)


def among(pledge_ids, code):
    """Return those of the pledges (ids) that have the code: one, nobody, or, very rarely, two."""
    return [pk for pk in pledge_ids if of(pk) == code]
