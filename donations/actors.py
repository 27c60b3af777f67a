"""Who works at a drive: staff who are signed in, or the people at a location with their link."""

from donations.models import LocationLink
from people.models import User

Actor = User | LocationLink


def holder_of(by: Actor) -> str:
    """Return whose form keys these are: they are good for whoever got them."""
    return f"user:{by.pk}" if isinstance(by, User) else f"location:{by.pk}"


def user_of(by: Actor) -> User | None:
    """Return the staff member, or None for the people at the site."""
    return by if isinstance(by, User) else None


def link_of(by: Actor) -> LocationLink | None:
    """Return the link that was used, or None for staff."""
    return by if isinstance(by, LocationLink) else None
