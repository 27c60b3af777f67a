"""What somebody types who comes to an event, as a browser sends it and as the verb takes it."""

from events.actions.registrations import Form
from mailing import proof
from tests import makers


def form(name="Vera", email="vera@example.org", phone="", size=1, **changes):
    return Form(name=name, email=email, phone=phone, party_size=size, language="en", **changes)


def asked(event, *, key="", proved=(), now=makers.NOW, browser="b", **typed):
    """The arguments of the verb `register`."""
    return {"event": event, "form": form(**typed), "proved": set(proved), "key": key or makers.key(), "browser": browser, "now": now}


def typed_by(visitor, event, **typed):
    """Return what a visitor would send for this event, after fetching the form."""
    page = visitor.get(f"/events/{event.slug}/register/")
    values = {"name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "support_kind": "", "support": "", "question": ""}
    return {**visitor.hidden(page), **values, **typed}


def send(visitor, event, **typed):
    """Fetch the form and send it."""
    return visitor.post(f"/events/{event.slug}/register/", typed_by(visitor, event, **typed))


def opened(visitor, registration):
    """Let this browser open the link of a letter about a registration."""
    link = proof.manage_links({registration.ref: registration.person})[registration.ref]
    visitor.get(f"/my/link/{proof.token(link)}/")
    return visitor
