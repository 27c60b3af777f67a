"""Inviting to an event for invited people only: a link to pass on, or one letter each; sent again, taken back, declined."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.models import State
from events.letters import invitation_letters as letters
from events.models import Event, Invitation
from intake import form_keys
from intake.refusal import Refused
from mailing.letters import to_addresses_today
from mailing.models import Suppression, new_nonce
from mailing.proof import LETTERS_A_DAY, hold_address
from mailing.reach.addresses import email_key
from mailing.reach.suppression import suppressed
from people.models import PartnerOrganization, User

COOLDOWN = timedelta(hours=1)  # between two letters about one invitation


@dataclass(frozen=True)
class Guest:
    """Somebody to write to; a partner where the invitation is theirs."""

    email: str
    language: str
    name: str = ""
    partner: PartnerOrganization | None = None

    @property
    def who(self) -> str:
        """Who it is, as staff read it."""
        return (self.partner.name if self.partner else "") or self.name or self.email


@dataclass
class Guests:
    """Who gets a letter, and who gets none, and why."""

    written: list[Guest] = field(default_factory=list)
    left_out: list[tuple[Guest, str]] = field(default_factory=list)


@transaction.atomic
def invite(*, event: Event, partner: PartnerOrganization, by: User, now: datetime) -> Invitation:
    """Make the link by which a partner registers; inviting twice is one invitation, and after it was taken back a new link. Raises Refused."""
    if partner.office_id != event.office_id:
        raise Refused(_("This partner is known in another office."), field="partner")
    if event.ends <= now or event.state == Event.State.CANCELLED:
        raise Refused(_("This event is over, or does not take place."))
    invitation, is_new = Invitation.objects.select_for_update(of=("self",)).get_or_create(event=event, partner=partner, defaults={"made_by": by})
    if not is_new and invitation.revoked_at is not None:
        _renew(invitation, by)
    return invitation


def _renew(invitation, by):
    """A new link takes the place of one that was taken back; what was answered is asked anew."""
    invitation.nonce, invitation.revoked_at, invitation.made_by, invitation.declined_at = new_nonce(), None, by, None
    invitation.save(update_fields=["nonce", "revoked_at", "made_by", "declined_at"])


# --- By letter -------------------------------------------------------------------------------------------------------------


def sort(*, event: Event, guests: Iterable[Guest], now: datetime) -> Guests:
    """Say who would get a letter now, and who not and why; five queries for any number."""
    guests, found, taken = list(guests), Guests(), set()
    emails = [guest.email for guest in guests]
    refusing, today = suppressed(emails), to_addresses_today(emails, now=now)
    invited = {one.email for one in event.invitations.filter(email__in=emails, revoked_at=None, letters__gt=0)}
    partners = {
        one.partner_id for one in event.invitations.filter(partner__in=[guest.partner for guest in guests if guest.partner], revoked_at=None, letters__gt=0)
    }
    declined = set(event.invitations.filter(revoked_at=None, declined_at__isnull=False).values_list("partner_id", flat=True)) - {None}
    for guest in guests:
        if guest.partner and guest.partner.pk in declined:
            found.left_out.append((guest, _("has said that they cannot come")))
            continue
        is_invited = guest.email in invited or (guest.partner is not None and guest.partner.pk in partners)
        why = _why_not(guest, refusing, today, is_invited, taken)
        taken |= {guest.email, guest.partner and guest.partner.pk} - {None}
        if why:
            found.left_out.append((guest, why))
        else:
            found.written.append(guest)
    return found


def _why_not(guest, refusing, today, is_invited, taken):
    if guest.email in taken or (guest.partner and guest.partner.pk in taken):
        return _("stands here twice")
    if is_invited:
        return _("is invited already; you can send the letter again from the list")
    if guest.email in refusing:
        reasons = {Suppression.Reason.REFUSED.value: _("the address refuses our letters")}
        return reasons.get(refusing[guest.email], _("asked us not to write to this address"))
    if today.get(guest.email, 0) >= LETTERS_A_DAY:
        return _("has got five letters from us today")
    return ""


@transaction.atomic
def write(*, event: Event, guests: list[Guest], words: str, key: str, by: User, now: datetime) -> int:
    """Invite each of the guests by one letter, once per form key; returns how many letters are owed. Who must not be written to is left out.

    Raises Refused where the event is not announced, over, or open to everybody, and where nobody is left to write to.
    """
    content = ["invitations", event.pk, words, [[one.email, one.language, one.name, one.partner and one.partner.pk] for one in guests]]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return sending.first["letters"]
    _check_writes(event, now)
    for address in sorted({email_key(guest.email) for guest in guests}):
        hold_address(address)
    people = sort(event=event, guests=guests, now=now).written
    if not people:
        raise Refused(_("There is nobody here whom a letter would reach."))
    for guest in people:
        _send(_invitation_for(event, guest, words, by), now)
    form_keys.remember(sending, result={"letters": len(people)})
    return len(people)


def _check_writes(event, now):
    if event.state != Event.State.PUBLISHED:
        raise Refused(_("Publish the event first: until then the link in the letter leads nowhere."))
    if event.starts <= now:
        raise Refused(_("This event has begun, or is over."))
    if not event.invited_only:
        raise Refused(_("This event is open to everybody: nobody needs an invitation."))


def _invitation_for(event, guest, words, by):
    """Return the invitation of a guest, new or taken up again, with what the letter needs."""
    of_event = Invitation.objects.select_for_update(of=("self",)).filter(event=event)
    of_partner = of_event.filter(partner=guest.partner).first() if guest.partner else None
    invitation = of_event.filter(email=guest.email).first() or of_partner or Invitation(event=event, made_by=by)
    if invitation.revoked_at is not None:
        _renew(invitation, by)
    if of_partner is None:
        invitation.partner = invitation.partner or guest.partner
    invitation.name, invitation.email, invitation.language, invitation.words = guest.name, guest.email, guest.language, words
    invitation.event = event
    invitation.save()
    return invitation


def _send(invitation, now):
    """Owe one more letter about an invitation; its number makes it exactly one. An earlier one that has not left is not sent beside it."""
    letters.uninvited(invitation, now=now)
    invitation.letters, invitation.sent_at = invitation.letters + 1, now
    invitation.save(update_fields=["letters", "sent_at"])
    letters.invited(invitation, now=now)


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """Send the letter once more: an hour after the last one at the soonest, five letters a day to an address (P9). Raises Refused."""
    hold_address(email_key(invitation.email))
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("event__office", "partner").get(pk=invitation.pk)
    if invitation.revoked_at is not None or not invitation.email:
        raise Refused(_("This invitation was taken back, or has no address."))
    _check_writes(invitation.event, now)
    if invitation.declined_at is not None:
        raise Refused(_("They have said that they cannot come. Please call them instead."))
    if invitation.sent_at is not None and now - invitation.sent_at < COOLDOWN:
        raise Refused(_("A letter went to them within the hour. Please wait before you send another."), code="too_soon")
    if invitation.email in suppressed([invitation.email]):
        raise Refused(_("This address gets no letters from us. Please call them, or pass the link on."))
    if to_addresses_today([invitation.email], now=now).get(invitation.email, 0) >= LETTERS_A_DAY:
        raise Refused(_("Five letters went to this address today. Please try again tomorrow."), code="too_many")
    _send(invitation, now)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take an invitation back: its link leads nowhere from now on, and its letter is not sent any more; who has registered stays.

    Doing it twice changes nothing more.
    """
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now):
        letters.uninvited(invitation, now=now)


@transaction.atomic
def decline(*, invitation: Invitation, now: datetime) -> Invitation:
    """Note that whoever is invited cannot come, without registering; doing it twice changes nothing more. Registering later undoes it. Raises Refused."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=invitation.pk)
    if invitation.revoked_at is not None or invitation.event.starts <= now or invitation.event.state == Event.State.CANCELLED:
        raise Refused(_("There is nothing to answer any more: the event is over or off, or we have taken the invitation back."))
    if invitation.registrations.filter(state__in=State.OPEN).exists():
        raise Refused(_("Somebody has registered with this invitation. To cancel that, open the link in the letter about it, or call us."))
    if invitation.declined_at is None:
        invitation.declined_at = now
        invitation.save(update_fields=["declined_at"])
        letters.uninvited(invitation, now=now)
    return invitation
