"""The words somebody agrees to before an office writes to them about its topics; each consent keeps the version it was given to."""

from django.utils.translation import gettext_lazy as _

from sharing.prompts import channel_name

# A new wording gets a new version: what was agreed to before stays known by the old one (47 U.S.C. 227 and 15 U.S.C. 7704 ask for a record).
VERSION = "2026-11"
WORDS = _("Yes, write to me about the topics I ticked. I can stop that at any time with one press, and letters about my own sign-ups come all the same.")
TO_READ_OUT = _(
    "We will write to you about these topics, and about nothing else. You can stop that at any time: with the link at the end of each letter, or by calling us. "
    "Letters about your own sign-ups come all the same. Is that all right with you?"
)
FORM, PREFERENCES, PHONE = "sign-up form", "preferences", "phone"
_BY_PHONE = f"{PHONE}: "
SOURCES = {FORM: _("sign-up form"), PREFERENCES: _("page of preferences"), PHONE: _("phone")}


def by_phone(channel: str) -> str:
    """Return where a consent came from that was said on the phone: with the channel by which the caller heard of us, where they said it."""
    return f"{_BY_PHONE}{channel}" if channel else PHONE


def source_in_words(source):
    """Return where a consent came from, for staff; the channel of a counted link is in its own words."""
    if source.startswith(_BY_PHONE):
        return f"{SOURCES[PHONE]} ({channel_name(source.removeprefix(_BY_PHONE))})"
    return str(SOURCES.get(source) or channel_name(source))
