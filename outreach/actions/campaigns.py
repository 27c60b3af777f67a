"""What staff do with a campaign. Each only changes its state, whatever its size: letters are made and taken back by the clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from intake.refusal import Refused
from languages.content import copy_translations
from mailing import letters
from outreach import campaign_rules, campaign_texts
from outreach.campaign_rules import WHY_FIXED, State, locked
from outreach.letters.campaigns import TEST
from outreach.models import Campaign
from outreach.rules import rules_of
from people.models import User


@transaction.atomic
def save(*, campaign: Campaign, by: User | None, now: datetime) -> None:
    """Write a new campaign, or change a draft. Raises Refused with the line named for words that may not stand in a letter, and once it is on its way."""
    if campaign.pk:
        _insist(locked(campaign), State.DRAFT)
    else:
        campaign.made_by = by
    campaign_rules.check_belongs(campaign)
    campaign_rules.check_words(campaign)
    if campaign.send_at and campaign.send_at < now - timedelta(days=1):
        raise Refused(_("This day is over. Choose a later one, or leave it empty to send at once."), field="send_at")
    campaign.save()


@transaction.atomic
def submit(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Hand it to a second person; where the office needs none it is scheduled, and can be taken back for some minutes. Raises Refused."""
    campaign = locked(campaign)
    _insist(campaign, State.DRAFT)
    _insist_on_order(campaign, now)
    rules = rules_of(campaign.office)
    campaign.asked_by, campaign.asked_at = by, now
    if rules.needs_second_person:
        campaign.state = State.IN_REVIEW
    else:
        campaign.undo_until = now + timedelta(minutes=rules.undo_minutes)
        _schedule(campaign, max(now, campaign.undo_until))
    campaign.save(update_fields=["asked_by", "asked_at", "state", "undo_until", "send_at", "changed_at"])
    return campaign


@transaction.atomic
def approve(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Say yes as the second person: it leaves at its time, or now. Raises Refused to whoever handed it in, and when it is approved already."""
    campaign = locked(campaign)
    if campaign.state != State.IN_REVIEW:
        raise Refused(_("It does not wait for anybody’s yes: it is %(state)s.") % {"state": campaign.get_state_display()})
    if by.pk in (campaign.asked_by_id, campaign.made_by_id):
        raise Refused(_("You wrote it or handed it in, so somebody else has to say yes."))
    _insist_on_order(campaign, now)
    campaign.approved_by, campaign.approved_at = by, now
    _schedule(campaign, now)
    campaign.save(update_fields=["approved_by", "approved_at", "state", "send_at", "changed_at"])
    return campaign


@transaction.atomic
def take_back(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Make it a draft again before the first letter is made. Raises Refused afterwards."""
    campaign = locked(campaign)
    if campaign.state not in (State.IN_REVIEW, State.SCHEDULED):
        raise Refused(_("It is too late to take it back: it is %(state)s.") % {"state": campaign.get_state_display()})
    campaign.state = State.DRAFT
    campaign.asked_by = campaign.asked_at = campaign.approved_by = campaign.approved_at = campaign.undo_until = None
    campaign.save(update_fields=["state", "asked_by", "asked_at", "approved_by", "approved_at", "undo_until", "changed_at"])
    return campaign


@transaction.atomic
def pause(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Stop in the middle; letters that have not left wait. Raises Refused."""
    campaign = locked(campaign)
    _insist(campaign, State.SENDING, _("Only what is being sent can be paused."))
    campaign.state, campaign.paused_at = State.PAUSED, now
    campaign.save(update_fields=["state", "paused_at", "changed_at"])
    return campaign


@transaction.atomic
def resume(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Go on where it was paused; `paused_at` stays until the letters that were held back are let go. Raises Refused."""
    campaign = locked(campaign)
    _insist(campaign, State.PAUSED, _("Only what is paused can go on."))
    campaign.state = State.SENDING
    campaign.save(update_fields=["state", "changed_at"])
    return campaign


@transaction.atomic
def cancel(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Stop for good; what has left has left. Each letter is asked for this again before it leaves. Raises Refused."""
    campaign = locked(campaign)
    if campaign.state in (State.SENT, State.CANCELLED):
        raise Refused(_("There is nothing left to cancel: it is %(state)s.") % {"state": campaign.get_state_display()})
    campaign.state, campaign.cancelled_at = State.CANCELLED, now
    campaign.save(update_fields=["state", "cancelled_at", "changed_at"])
    return campaign


@transaction.atomic
def correct(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Begin a letter to exactly those whom this one reached; its words are to be written. Raises Refused when it reached nobody."""
    campaign = locked(campaign)
    if campaign.started_at is None:
        raise Refused(_("Nobody got that letter yet: there is nothing to correct."))
    return Campaign.objects.create(
        office=campaign.office, name=_("Correction: %(name)s") % {"name": campaign.name[:100]}, topic=campaign.topic,
        subject=_in_english("Correction: %(subject)s", campaign.subject), body=campaign.body, fallback=campaign.fallback, in_archive=campaign.in_archive,
        corrects=campaign, made_by=by,
    )  # fmt: skip


@transaction.atomic
def copy(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Begin a new one with the same words, groups and translations."""
    copied = Campaign.objects.create(
        office=campaign.office, name=_("Copy: %(name)s") % {"name": campaign.name[:100]}, topic=campaign.topic, segment=campaign.segment, without=campaign.without,
        subject=campaign.subject, body=campaign.body, fallback=campaign.fallback, in_archive=campaign.in_archive, made_by=by,
    )  # fmt: skip
    copy_translations({campaign: copied})
    return copied


def send_test(*, campaign: Campaign, address: str, language: str, key: str, by: User, now: datetime) -> bool:
    """Send it as it stands to one address; returns False for a form that was sent before and the same words.

    Raises Refused for words that may not stand in a letter.
    """
    campaign_rules.check_words(campaign)
    words = campaign_texts.written(campaign, language)
    once = salted_hmac("outreach.test", f"{key}|{words.subject}|{words.html}").hexdigest()[:43]
    return letters.send_to_address(TEST, address=address, office=campaign.office_id, language=language, about=campaign.ref, now=now, period=once)


def _in_english(words: str, subject: str) -> str:
    """The source of a campaign is English, whatever language its writer's pages are in."""
    with override("en"):
        return (_(words) % {"subject": subject})[:150]


def _schedule(campaign: Campaign, earliest: datetime) -> None:
    campaign.state = State.SCHEDULED
    campaign.send_at = max(earliest, campaign.send_at or earliest)


def _insist(campaign: Campaign, state: str, words: str = "") -> None:
    if campaign.state != state:
        raise Refused(words or str(WHY_FIXED[State(campaign.state)]))


def _insist_on_order(campaign: Campaign, now: datetime) -> None:
    if said := campaign_rules.problems(campaign, now):
        raise Refused(said[0], and_also=[Refused(one) for one in said[1:]])
