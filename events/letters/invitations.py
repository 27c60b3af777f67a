"""What the letter of an invitation says: the facts, words of our own, and two ways to answer."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import invitations
from events.letters import about
from events.letters.invitation_letters import KIND
from events.models import Event, Invitation
from mailing import kind_names, letters, linked
from mailing.models import Message


def register() -> None:
    """Make the letter known; called once when the portal starts."""
    kind_names.add(**{KIND: gettext_lazy("Invitation to an event")})
    letters.register(
        KIND, template=f"events/email/{KIND}", lane=Message.Lane.NORMAL, load=load, context=context, wanted=is_wanted, reply_to=about.reply_to, sample=sample
    )


def load(messages):
    """Return the invitations of these letters by message id; one query."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    found = Invitation.objects.select_related("event__office", "event__venue", "partner").in_bulk(set(numbers.values()))
    return {message: found[number] for message, number in numbers.items() if number in found}


def is_wanted(message: Message, invitation: Invitation, now: datetime) -> bool:
    """It stands, goes to the address it was written for, nobody has declined it, and one can still register."""
    event = invitation.event
    stands = invitation.revoked_at is None and invitation.declined_at is None and invitation.email == message.to
    return stands and event.state == Event.State.PUBLISHED and event.starts > now


def context(message: Message, invitation: Invitation) -> letters.Letter:
    """Return the words of the letter; both links are personal and secret."""
    event = invitation.event
    shared = {**about.facts(event), "words": invitation.words, "has_name": bool(invitation.name), "office": event.office.name}
    personal = {"name": invitation.name, "url": invitations.url(invitation), "decline_url": invitations.decline_url(invitation)}
    return letters.Letter(shared_key=(event.pk, invitation.words, shared["has_name"]), shared=shared, personal=personal, secret={"url", "decline_url"})


def sample() -> letters.Letter:
    """Return invented words for previews."""
    link = settings.SITE_URL + "/events/…/"
    return letters.Letter(
        shared={**about.sample_facts(), "words": _("We would like to hear from you before the city decides."), "has_name": True, "office": _("Office of Civic Engagement")},
        personal={"name": "Lena", "url": link, "decline_url": link},
        secret={"url", "decline_url"},
    )  # fmt: skip
