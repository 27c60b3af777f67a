"""What everybody may read of the campaigns that were sent: their frozen words, without a reader's own links and without counting."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from languages.content import SOURCE_LANGUAGE, Words, translated
from outreach.models import Campaign, CampaignText

MOST = 100  # stand in the list, the newest first
_NAME = re.compile(r"\[\[name\]\]")
_OWN = re.compile(r"\[\[(unsubscribe|preferences)\]\]")


@dataclass(frozen=True)
class Entry:
    """One letter of the archive: number, what it is called, when and by whom it was sent, and the language of the words."""

    pk: int
    subject: str
    sent_at: datetime
    office: Words
    language: str


def entries(language: str) -> list[Entry]:
    """Return the newest letters in a language, in English where they were not written in it; three queries at most."""
    campaigns = list(Campaign.objects.archived().select_related("office").order_by("-started_at", "-pk")[:MOST])
    words = _texts({one.pk for one in campaigns}, language)
    translated((one.office for one in campaigns), language, ["name"])
    found = [(one, words[one.pk]) for one in campaigns if one.pk in words]
    return [Entry(one.pk, _subject(text), one.started_at, one.office.words.name, _language_of(text)) for one, text in found]


def letter(pk: int, language: str) -> tuple[Entry, SafeString] | None:
    """Return one letter of the archive with its words, or None when it is not there."""
    campaign = Campaign.objects.archived().select_related("office").filter(pk=pk).first()
    text = campaign and _texts({campaign.pk}, language).get(campaign.pk)
    if not text:
        return None
    translated([campaign.office], language, ["name"])
    entry = Entry(campaign.pk, _subject(text), campaign.started_at, campaign.office.words.name, _language_of(text))
    html = _OWN.sub(settings.SITE_URL + "/preferences/", _NAME.sub(escape(_("neighbor")), text.html))
    for link in campaign.links.select_related("link"):
        html = re.sub(
            rf"{re.escape(settings.SITE_URL)}(/[a-z-]+)?/s/{link.link.code}/",
            lambda found, to=link.link.target: f"{settings.SITE_URL}{found[1] or ''}{escape(to)}",
            html,
        )
    return entry, mark_safe(html)  # noqa: S308 cleaned by outreach.markdown before it was frozen


def _texts(campaigns, language):
    rows = CampaignText.objects.filter(campaign__in=campaigns, language__in={language, SOURCE_LANGUAGE})
    return {row.campaign_id: row for row in sorted(rows, key=lambda row: row.language == language)}


def _language_of(text):
    return SOURCE_LANGUAGE if text.is_fallback else text.language


def _subject(text):
    return " ".join(_NAME.sub(_("neighbor"), text.subject).split())
