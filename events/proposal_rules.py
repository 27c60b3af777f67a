"""Why not: what is asked of a proposal before it is taken, answered or made an event of. Each check raises Refused with a plain sentence."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from events.models import Proposal
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers

WAITING_AT_ONCE = 5  # proposals of one address that nobody has proved
OPEN_AT_ONCE = 5  # proposals of one person that nobody has answered
AHEAD = timedelta(days=730)


def check_texts(**texts: str) -> None:
    """No card or social security number is stored, whatever it was typed into."""
    for field, text in texts.items():
        check_no_sensitive_numbers(text, field=field)


def check_day(day: date, today: date) -> None:
    """A day to come, within two years."""
    if day <= today:
        raise Refused(_("Choose a day to come."), field="day")
    if day > today + AHEAD:
        raise Refused(_("Choose a day within the next two years."), field="day")


def check_organization(kind: str, organization: str) -> None:
    """Whoever invites us says who they are."""
    if kind == Proposal.Kind.INVITE and not organization:
        raise Refused(_("Enter the name of your school, center or group."), field="organization")


def check_waiting(address_key: str) -> None:
    """One unproved address waits with only so many proposals at a time."""
    if Proposal.objects.filter(link__address_key=address_key)[:WAITING_AT_ONCE].count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")


def check_few(person_id: int) -> None:
    """One person has only so many proposals that wait for us. Tells nothing to whoever has not proved the address."""
    if Proposal.objects.waiting().filter(person=person_id)[:OPEN_AT_ONCE].count() >= OPEN_AT_ONCE:
        raise Refused(_("You have %(n)s proposals that wait for our answer. Please call us if you need more.") % {"n": OPEN_AT_ONCE}, code="too_many")


def check_may_answer(proposal: Proposal) -> None:
    """It waits, and nobody else has answered it meanwhile."""
    if proposal.link_id is not None:
        raise Refused(_("Nobody has confirmed this address yet."), code="unproved")
    if proposal.state != Proposal.State.RECEIVED:
        said = _("Meanwhile it is “%(state)s”. Nothing was changed.")
        raise Refused(said % {"state": proposal.get_state_display()}, code="over")
