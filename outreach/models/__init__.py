"""Topics and who wants them; campaigns, digests, stories and notices."""

from outreach.models.campaigns import Campaign, CampaignLink, CampaignText, Segment
from outreach.models.digests import DigestIssue, DigestLink, OutreachRules
from outreach.models.stories import Notice, Story
from outreach.models.topics import Preferences, Subscription, Topic, TopicRequest

__all__ = [
    "Campaign",
    "CampaignLink",
    "CampaignText",
    "DigestIssue",
    "DigestLink",
    "Notice",
    "OutreachRules",
    "Preferences",
    "Segment",
    "Story",
    "Subscription",
    "Topic",
    "TopicRequest",
]
