"""What a campaign says in each language: written from Markdown, frozen when it starts, its links to the portal counted."""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import get_language_from_path, override

from languages.content import SOURCE_LANGUAGE, translated
from languages.models import Language, Translation
from mailing.writing.sender import office_words, written_language
from outreach import markdown, plain_text
from outreach.models import Campaign, CampaignLink, CampaignText
from sharing import prompts
from sharing.models import TrackedLink

_SHARED = re.compile(r"\[\[(office|phone|email|topic)\]\]")
_HREF = re.compile(r'href="([^"]+)"')
_NEVER_COUNTED = ("/admin/", "/s/", "/unsubscribe/", "/preferences/", "/my/", "/confirm/")
TARGET_LENGTH = 300


@dataclass(frozen=True)
class Standing:
    """How far a campaign's words are in one language."""

    language: Language
    states: tuple[str, ...]  # of the subject and the text; empty where there is none
    is_stale: bool
    is_finished: bool


def written(campaign: Campaign, language: str) -> CampaignText:
    """Return what a campaign says to readers of a language, as it stands now and not stored; English where no finished translation is."""
    (one,) = translated([campaign], language)
    is_fallback = one.words.has_fallback or one.words.has_stale
    subject, body = (campaign.subject, campaign.body) if is_fallback else (one.words.subject.text, one.words.body.text)
    values = _shared_values(campaign, SOURCE_LANGUAGE if is_fallback else language)
    html = _SHARED.sub(lambda found: escape(values[found[1]]), str(markdown.to_html(body)))
    subject = _SHARED.sub(lambda found: values[found[1]], subject)[:255]
    return CampaignText(campaign=campaign, language=language, is_fallback=is_fallback, subject=subject, html=html, text=plain_text.of(html))


def finished_languages(campaign: Campaign) -> list[str]:
    """Return the codes of the languages in which everything is said and verified; English always is."""
    return [SOURCE_LANGUAGE, *(one.language.code for one in standing(campaign) if one.is_finished)]


def standing(campaign: Campaign) -> list[Standing]:
    """Return how far the words are in each language of the city but English; three queries."""
    languages = Language.objects.exclude(code=SOURCE_LANGUAGE)
    known = {(one.language, one.field): one for one in _translations(campaign)}
    return [_standing(campaign, language, [known.get((language.code, field)) for field in campaign.translated_fields]) for language in languages]


def freeze(campaign: Campaign) -> None:
    """Store the texts of a campaign that starts; readers of the other languages get English, or nothing where they are left out."""
    codes = [SOURCE_LANGUAGE, *Language.objects.exclude(code=SOURCE_LANGUAGE).values_list("code", flat=True)]
    texts = [written(campaign, code) for code in codes]
    if campaign.fallback == Campaign.Fallback.LEAVE_OUT:
        texts = [one for one in texts if one.language == SOURCE_LANGUAGE or not one.is_fallback]
    codes_of = _counted(campaign, texts)
    for text in texts:
        _lead_through(text, codes_of)
    CampaignText.objects.bulk_create(texts, ignore_conflicts=True)


def own_path(address: str) -> str:
    """Return the path of a page of the portal without its language, or nothing for any other address and for pages that are one person's."""
    if not address.startswith(f"{settings.SITE_URL}/"):
        return ""
    parts = urlsplit(address[len(settings.SITE_URL) :])
    language = get_language_from_path(parts.path)
    path = parts.path.removeprefix(f"/{language}") if language else parts.path
    whole = urlunsplit(("", "", path, parts.query, parts.fragment))
    return "" if path.startswith(_NEVER_COUNTED) or len(whole) > TARGET_LENGTH else whole


def _translations(campaign):
    return Translation.objects.filter(content_type__app_label="outreach", content_type__model="campaign", object_id=campaign.pk)


def _standing(campaign, language, translations):
    states = tuple(one.status if one else "" for one in translations)
    is_stale = any(one and one.is_stale(getattr(campaign, one.field)) for one in translations)
    return Standing(language, states, is_stale, not is_stale and set(states) == {Translation.Status.VERIFIED})


def _shared_values(campaign, language):
    office = office_words(campaign.office, written_language(language))
    translated([campaign.topic], language)
    return {"office": office["name"], "phone": office["phone"], "email": office["email"], "topic": campaign.topic.words.name.text}


def _counted(campaign, texts):
    """Make a counted link for each page of the portal that the texts lead to; returns {path: code}."""
    addresses = [unescape(address) for text in texts for address in _HREF.findall(text.html)]
    paths = list(dict.fromkeys(path for address in addresses if (path := own_path(address))))
    channel = prompts.channel_of(prompts.CAMPAIGN, campaign.pk)
    for path in paths:
        prompts.count_links(path, [channel], by=campaign.made_by)
    links = {link.target: link for link in TrackedLink.objects.filter(target__in=paths, channel=channel)}
    rows = [CampaignLink(campaign=campaign, link=links[path], position=place) for place, path in enumerate(paths)]
    CampaignLink.objects.bulk_create(rows, ignore_conflicts=True)
    return {path: link.code for path, link in links.items()}


def _lead_through(text, codes):
    """Put the counted addresses in place of the plain ones, in the words of a link too where they are the address itself."""
    with override(written_language(text.language)):
        for given in sorted(set(_HREF.findall(text.html)), key=len, reverse=True):
            if code := codes.get(own_path(unescape(given))):
                counted = prompts.address(code)
                text.html = text.html.replace(f'href="{given}"', f'href="{counted}"').replace(f">{given}</a>", f">{counted}</a>")
    text.text = plain_text.of(text.html)
