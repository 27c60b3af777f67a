"""Telling others: links that open the reader's own mail or messages, and short addresses that count how often they are followed."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from sharing.models import TrackedLink

EMAIL, MESSAGE, FLYER, SIGN = "email", "message", "flyer", "sign"
OWN_CHANNELS = (EMAIL, MESSAGE, FLYER, SIGN)  # handed out by the portal itself
SOCIAL, NEWSLETTER, RADIO = "social", "newsletter", "radio"
CAMPAIGN, DIGEST = "campaign", "digest"  # followed by the number of what was sent
STAFF_CHANNELS = (SOCIAL, NEWSLETTER, RADIO)  # staff copy them out of the toolkit
SPOKEN_CHANNELS = (FLYER, SIGN, NEWSLETTER, RADIO, SOCIAL, EMAIL, MESSAGE)  # what a caller may name


def channel_name(channel: str) -> str:
    """Return a channel in words; what staff called it themselves, a partner’s name, stands as it is."""
    names = {
        EMAIL: _("email to a friend"), MESSAGE: _("message to a friend"), FLYER: _("flyer"), SIGN: _("sign at the door"), SOCIAL: _("social media"),
        NEWSLETTER: _("newsletter"), RADIO: _("radio"),
    }  # fmt: skip
    sent, _space, number = channel.partition(" ")
    if number.isdecimal() and sent in (CAMPAIGN, DIGEST):
        return f"{_('campaign') if sent == CAMPAIGN else _('weekly email')} {number}"
    return names.get(channel, channel)


def channel_of(sent: str, number: int) -> str:
    """Return the channel of one letter to many: a campaign or an issue of the weekly email, by its number."""
    return f"{sent} {number}"


def share_links(title: str, url: str, message_url: str = "") -> dict[str, str]:
    """Return links that open the reader's own mail or messages with this page in it; a message may carry an address of its own."""
    mail, message = f"{title}\n{url}", f"{title}\n{message_url or url}"
    return {"mail": f"mailto:?subject={quote(title)}&body={quote(mail)}", "message": f"sms:?&body={quote(message)}"}


def count_links(target: str, channels: Iterable[str], *, by: User | None) -> None:
    """Make the counted links of a page (a path of this portal without its language) that are missing; those there are stay."""
    TrackedLink.objects.bulk_create([TrackedLink(target=target, channel=channel, made_by=by) for channel in channels], ignore_conflicts=True)


def addresses(target: str, path: str, channels: Iterable[str] = OWN_CHANNELS) -> dict[str, str]:
    """Return the full counted address of each channel, in the active language; `path` where a channel has none. One query."""
    codes = dict(TrackedLink.objects.filter(target=target, channel__in=channels).values_list("channel", "code"))
    return {channel: address(codes[channel]) if channel in codes else settings.SITE_URL + path for channel in channels}


def address(code: str) -> str:
    """Return the full short address of a counted link, in the active language."""
    return settings.SITE_URL + reverse("follow", args=[code])
