"""Pictures of opportunities, drives and events: a door for everybody, tags on the pages, and none of what is not public."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from donations.models import Drive
from events.models import Event
from languages.content import set_translation
from outreach import items, pictures
from sharing import cards
from tests import goods, makers, meetings
from volunteers.models import Opportunity

pytestmark = pytest.mark.django_db
IMAGE = re.compile(r'<meta property="og:image" content="([^"]+)">')


@pytest.fixture
def things(db):
    """One of each kind, all public, by their addresses."""
    makers.city()
    work = makers.opportunity(title="Sort food", slug="sort-food")
    makers.role(of=work, starts=timezone.now() + timedelta(days=9))
    drive = goods.drive(slug="coats", state="open")
    goods.location(drive)
    event = meetings.event(slug="listen", title="Listening session", state="published", published_at=timezone.now())
    return {"/volunteer/sort-food/": work, "/donate/coats/": drive, "/events/listen/": event}


def picture_of(path, prefix=""):
    found = IMAGE.search(Client().get(prefix + path).text)
    return found and found[1].replace("&amp;", "&")


def test_each_page_names_its_picture_and_the_picture_is_there(things, settings):
    for path in things:
        address = picture_of(path)
        answer = Client().get(address.removeprefix(settings.SITE_URL))
        assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (200, "image/png", "nosniff")
        assert Image.open(io.BytesIO(answer.content)).size == (1200, 630) and not answer.cookies
        page = Client().get(path).text
        for tag in (
            'og:image:width" content="1200"',
            'og:image:alt" content="',
            'twitter:card" content="summary_large_image"',
            f'rel="canonical" href="{settings.SITE_URL}{path}"',
        ):
            assert tag in page
        assert page.count("og:title") == 1


def test_a_picture_is_asked_for_once_and_anew_when_a_word_changed(things, settings):
    first = picture_of("/volunteer/sort-food/")
    answer = Client().get(first.removeprefix(settings.SITE_URL))
    again = Client().get(first.removeprefix(settings.SITE_URL), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"]) and "max-age=600" in answer["Cache-Control"]
    work = things["/volunteer/sort-food/"]
    work.title = "Sort clothes"
    work.save()
    fresh = Client().get(first.removeprefix(settings.SITE_URL), headers={"If-None-Match": answer["ETag"]})
    assert fresh.status_code == 200 and fresh["ETag"] != answer["ETag"]
    with translation.override("en"):
        work.words = {"title": "x"}
        assert pictures.address_of(work, "wide") != first


def test_it_is_in_the_language_of_the_page(things, settings):
    work = things["/volunteer/sort-food/"]
    set_translation(record=work, field="title", language="es", text="Clasificar alimentos", status="verified", now=timezone.now())
    address = picture_of("/volunteer/sort-food/", "/es").removeprefix(settings.SITE_URL)
    assert address.startswith("/es/cards/volunteer/sort-food/wide.png?v=")
    with translation.override("es"):
        item = items.build(work, now=timezone.now())
        drawn = pictures.card_of(item)
        assert (drawn.title, drawn.language, drawn.is_rtl) == ("Clasificar alimentos", "es", False) and "Clasificar alimentos" in pictures.alt_of(item)
        assert Client().get(address)["ETag"] == cards.etag(drawn, "wide")
    with translation.override("ar"):
        assert pictures.card_of(items.build(work, now=timezone.now())).is_rtl


def card(path):
    return Client().get(path).status_code


def test_what_is_not_public_has_none(things):
    Opportunity.objects.update(state="draft")
    Drive.objects.update(state="draft")
    Event.objects.update(state="draft")
    assert [card(f"/cards/{path}/wide.png") for path in ("volunteer/sort-food", "donate/coats", "events/listen", "events/nothing", "events/x%00")] == [404] * 5
    assert [card(path) for path in ("/cards/people/x/wide.png", "/cards/events/listen/huge.png")] == [404, 404]
    Event.objects.update(state="published")
    assert card("/cards/events/listen/wide.png") == 200


@pytest.mark.parametrize("field", ["is_sensitive", "invited_only"])
def test_a_sensitive_event_and_one_for_invited_people_have_none(things, field):
    Event.objects.update(**{field: True})
    assert card("/cards/events/listen/wide.png") == 404 and picture_of("/events/listen/") is None


@pytest.mark.parametrize("off", [False, True])
def test_what_is_called_off_says_so_on_its_picture(things, off, monkeypatch):
    Event.objects.update(state="cancelled" if off else "published")
    item = items.build(Event.objects.get(), now=timezone.now())
    assert (item.is_off, item.label == "Called off") == (off, off)


def test_a_hostile_title_stays_text(things):
    Event.objects.update(title='"><script>alert(1)</script> \u202e 🎉')
    page = Client().get("/events/listen/").text
    assert "<script>alert" not in page and card("/cards/events/listen/wide.png") == card("/cards/events/listen/square.png") == 200
