"""What follows when staff correct how a person is reached."""

from collections.abc import Callable

from people.models import Person

_steps: list[Callable[..., None]] = []


def register(step):
    """Add what an app does when a person's email address was corrected: `step(person=)`, called in the transaction that corrects it."""
    _steps.append(step)


def email_corrected(*, person: Person) -> None:
    """Let every app take back what it gave to the old address."""
    for step in _steps:
        step(person=person)
