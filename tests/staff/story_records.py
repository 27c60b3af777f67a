"""One of each record of stories, notices and weekly emails, for the walk over all staff addresses."""

from outreach.models import DigestIssue, Notice, OutreachRules, Story

DESK = {
    "digest_for_person": "person", "digest_for_person_html": "person", "story_preview": "story", "story_photo": "story", "publish_story": "story",
    "take_story_down": "story",
}  # fmt: skip


def all_of(office):
    """Return {name of its model: record}."""
    return {
        "story": Story.objects.create(office=office, title="Forty coats", slug="forty-coats", summary="A rack by the door.", body="It began with one sign."),
        "notice": Notice.objects.create(office=office, kind="grant", title="Small grants", shown_from="2026-10-01"),
        "outreachrules": OutreachRules.objects.create(office=office),
        "digestissue": DigestIssue.objects.create(office=office, period="2026-W40", due="2026-10-01T13:00:00Z"),
    }
