"""Who works at a drive: staff who are signed in, the people at a location with their link, or the driver of a run with theirs."""

from donations.models import LocationLink, PickUpRun
from people.models import User

Actor = User | LocationLink | PickUpRun
_KINDS = ((User, "user"), (LocationLink, "location"), (PickUpRun, "run"))


def holder_of(by: Actor) -> str:
    """Return whose form keys these are: they are good for whoever got them."""
    return next(f"{word}:{by.pk}" for kind, word in _KINDS if isinstance(by, kind))


def user_of(by: Actor) -> User | None:
    """Return the staff member, or None for who has a link."""
    return by if isinstance(by, User) else None


def link_of(by: Actor) -> LocationLink | None:
    """Return the link of a location that was used, or None for anybody else."""
    return by if isinstance(by, LocationLink) else None
