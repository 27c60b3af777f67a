"""“Forget me”: the person leaves, the totals stay."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from people import accounts
from people.models import Person, PersonRequirement, Profile

_steps: list[Callable[..., None]] = []


def register(step):
    """Add what an app does when a person is forgotten: `step(person=, now=)`, called in one transaction, upper floors first."""
    _steps.append(step)


@transaction.atomic
def forget(*, person: Person, now: datetime) -> None:
    """Remove everything personal about a person, in every app that holds some, and cancel what is still to come."""
    for step in reversed(_steps):  # what stands on top is locked first: a shift's role before sign-ups, sign-ups before letters and links
        step(person=person, now=now)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.email and not Person.objects.behind(person.email).exclude(pk=person.pk).exists():
        accounts.remove_with_address(person.email)
    person.name, person.email, person.phone, person.address = "", "", "", ""
    person.user = None
    person.forgotten_at = now
    person.save()
    PersonRequirement.objects.filter(person=person).update(signed_name="")
    Profile.objects.filter(person=person).update(interests=[], languages=[], availability=[], department="", agreed_to_asks_at=None, asked_at=None)
