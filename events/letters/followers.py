"""The letter to somebody who wants to hear how an event goes on; and what all letters to followers share."""

from django.conf import settings
from django.utils.translation import gettext_lazy

from events import follower_words
from events.letters import about
from mailing import kind_names, letters, linked, proof
from mailing.models import Message


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(event_following=gettext_lazy("We tell you how it goes on"))
    letters.register(
        "event_following", template="events/email/event_following", lane=Message.Lane.URGENT, load=load, context=context, wanted=is_wanted,
        reply_to=about.reply_to, sample=sample,
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
    known = about.facts(event)
    return {**known, "title": known["what"], "event_url": settings.SITE_URL + event.get_absolute_url()}


def personal_words(follower):
    """Return what is one reader's: name, and the link to stop it."""
    return {"name": follower.person.name, "url": proof.url(follower.manage_link)}


def context(message, follower):
    """Return the words of the letter."""
    return letters.Letter(shared_key=follower.event_id, shared=shared_words(follower.event), personal=personal_words(follower), secret={"url"})


def sample_shared():
    """Return invented words for previews."""
    known = about.sample_facts()
    return {**known, "title": known["what"], "event_url": settings.SITE_URL + "/events/"}


def sample(**more):
    """Return an invented letter for previews."""
    personal = {"name": "Vera", "url": settings.SITE_URL + "/my/link/…/"}
    return letters.Letter(shared={**sample_shared(), **more}, personal=personal, secret={"url"})
