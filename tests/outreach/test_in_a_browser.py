"""Stories, notices and past emails in a real browser: on a phone, in both directions of writing, nothing for axe to find; and the letter itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from languages.content import set_translation
from mailing.writing import previews
from outreach import photos
from outreach.actions import digests
from tests import makers
from tests.outreach import subscribed
from tests.outreach.test_stories import picture


@pytest.fixture
def told(transactional_db):
    """A story with its photo, notices, a shift, and the email of this week."""
    makers.city()
    now = timezone.now()
    card, wide = photos.drawn_anew(picture())
    story = subscribed.story(
        title="Forty coats in one morning",
        published_at=now - timedelta(days=1),
        photo=card,
        photo_wide=wide,
        alt="Coats on a rack",
        consent_by="Ana",
        consent_on="2026-10-01",
    )
    for language, title in (("es", "Cuarenta abrigos en una mañana"), ("ar", "أربعون معطفًا في صباح واحد")):
        set_translation(record=story, field="title", language=language, text=title, status="verified", now=now)
    today = timezone.localdate()
    for kind in ("grant", "job"):
        subscribed.notice(kind=kind, url="https://example.org/grants", shown_from=today, deadline=today + timedelta(days=9))
    subscribed.shift("Plant trees", starts=now + timedelta(days=5))
    issue = digests.make(office=makers.office(), now=now)
    return ["/stories/", f"/stories/{story.slug}/", "/notices/", "/newsletter/digest/", f"/newsletter/digest/{issue.office.slug}/{issue.period}/"]


@pytest.mark.parametrize(("language", "width"), [("", 1280), ("/ar", 320)])
def test_every_page_is_whole_on_a_phone_and_axe_finds_nothing(told, live, new_page, axe, language, width):
    page = new_page(width=width, javascript=language == "")
    for address in told:
        answer = page.goto(f"{live.url}{language}{address}")
        assert answer.status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if language == "":
            axe(page)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["digest", "evening_gaps"])
def test_the_letters_are_whole_on_a_phone_in_light_and_dark(new_page, axe, kind):
    makers.office()
    for language, scheme in (("en", "light"), ("ar", "dark")):
        _subject, _text, html = previews.render(kind, language)
        page = new_page(width=320, color_scheme=scheme)
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        axe(page)
