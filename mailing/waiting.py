"""What waits for a proof of an address or a number, in whatever app: everything of a `person` that has a `link`."""

from datetime import datetime

from django.apps import apps
from django.db import models

from mailing.models import AccessLink


def kinds() -> list[type[models.Model]]:
    """Return the models whose rows can wait."""
    related = [one.related_model for one in AccessLink._meta.related_objects if one.field.name == "link"]
    return [model for model in related if has(model, "person")]


def has(model: type[models.Model], name: str) -> bool:
    """Tell whether a model has a field of this name."""
    return any(field.name == name for field in model._meta.fields)


def elsewhere(label: str, ids: list[int], address: str) -> set[int]:
    """Return those of an app.model that wait for another address by now: staff have corrected it, and the old browser still has them."""
    model = apps.get_model(label)
    if not has(model, "link"):
        return set()
    found = model._base_manager.filter(pk__in=ids, link__isnull=False).exclude(link__address=address)
    return set(found.values_list("pk", flat=True))


def end_holds(link: AccessLink, *, now: datetime) -> None:
    """Whoever was asked does not want what is held for them: the next sweep gives it to others."""
    for model in kinds():
        if has(model, "until"):
            model._base_manager.filter(link=link, state="held").update(until=now)
