"""“Forget me”: the person leaves, the totals stay."""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db import transaction

from people import accounts, merging
from people.models import Person, PersonRequirement, Profile, User

_steps: list[Callable[..., None]] = []
_last_steps: list[Callable[..., None]] = []


def register(step, *, is_last=False):
    """Add what an app does when a person is forgotten: `step(person=, now=)`, called in one transaction, upper floors first; the last ones after all others."""
    (_last_steps if is_last else _steps).append(step)


def refs_of(person: Person) -> list[str]:
    """Return app.model:id of everything in any app that is about a person and has a name in letters (a `ref`)."""
    pairs = [name.rpartition(".")[::2] for mover in merging.movers() for name in mover.covers]
    found = [(apps.get_model(label), field) for label, field in pairs]
    return [
        f"{model._meta.label_lower}:{pk}"
        for model, field in found
        if hasattr(model, "ref")
        for pk in model._base_manager.filter(**{field: person}).values_list("pk", flat=True)
    ]


def is_alone(person: Person) -> bool:
    """Tell whether nobody else reads the person's mailbox, neither somebody we know nor a colleague: what went to the address itself is theirs then."""
    if not person.email or Person.objects.behind(person.email).exclude(pk=person.pk).exists():
        return False
    return not User.objects.filter(email=person.email, is_staff=True, is_active=True).exists()


@transaction.atomic
def forget(*, person: Person, now: datetime) -> None:
    """Remove everything personal about a person, in every app that holds some, and cancel what is still to come."""
    merging.wait_for_merges()
    for step in [*reversed(_steps), *_last_steps]:  # what stands on top is locked first: a shift's role before sign-ups, sign-ups before letters and links
        step(person=person, now=now)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if is_alone(person):
        accounts.remove_with_address(person.email)
    person.name, person.email, person.phone, person.address = "", "", "", ""
    person.user = None
    person.forgotten_at = now
    person.save()
    PersonRequirement.objects.filter(person=person).update(signed_name="")
    Profile.objects.filter(person=person).update(interests=[], languages=[], availability=[], department="", agreed_to_asks_at=None, asked_at=None)
