"""Home tells the latest story and the notices that end soonest, and nothing where there are none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from civic import pagecache
from languages.content import set_translation
from outreach import news
from tests import makers
from tests.outreach import subscribed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    makers.city()
    makers.office()


def story(days, **changes):
    return subscribed.story(published_at=timezone.now() - timedelta(days=days), **changes)


def notice(title, days=None, **changes):
    today = timezone.localdate()
    ends = today + timedelta(days=days) if days is not None else None
    return subscribed.notice(title=title, shown_from=today, **{"deadline": ends, **changes})


def home(path="/"):
    return Client(HTTP_HOST="localhost").get(path).text


def test_without_stories_and_notices_home_says_nothing_of_them():
    story(-1, title="Tomorrow")
    story(1, title="A draft", state="draft")
    notice("Over", -1)
    notice("Not shown", 3, is_published=False)
    page = home()
    assert 'id="story"' not in page and 'id="notices"' not in page


def test_the_latest_story_and_the_three_notices_that_end_soonest_stand_there_with_links():
    story(9, title="Earlier")
    latest = story(2, title="Forty coats", summary="A school hung up a rack.", photo=b"webp", photo_wide=b"webp", alt="Seven coats", consent_on="2026-01-01")
    notice("Warm places", url="https://example.org/warm-places")
    notice("Jobs", 30, kind="job", url="https://example.org/jobs")
    soon = notice("Murals", 5, url="")
    notice("Small grants", None, shown_until=timezone.localdate() + timedelta(days=9))
    page = home()
    assert f'href="{latest.get_absolute_url()}"' in page and "A school hung up a rack." in page and "Earlier" not in page
    assert f'src="{reverse("outreach:story_photo", args=[latest.slug, "card"])}" alt="Seven coats"' in page
    found = news.latest(language="en", now=timezone.now())
    assert [one.title for one in found.notices] == ["Murals", "Small grants", "Jobs"]
    assert f'href="/notices/#notice-{soon.pk}"' in page and 'href="https://example.org/jobs"' in page and "Warm places" not in page
    assert 'loading="lazy"' in page and "Job · until" in page


def test_home_in_another_language_says_it_in_that_language_where_it_is_translated():
    one = story(1, title="Forty coats")
    for field, text in (("title", "Cuarenta abrigos"), ("summary", "Una escuela.")):
        set_translation(record=one, field=field, language="es", text=text, status="verified", now=timezone.now())
    notice("Small grants", 5)
    page = home("/es/")
    assert "Cuarenta abrigos" in page and f'href="/es/stories/{one.slug}/"' in page and '<span lang="en" dir="ltr">Small grants</span>' in page


def test_telling_more_costs_no_more_queries():
    def asked():
        pagecache.forget()
        with CaptureQueriesContext(connection) as queries:
            home()
        return len(queries)

    asked()
    nothing = asked()
    for number in range(6):
        story(number + 1)
        notice(f"Notice {number}", number)
    assert asked() == nothing


def test_what_is_published_stands_on_the_kept_page_within_five_seconds(monkeypatch):
    assert 'id="story"' not in home()
    story(0)
    assert 'id="story"' not in home()  # kept: what was true five seconds ago
    now = pagecache.time.monotonic()
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now + 5)
    assert 'id="story"' in home()
