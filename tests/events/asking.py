"""Somebody with a browser who asks something about an event: forms are fetched before they are sent."""

from datetime import timedelta

from django.utils import timezone

from events.actions import accommodations
from events.models import AccommodationRequest, Event
from languages.models import Language
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers, meetings
from tests.volunteers.visitor import Visitor, code_for


def coming(**changes):
    """An event in ten days, counted from this very moment."""
    return meetings.event(**{"starts": timezone.now() + timedelta(days=10), **changes})


def over(event):
    """Let an event have taken place two days ago."""
    ends = timezone.now() - timedelta(days=2)
    Event.objects.filter(pk=event.pk).update(starts=ends - timedelta(hours=2), ends=ends)
    event.refresh_from_db()
    return event


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def send_letters():
    """Let the worker send what is due."""
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()


class Asker(Visitor):
    """Fills the forms of an event in, as a browser does."""

    who = {"name": "Vera Lopez", "email": "vera@example.org", "phone": "", "language": "en"}

    def ask(self, path, **typed):
        """Send the form at a path."""
        return self.post(path, {**self.hidden(self.get(path)), **self.who, **typed})

    def ask_support(self, event, **typed):
        return self.ask(f"/events/{event.slug}/support/", **{"support_kind": "interpreter", "support_language": "es", "support": "For my mother", **typed})

    def ask_question(self, event, **typed):
        return self.ask(f"/events/{event.slug}/questions/ask/", **{"question": "When will the crossing be safer?", **typed})

    def prove(self, address="vera@example.org"):
        """Type the code, and return the page that follows."""
        return self.get(self.type_code(code_for(address))["Location"]).content.decode()

    def send(self, path, page, **typed):
        """Send a form that stands on a page."""
        return self.post(path, {**self.hidden(self.get(page)), **typed})


def city():
    """The city, with English and Spanish."""
    makers.city()
    for code, name, own in [("en", "English", "English"), ("es", "Spanish", "Español")]:
        Language.objects.get_or_create(code=code, defaults={"name": name, "own_name": own, "offered": True})


def asked(event, **changes):
    """A request that the office has."""
    who = changes.pop("who", None) or makers.person("Vera Lopez", "vera@example.org", office=event.office)
    return meetings.accommodation(event, who=who, text="For my mother", language="es", due=timezone.localdate(), **changes)


def answer(found, by, state=AccommodationRequest.State.CONFIRMED, reply="Ana interprets.", **more):
    return accommodations.answer(request=found, state=state, reply=reply, by=by, now=timezone.now(), **more)
