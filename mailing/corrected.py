"""Staff corrected an email address: a code at the old one confirms nothing more, and what waited for it waits for one at the new address."""

from django.utils import timezone

from intake.refusal import Refused
from mailing import proof, waiting
from mailing.models import AccessLink
from mailing.reach.addresses import email_key
from people import corrections
from people.models import Person


def register() -> None:
    """Tell the floor of people; called once when the portal starts."""
    corrections.register(email_corrected)


def email_corrected(*, person: Person) -> None:
    """Let the new address (without one: the number) prove what waits, with one letter for all of it; a hold has its whole time from that letter on."""
    found = {model: list(_waiting(model, person)) for model in waiting.kinds()}
    if not any(found.values()) or not (person.email or person.phone):
        return
    link = _link_to(person, timezone.now())
    for model, ids in found.items():
        rows = model._base_manager.filter(pk__in=ids)
        if waiting.has(model, "until"):
            rows.filter(state="held").update(until=None)
        rows.update(link=link)


def _link_to(person, now):
    try:
        return proof.start(email=person.email, person=person, office=person.office, language=person.language, now=now)
    except Refused:  # five letters went there today: “send it again” works tomorrow
        to = {"address": person.email, "address_key": email_key(person.email), "language": person.language, "office": person.office}
        return AccessLink.objects.create(purpose=AccessLink.Purpose.PROVE, last_letter_at=now, created_at=now, **to)


def _waiting(model, person):
    proves = model._base_manager.filter(person=person, link__purpose=AccessLink.Purpose.PROVE)
    return proves.exclude(link__address__in=["", person.email]).values_list("pk", flat=True)
