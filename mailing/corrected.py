"""Staff corrected an email address: a code at the old one confirms nothing more, and what waited for it waits for one at the new address."""

from django.db import models
from django.utils import timezone

from intake.refusal import Refused
from mailing import proof
from mailing.models import AccessLink
from mailing.reach.addresses import email_key
from people import corrections
from people.models import Person


def register() -> None:
    """Tell the floor of people; called once when the portal starts."""
    corrections.register(email_corrected)


def email_corrected(*, person: Person) -> None:
    """Let the new address (without one: the number) prove what waits, with one letter for all of it; a hold has its whole time from that letter on."""
    waiting = {model: dict(_waiting(model, person).values_list("pk", "link")) for model in _models()}
    if not any(waiting.values()) or not (person.email or person.phone):
        return
    link = _link_to(person, timezone.now())
    for model, links in waiting.items():
        found = model._base_manager.filter(pk__in=links)
        if _has(model, "until"):
            found.filter(state="held").update(until=None)
        found.update(link=link)


def _link_to(person, now):
    try:
        return proof.start(email=person.email, person=person, office=person.office, language=person.language, now=now)
    except Refused:  # five letters went there today: “send it again” works tomorrow
        to = {"address": person.email, "address_key": email_key(person.email), "language": person.language, "office": person.office}
        return AccessLink.objects.create(purpose=AccessLink.Purpose.PROVE, last_letter_at=now, created_at=now, **to)


def _models() -> list[type[models.Model]]:
    """Whatever can wait for a proof of a person's address has a `link`, in any app."""
    related = [one.related_model for one in AccessLink._meta.related_objects if one.field.name == "link"]
    return [model for model in related if _has(model, "person")]


def _has(model, name):
    return any(field.name == name for field in model._meta.fields)


def _waiting(model, person):
    proves = model._base_manager.filter(person=person, link__purpose=AccessLink.Purpose.PROVE)
    return proves.exclude(link__address__in=["", person.email]).order_by("pk")
