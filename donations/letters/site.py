"""The letter that brings somebody at a location their link, and how they read in the history."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import goods_words
from donations.location_links import DOOR, names
from donations.models import LocationLink
from intake import actors
from languages import formats
from mailing import kind_names, letters, linked
from mailing.models import Message


def register():
    """Make the letter and the actor known; called once when the portal starts."""
    actors.register("location_link", names)
    kind_names.add(location_link=gettext_lazy("Link for the people at a drop-off location"))
    letters.register(
        "location_link", template="donations/email/location_link", lane=Message.Lane.URGENT, load=load, context=context, wanted=wanted, reply_to=reply_to,
        sample=sample,
    )  # fmt: skip


def load(messages):
    """Return the links of these letters by message id; one query."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    links = LocationLink.objects.select_related("location__drive__office", "location__venue").in_bulk(set(numbers.values()))
    return {message: links[number] for message, number in numbers.items() if number in links}


def wanted(message, link, now):
    """A link that was taken back or is over leads nowhere."""
    return not link.is_over(now)


def context(message, link):
    """Return the words of the letter; the link is personal and secret."""
    drive, venue = link.location.drive, link.location.venue
    last_day = timezone.localtime(link.closes, drive.zone).date()
    shared = {"drive": goods_words.titled(drive), "where": f"{venue.name}, {venue.address}", "until": formats.weekday_date(last_day)}
    return letters.Letter(link.location_id, shared, {"name": link.name, "url": DOOR.url(link)}, secret={"url"})


def reply_to(message, link):
    """Answers go to the location's contact, else the drive's, else the office."""
    for holder in (link.location, link.location.drive):
        if holder.contact_email:
            return holder.contact_name, holder.contact_email
    return None


def sample():
    """Return invented words for previews."""
    shared = {"drive": _("Back to School Drive"), "where": "Grove Hall Library, 41 Geneva Ave", "until": formats.weekday_date(timezone.localdate())}
    return letters.Letter("sample", shared, {"name": "Lena", "url": settings.SITE_URL + "/donate/site/open/…/"}, secret={"url"})
