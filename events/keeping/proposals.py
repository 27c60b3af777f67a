"""How events answer for what a person proposed, and for what colleagues have in their hands: told to the floors below, which know no names."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from events import proposal_words
from events.actions import proposals
from events.models import Follower, Proposal
from events.registration_retention import sensitive_and_over
from mailing import letters
from people.forgetting import register as register_forgetting
from people.merging import moves
from people.merging import register as register_mover
from people.models import Person, User
from people.owning import OpenThing, Owned, ids_of
from people.owning import register as register_owned
from people.things import Keeper, found_by_link
from people.things import register as register_things

State = Proposal.State
KEPT = timedelta(days=365)  # after the answer, or after the day it was for
SENSITIVE = timedelta(days=30)  # after a sensitive event
NO_WORDS = {"organization": "", "title": "–", "where": "", "text": "", "other_days": "", "tools": "", "reply": ""}  # a title is what leads to it


def register() -> None:
    """Tell the floors below about proposals; called once when the portal starts."""
    register_things(
        Keeper(
            label="events.proposal",
            fetch=proposal_words.fetch,
            words=proposal_words.thing,
            **found_by_link(Proposal, lambda: Proposal.objects.filter(state=State.RECEIVED)),
            settle=proposals.settle,
            start_clock=proposals.start_clock,
            readdress=proposals.readdress,
            url=proposal_words.url,
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(forget)
    register_mover(moves(Proposal))
    register_owned(Owned(covers=("events.proposal.owner",), open_of=open_of, pass_on=pass_on, without=without))


def forget(*, person: Person, now: datetime) -> None:
    """Take back what waits, without a letter, and drop the words; that something was proposed stays in the totals."""
    own = Proposal.objects.filter(person=person)
    letters.cancel(about=[f"events.proposal:{pk}" for pk in own.values_list("pk", flat=True)], now=now)
    own.filter(state=State.RECEIVED).update(state=State.WITHDRAWN)
    own.update(**NO_WORDS, link=None)


def forget_old(*, now: datetime) -> int:
    """Drop the words of proposals 12 months after the answer (of one that nobody answered, after its day), and who followed a sensitive event 30 days after it."""
    is_old = Q(replied_at__lt=now - KEPT) | Q(replied_at=None, day__lt=(now - KEPT).date())
    old = Proposal.objects.filter(is_old).exclude(**NO_WORDS)
    dropped = Proposal.objects.filter(pk__in=old.values("pk")).update(**NO_WORDS)
    return dropped + Follower.objects.filter(event__in=sensitive_and_over(now)).delete()[0]


# --- In whose hands ---------------------------------------------------------------------------------------------------------


def open_of(user: User) -> list[OpenThing]:
    """Return the proposals that a colleague has in hand and has not decided."""
    return [_thing(one, _("as who answers it")) for one in Proposal.objects.waiting().filter(owner=user).order_by("due", "pk")]


def _thing(proposal, role):
    return OpenThing(proposal.ref, proposal_words.title(proposal), proposal.office_id, reverse("admin:proposal", args=[proposal.pk]), role)


def pass_on(*, giver: User, successor: User, refs: list[str], by: User, now: datetime) -> None:
    """Put the successor in the giver's place."""
    Proposal.objects.filter(pk__in=ids_of(refs, Proposal), owner=giver).update(owner=successor)


def without(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return the proposals that wait and are in nobody's hands, or in those of somebody who has left."""
    found = Proposal.objects.waiting().filter(Q(owner=None) | Q(owner__is_active=False) | Q(owner__is_staff=False))
    if offices is not None:
        found = found.filter(office__in=offices)
    return [_thing(one, _("nobody answers it yet")) for one in found.order_by("due", "pk")[:200]]
