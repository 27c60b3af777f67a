"""The code of the day of each registration (`intake.short_codes`): typed at the sign of the door, and read out on the phone."""

from collections.abc import Iterable

from intake import short_codes
from intake.short_codes import spaced

__all__ = ["among", "of", "spaced"]

_REGISTRATION = "events.codes.registration"


def of(registration_id: int) -> str:
    """Return the code of a registration, without its space."""
    return short_codes.of(_REGISTRATION, registration_id)


def among(registration_ids: Iterable[int], code: str) -> list[int]:
    """Return those of the registrations (ids) that have the code: one, nobody, or, very seldom, two."""
    return [pk for pk in registration_ids if of(pk) == code]
