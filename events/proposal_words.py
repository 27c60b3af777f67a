"""A proposal in words, in the active language: for pages, letters and `/my/`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Proposal
from languages import formats
from people.things import Thing

State, Kind = Proposal.State, Proposal.Kind
_STATES = {State.RECEIVED: "asked", State.ACCEPTED: "confirmed", State.DECLINED: "declined", State.WITHDRAWN: "cancelled"}


def url(pk: int) -> str:
    """Return the address of one's own page."""
    return reverse("events:proposal", args=[pk])


def fetch(ids):
    """Return these proposals with all that their words need; constant queries."""
    found = Proposal.objects.filter(pk__in=ids).select_related("person__office", "office", "neighborhood", "event", "owner", "link")
    return list(found.defer("neighborhood__outline").order_by("pk"))


def kind(proposal):
    """Return what it is, as whoever proposed it reads it."""
    return _("You invite us") if proposal.kind == Kind.INVITE else _("You want to run an event")


def title(proposal):
    """Return what it is with its title."""
    said = _("Invitation: %(title)s") if proposal.kind == Kind.INVITE else _("Proposal: %(title)s")
    return said % {"title": proposal.title}


def state(proposal):
    """Return the state as its owner reads it."""
    if proposal.link_id is not None and proposal.state == State.RECEIVED:
        return _("Noted, not confirmed yet")
    return {
        State.RECEIVED: _("We have got your proposal"),
        State.ACCEPTED: _("We are glad to do it"),
        State.DECLINED: _("We cannot do it"),
        State.WITHDRAWN: _("Withdrawn"),
    }[proposal.state]


def when(proposal):
    """Return the day, and the other days that would do."""
    day = formats.weekday_date(proposal.day)
    return f"{day} ({proposal.other_days})" if proposal.other_days else day


def where(proposal):
    """Return the place, with its neighborhood."""
    return ", ".join(part for part in (proposal.where, proposal.neighborhood and proposal.neighborhood.name) if part)


def next_words(proposal):
    """Return what happens next, or nothing."""
    if proposal.state == State.RECEIVED and proposal.link_id is None and proposal.due:
        return _("We answer by %(day)s.") % {"day": formats.weekday_date(proposal.due)}
    return ""


def public_event(proposal):
    """Return the event that was made of it once everybody can see it, else None."""
    return proposal.event if proposal.event is not None and proposal.event.is_announced else None


def thing(proposal):
    """Return a proposal as one thing of one person."""
    is_held = proposal.link_id is not None and proposal.state == State.RECEIVED
    return Thing(
        ref=proposal.ref, title=title(proposal), name=proposal.organization or proposal.person.name, party_size=1, when=when(proposal), where=where(proposal),
        state="held" if is_held else _STATES[proposal.state], state_words=state(proposal), url=url(proposal.pk), starts=None,
        next_words=next_words(proposal), keeps_place=False, last_step=_("We answer you"),
    )  # fmt: skip
