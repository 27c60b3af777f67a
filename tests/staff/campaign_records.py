"""One campaign and one segment, for the walk over all staff addresses."""

from outreach.models import Campaign, Segment, Topic

DESK = {
    "campaign": "campaign", "campaign_people": "campaign", "preview_campaign": "campaign", "preview_campaign_html": "campaign", "submit_campaign": "campaign",
    "approve_campaign": "campaign", "take_back_campaign": "campaign", "pause_campaign": "campaign", "resume_campaign": "campaign", "cancel_campaign": "campaign",
    "correct_campaign": "campaign", "copy_campaign": "campaign", "count_segment": "segment",
}  # fmt: skip


def all_of(office):
    """Return {name of its model: record}, all of one office."""
    topic = Topic.objects.create(office=office, kind=Topic.Kind.NEWS, slug="news-of-service", name="News", description="What is new.")
    return {
        "campaign": Campaign.objects.create(office=office, name="Spring", topic=topic, subject="Spring", body="Hello"),
        "segment": Segment.objects.create(office=office, name="Everybody"),
    }
