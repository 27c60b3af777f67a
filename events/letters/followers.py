"""The letter to somebody who wants to hear how an event goes on; and what all letters to followers share."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import follower_words, words
from intake.phones import spoken_number
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(event_following=gettext_lazy("We tell you how it goes on"))
    letters.register(
        "event_following", template="events/email/event_following", lane=Message.Lane.URGENT, load=load, context=context, wanted=is_wanted,
        reply_to=reply_to, sample=sample,
    )  # fmt: skip


def following(follower, *, now):
    """“We tell you how it goes on”, with the way to stop it."""
    letters.send("event_following", to=follower.person, about=follower, now=now, language=follower.language)


def load(messages):
    """Return the followers of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=follower_words.fetch, owner=lambda follower: follower.person)


def is_wanted(message, follower, now):
    """They have not stopped it."""
    return follower.stopped_at is None and follower.link_id is None


def shared_words(event):
    """Return what every letter about an event says, in the active language."""
    phone = event.contact_phone or event.office.phone
    return {
        "title": words.title_of(event), "when": formats.plain(words.when(event)), "where": words.where(event), "contact_name": event.contact_name,
        "contact_phone": spoken_number(phone), "contact_tel": phone.as_e164 if phone else "", "event_url": settings.SITE_URL + event.get_absolute_url(),
    }  # fmt: skip


def personal_words(follower):
    """Return what is one reader's: name, and the link to stop it."""
    return {"name": follower.person.name, "url": proof.url(follower.manage_link)}


def context(message, follower):
    """Return the words of the letter."""
    return letters.Letter(shared_key=follower.event_id, shared=shared_words(follower.event), personal=personal_words(follower), secret={"url"})


def reply_to(message, follower):
    """Answers go to the event's contact, else the office."""
    event = follower.event
    return (event.contact_name, event.contact_email) if event.contact_email else None


def sample_shared():
    """Return invented words for previews."""
    return {
        "title": _("Listening session in Grove Hall"), "when": formats.weekday_date(timezone.localdate()), "where": "Grove Hall Library, 41 Geneva Ave",
        "contact_name": "Carla", "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "event_url": settings.SITE_URL + "/events/",
    }  # fmt: skip


def sample(**more):
    """Return an invented letter for previews."""
    personal = {"name": "Vera", "url": settings.SITE_URL + "/my/link/…/"}
    return letters.Letter(shared={**sample_shared(), **more}, personal=personal, secret={"url"})
