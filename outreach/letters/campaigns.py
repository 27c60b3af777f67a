"""The letters of campaigns: their words stand in `CampaignText` once for each language, a reader adds a name and links."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from languages.content import SOURCE_LANGUAGE, translated
from languages.models import Language
from mailing import kind_names, letters
from mailing.models import Message
from outreach import campaign_texts, links, markdown, pace
from outreach.models import Campaign, CampaignText, OutreachRules, Preferences, Subscription

KIND, TEST = "campaign", "campaign_test"
TEMPLATE = "outreach/email/campaign"
_PERSONAL = re.compile(rf"\[\[({'|'.join(markdown.PERSONAL)})\]\]")
_AFTER_A_PAUSE = timedelta(minutes=1)  # how long a letter in a worker's hands waits while its campaign is paused
_TO_COME = (Campaign.State.SENDING, Campaign.State.PAUSED, Campaign.State.SENT)


@dataclass(slots=True)
class Reader:
    """What one letter is about: the campaign with its words in the reader's language, and how the reader stands to it."""

    campaign: Campaign
    shared: dict
    preferences: Preferences | None = None
    agreed: bool = False
    rules: OutreachRules | None = None


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**{KIND: gettext_lazy("Campaign"), TEST: gettext_lazy("Test of a campaign")})
    letters.register(
        KIND, template=TEMPLATE, lane=Message.Lane.BULK, load=load, context=context, wanted=is_wanted, not_now=not_now, unsubscribe=unsubscribe, sample=sample,
        keeps_text=False,
    )  # fmt: skip
    letters.register(TEST, template=TEMPLATE, lane=Message.Lane.NORMAL, load=load_tests, context=context, sample=sample_of_test)


def load(messages):
    """Return a Reader for each letter by message id; constant queries."""
    campaigns = _campaigns(messages)
    shared = _frozen(campaigns, {message.language for message in messages})
    people = {message.person_id: message.person for message in messages if message.person_id}
    agreed = set(
        Subscription.objects.standing().filter(person__in=list(people), topic__in={one.topic_id for one in campaigns.values()}).values_list("person", "topic")
    )
    rules = {one.office_id: one for one in OutreachRules.objects.filter(office__in={one.office_id for one in campaigns.values()})}
    preferences = links.preferences_of(people, people)
    found = {}
    for message in messages:
        campaign = campaigns.get(message.about)
        words = campaign and (shared.get((campaign.pk, message.language)) or shared.get((campaign.pk, SOURCE_LANGUAGE)))
        if words:
            has_agreed = (message.person_id, campaign.topic_id) in agreed and campaign.topic.is_open
            of_office = rules.get(campaign.office_id) or OutreachRules(office_id=campaign.office_id)
            found[message.id] = Reader(campaign, words, preferences.get(message.person_id), has_agreed, of_office)
    return found


def load_tests(messages):
    """Return a Reader for each test letter by message id: the words as they stand now, for nobody in particular."""
    campaigns = _campaigns(messages)
    pairs = {(message.about, message.language) for message in messages}
    words = {(about, code): shared_of(campaign_texts.written(campaigns[about], code)) for about, code in pairs if about in campaigns}
    return {one.id: Reader(campaigns[one.about], {**words[one.about, one.language], "is_test": True}) for one in messages if one.about in campaigns}


def is_wanted(message, reader, now):
    """The campaign was not cancelled, and the reader still wants its topic, by email, and made no pause."""
    paused_until = reader.preferences.paused_until if reader.preferences else None
    is_paused = paused_until is not None and paused_until > timezone.localdate(now)
    return reader.campaign.state in _TO_COME and reader.agreed and not is_paused and bool(message.person and message.person.is_reached_by_email)


def not_now(message, reader, now: datetime):
    """While the campaign is paused, and at night, letters wait."""
    if reader.campaign.state == Campaign.State.PAUSED:
        return now + _AFTER_A_PAUSE
    return pace.waits_until(now, reader.rules)


def unsubscribe(message, reader):
    """Return the address that ends these letters with one POST."""
    return links.one_click_url(reader.preferences) if reader.preferences else ""


def context(message, reader):
    """Return the words of the campaign with what is the reader's own."""
    name = message.person.name if message.person else ""
    return letter_of(reader.shared, name, reader.preferences)


def letter_of(shared, name, preferences):
    """Return a letter with these shared words; without preferences its links lead to the page where one types the address."""
    if preferences:
        own = {"unsubscribe": links.unsubscribe_url(preferences), "preferences": links.preferences_url(preferences)}
    else:
        own = dict.fromkeys(("unsubscribe", "preferences"), f"{settings.SITE_URL}/preferences/")
    return letters.Letter(shared["key"], shared, {"name": name or _("neighbor"), **own}, secret={"unsubscribe", "preferences"})


def shared_of(text: CampaignText) -> dict:
    """Return what all readers of a text share, ready for the template; the active language does not matter."""
    language = SOURCE_LANGUAGE if text.is_fallback else text.language
    campaign = text.campaign
    translated([campaign.topic], text.language)
    return {
        "key": (campaign.pk, text.language, text.pk), "subject_pieces": _pieces(text.subject), "text_pieces": _pieces(text.text),
        "html_pieces": [mark_safe(piece) for piece in _pieces(text.html)], "words_language": language,  # noqa: S308 cleaned by outreach.markdown
        "words_direction": _direction(language), "topic": campaign.topic.words.name.text, "is_fallback": text.is_fallback,
        "call_line": Language.objects.filter(code=text.language).values_list("call_line", flat=True).first() or "" if text.is_fallback else "",
    }  # fmt: skip


def sample():
    """Return invented words for previews."""
    text = CampaignText(
        campaign=Campaign(pk=0), language=SOURCE_LANGUAGE, subject=_("Three clean-ups this Saturday"),
        html="<p>" + _("Hello %(name)s,") % {"name": "[[name]]"} + "</p>", text=_("Hello %(name)s,") % {"name": "[[name]]"},
    )  # fmt: skip
    shared = {
        "key": "sample", "subject_pieces": _pieces(text.subject), "text_pieces": _pieces(text.text), "html_pieces": [mark_safe(piece) for piece in _pieces(text.html)],  # noqa: S308
        "words_language": "", "words_direction": "auto", "topic": _("Ways to volunteer"), "is_fallback": False, "call_line": "",
    }  # fmt: skip
    return letter_of(shared, "Vera", None)


def sample_of_test():
    """Return invented words of a test."""
    letter = sample()
    letter.shared["is_test"] = True
    return letter


def _campaigns(messages):
    numbers = {int(message.about.partition(":")[2]) for message in messages}
    return {one.ref: one for one in Campaign.objects.filter(pk__in=numbers).select_related("office", "topic")}


def _frozen(campaigns, languages):
    """Return {(campaign id, language): shared words}; frozen texts never change, so each is put together once in a process."""
    by_number = {one.pk: one for one in campaigns.values()}
    texts = CampaignText.objects.filter(campaign__in=by_number, language__in=languages | {SOURCE_LANGUAGE}).values_list(
        "pk", "made_at", "campaign_id", "language"
    )
    return {(campaign, language): _shared_of_frozen(pk, made_at) for pk, made_at, campaign, language in texts}


@lru_cache(maxsize=64)
def _shared_of_frozen(pk, made_at):
    return shared_of(CampaignText.objects.select_related("campaign__topic").get(pk=pk))


def _pieces(text):
    """Return fixed, name, fixed, name, … fixed."""
    return _PERSONAL.split(text)


def _direction(language):
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"
