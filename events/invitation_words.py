"""How an invitation stands: who came of it, and what became of its letter. No letter tells us whether it was opened."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from events import invitations
from events.letters.invitation_letters import KIND
from events.models import Event, Invitation
from languages import formats
from mailing.desk.words import state_in_words
from mailing.models import Message

_COME = [State.CONFIRMED, State.ATTENDED]
_WAIT = [State.HELD, State.REQUESTED, State.WAITLISTED, State.OFFERED]


def standing(event: Event) -> list[Invitation]:
    """Return the invitations to an event that were not taken back, each with its address, its answer and the fate of its letter; constant queries."""
    found = list(with_answers(event.invitations.filter(revoked_at=None)).select_related("partner", "made_by").order_by("partner__name", "name", "email", "pk"))
    fates = _fates(found)
    for one in found:
        one.event, one.answer, one.fate = event, answer(one), fates.get(one.ref, "")
        one.url = invitations.url(one)
    return found


def with_answers(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Count on each invitation how many are coming by it, and how many wait."""
    return found.annotate(
        coming=Sum("registrations__party_size", filter=Q(registrations__state__in=_COME, registrations__link=None), default=0),
        waiting=Sum("registrations__party_size", filter=Q(registrations__state__in=_WAIT), default=0),
    )


def answer(invitation: Invitation) -> str:
    """Return what was answered, in words; whoever registers after “I can't come” is coming."""
    if invitation.coming:
        return ngettext("%(n)s person is registered", "%(n)s people are registered", invitation.coming) % {"n": invitation.coming}
    if invitation.waiting:
        return ngettext("%(n)s person waits for a place or a confirmation", "%(n)s people wait for a place or a confirmation", invitation.waiting) % {
            "n": invitation.waiting
        }
    if invitation.declined_at:
        said = invitation.declined_at.astimezone(invitation.event.zone)
        return _("cannot come, said on %(when)s") % {"when": formats.day_and_clock(said)}
    return _("no answer yet")


def _fates(found: Iterable[Invitation]) -> dict[str, str]:
    """Return what became of the last letter about each, by ref; one query."""
    sent = Message.objects.filter(kind=KIND, about__in=[one.ref for one in found if one.letters])
    return {letter.about: state_in_words(letter) for letter in sent.order_by("pk")}
