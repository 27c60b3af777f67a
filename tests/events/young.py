"""A girl of fifteen and her guardian: what is typed of them, the registration that waits, and the guardian's browser."""

from django.utils import timezone

from events.actions import registrations
from events.models import Registration
from mailing import proof
from mailing.models import Message
from people.consents import Guardian
from tests.events.coming import asked
from tests.volunteers.visitor import Visitor

ANA = {"age": "minor", "guardian_name": "Ana Lopez", "guardian_email": "ana@example.org", "guardian_phone": "", "guardian_language": "en"}
MIA = {"name": "Mia", "email": "mia@example.org"}


def typed(event, **changes):
    """The arguments of the verb, for Mia whose address is proved and whose guardian is Ana."""
    guardian = Guardian("Ana Lopez", "ana@example.org", "", "en")
    return asked(event, proved={"mia@example.org"}, now=timezone.now(), **{**MIA, "age": "minor", "guardian": guardian, **changes})


def mia(event, **changes):
    """Mia's registration, which waits for her guardian."""
    registrations.register(**typed(event, **changes))
    return Registration.objects.get(event=event, person__name="Mia")


def guardians_browser(consent):
    browser = Visitor()
    link = proof.manage_links({consent.ref: consent.guardian})[consent.ref]
    return browser, browser.get(f"/my/link/{proof.token(link)}/", follow=True), f"/consents/{consent.pk}/"


def kinds():
    return set(Message.objects.exclude(state="cancelled").values_list("kind", flat=True))
