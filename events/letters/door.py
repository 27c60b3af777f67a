"""The letter that brings a helper the link to the check-in, and how helpers and signs read in the history."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.words import deadline
from events import door_links, door_signs, words
from events.letters import about
from events.models import DoorLink
from intake import actors
from languages import formats
from mailing import kind_names, letters, linked
from mailing.models import Message


def register() -> None:
    """Make the letter and the actor known; called once when the portal starts."""
    actors.register("door_link", door_links.names)
    actors.register("door_sign", door_signs.names)
    kind_names.add(door_link=gettext_lazy("Link for a helper at the door"))
    letters.register(
        "door_link", template="events/email/door_link", lane=Message.Lane.URGENT, load=load, context=context, wanted=wanted,
        reply_to=about.reply_to, sample=sample,
    )  # fmt: skip


def load(messages):
    """Return the links of these letters by message id; one query."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    links = DoorLink.objects.select_related("event__office", "event__venue").in_bulk(set(numbers.values()))
    return {message: links[number] for message, number in numbers.items() if number in links}


def wanted(message, link, now):
    """A link that was taken back or is over leads nowhere."""
    return not link.is_over(now)


def context(message, link):
    """Return the words of the letter; the link is personal and secret."""
    event = link.event
    shared = {
        "what": words.title_of(event), "when": formats.plain(words.when(event)), "where": words.where(event),
        "opens": formats.plain(deadline(link.opens, event.zone)), "closes": formats.plain(deadline(link.closes, event.zone)),
    }  # fmt: skip
    return letters.Letter(shared_key=event.pk, shared=shared, personal={"name": link.name, "url": door_links.DOOR.url(link)}, secret={"url"})


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    return letters.Letter(
        shared={"what": _("Listening session in Grove Hall"), "when": day, "where": "1 City Hall Square", "opens": day, "closes": day},
        personal={"name": "Lena", "url": settings.SITE_URL + "/events/door/open/…/"},
        secret={"url"},
    )
