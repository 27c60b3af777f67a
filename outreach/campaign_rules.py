"""What has to be in order before a campaign may leave: small checks, each says what is wrong in a sentence."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.refusal import Refused
from languages.models import Translation
from outreach import markdown, segments, whom
from outreach.models import Campaign

State = Campaign.State
WHY_FIXED = {
    State.IN_REVIEW: gettext_lazy("It waits for a second person. Take it back first, then change it."),
    State.SCHEDULED: gettext_lazy("It is scheduled. Take it back first, then change it."),
    State.SENDING: gettext_lazy("It is being sent and cannot be changed any more. Send a correction to those it reaches."),
    State.PAUSED: gettext_lazy("Part of it is sent, so it cannot be changed any more. Cancel it, or send a correction to those it reached."),
    State.SENT: gettext_lazy("It is sent and cannot be changed any more. Send a correction to those it reached."),
    State.CANCELLED: gettext_lazy("It is cancelled and cannot be changed any more. Copy it into a new one."),
}


def check_words(campaign: Campaign) -> None:
    """Raise Refused, with the line named, for words that may not stand in a letter."""
    markdown.check_line(campaign.subject, placeholders=markdown.PLACEHOLDERS)
    markdown.check(campaign.body, placeholders=markdown.PLACEHOLDERS)


def check_translation(field: str, text: str) -> None:
    """Raise Refused for words in another language that may not stand in a letter."""
    check = markdown.check_line if field == "subject" else markdown.check
    check(text, placeholders=markdown.PLACEHOLDERS, field="text")


def check_belongs(campaign: Campaign) -> None:
    """Raise Refused when the topic, a group or the corrected campaign is another office's."""
    for field in ("topic", "segment", "without", "corrects"):
        other = getattr(campaign, field)
        if other and other.office_id != campaign.office_id:
            raise Refused(_("This belongs to another office."), field=field)
    if campaign.corrects and campaign.corrects.started_at is None:
        raise Refused(_("Nobody got that letter yet: there is nothing to correct."), field="corrects")
    if campaign.pk and campaign.corrects_id == campaign.pk:
        raise Refused(_("A letter cannot correct itself."), field="corrects")


def problems(campaign: Campaign, now: datetime) -> list[str]:
    """Return every reason why it cannot leave yet; nothing when all is well."""
    return list(_problems(campaign, now))


def _problems(campaign: Campaign, now: datetime) -> Iterator[str]:
    yield from _word_problems(campaign)
    if campaign.corrects and campaign.corrects.state in (State.SENDING, State.PAUSED):
        yield _("The letter that is corrected is still on its way. Cancel it first, or wait until it is sent.")
    if not campaign.topic.is_open:
        yield _("The topic is closed: nobody is written to about it.")
    rules_are_whole = True
    for segment in (campaign.segment, campaign.without):
        if segment and (said := segments.gone(segment.rule, campaign.office)):
            rules_are_whole = False
            yield from (_("The group “%(name)s”: %(problem)s") % {"name": segment.name, "problem": one} for one in said)
    if rules_are_whole and not whom.anybody(campaign, now):
        yield _("Nobody would get it. See below who is left out, and why.")


def _word_problems(campaign: Campaign) -> Iterator[str]:
    try:
        check_words(campaign)
    except Refused as refusal:
        yield from _sentences(refusal)
    rows = Translation.objects.filter(content_type__app_label="outreach", content_type__model="campaign", object_id=campaign.pk)
    for row in rows.filter(status=Translation.Status.VERIFIED):
        try:
            check_translation(row.field, row.text)
        except Refused as refusal:
            yield from (f"{row.language}: {sentence}" for sentence in _sentences(refusal))


def _sentences(refusal: Refused) -> list[str]:
    return [one.sentence for one in (refusal, *refusal.and_also)]


def locked(record: Model) -> Campaign:
    """Return a campaign read again and locked until the end of the transaction."""
    return Campaign.objects.select_for_update(of=("self",)).select_related("office", "topic", "segment", "without", "corrects").get(pk=record.pk)
