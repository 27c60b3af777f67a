"""Stories: written, published with the consent of who is shown, and taken down again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from outreach import markdown, photos
from outreach.models import Story
from outreach.rules import city_zone
from people.models import User

State = Story.State


@transaction.atomic
def describe(*, story: Story, photo: bytes | None, without_photo: bool, by: User, now: datetime) -> None:
    """Store what a story says, with a new photo, as it is, or without one. Raises Refused; a published one stays fit to be read."""
    if story.pk is not None:
        Story.objects.select_for_update().get(pk=story.pk)
    if photo:
        story.photo, story.photo_wide = photos.drawn_anew(photo)
    elif without_photo:
        story.photo = story.photo_wide = None
    check(story, now)
    if story.state == State.PUBLISHED:
        check_fit(story)
    if story.pk is None:
        story.made_by = by
    story.save()


def check(story: Story, now: datetime) -> None:
    """Raise Refused for a text that is no plain Markdown, or a consent of a day to come."""
    try:
        markdown.check(story.body)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="body") from None
    if story.consent_on and story.consent_on > now.astimezone(city_zone()).date():
        raise Refused(_("Nobody can have agreed on a day to come."), field="consent_on")


def check_fit(story: Story) -> None:
    """Raise Refused for a photo without words for those who cannot see it, or without a dated consent of who is shown."""
    if story.photo is None:
        return
    if not story.alt.strip():
        raise Refused(_("Say what the photo shows, for those who cannot see it."), field="alt")
    if not story.consent_by.strip():
        raise Refused(_("Say who agreed to be shown. Where nobody can be recognized, write “nobody is shown”."), field="consent_by")
    if story.consent_on is None:
        raise Refused(_("Say on which day they agreed."), field="consent_on")


@transaction.atomic
def publish(*, story: Story, by: User, now: datetime) -> None:
    """Show a story to everybody from now on; one that was taken down keeps its first day. A second press changes nothing. Raises Refused."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.state == State.PUBLISHED:
        return
    check_fit(story)
    story.state, story.published_at = State.PUBLISHED, story.published_at or now
    story.save(update_fields=["state", "published_at", "changed_at"])


@transaction.atomic
def take_down(*, story: Story, by: User, now: datetime) -> None:
    """Show a story to nobody any more, in the archive of the weekly email neither. A second press changes nothing."""
    Story.objects.filter(pk=story.pk, state=State.PUBLISHED).update(state=State.TAKEN_DOWN, changed_at=now)
