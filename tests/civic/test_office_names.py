"""An office is called on every page what it is called in the reader's language."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from languages.content import set_translation
from languages.models import Translation
from tests import goods, makers, meetings
from tests.outreach import campaigning, subscribed

pytestmark = pytest.mark.django_db
NAME, NOMBRE = "Parks Office", "Oficina de Parques"


@pytest.fixture
def parks():
    """An office beside the main one, whose name stands at the top of every page anyway."""
    makers.city()
    makers.office()
    made = makers.office(name=NAME, slug="parks", is_main=False)
    set_translation(record=made, field="name", language="es", text=NOMBRE, status=Translation.Status.VERIFIED, now=timezone.now())
    return made


def opportunity(parks, soon):
    return makers.role(of=makers.opportunity(office=parks), starts=soon).opportunity.get_absolute_url() + "flyer/"


def drive(parks, soon):
    return goods.drive(office=parks, opens=timezone.now(), closes=soon).get_absolute_url() + "flyer/"


def event(parks, soon):
    return meetings.event(office=parks, starts=soon).get_absolute_url() + "flyer/"


def board(parks, soon):
    return f"/events/boards/{meetings.board(office=parks).slug}/"


def story(parks, soon):
    return f"/stories/{subscribed.story(office=parks, published_at=timezone.now()).slug}/"


def notice(parks, soon):
    subscribed.notice(office=parks, shown_from=timezone.localdate())
    return "/notices/"


def letter(parks, soon):
    return f"/newsletter/{sent(parks).pk}/"


def letters(parks, soon):
    sent(parks)
    return "/newsletter/"


def sent(parks):
    made = campaigning.campaign(office=parks, topic=subscribed.topic(office=parks))
    type(made).objects.update(state="sent", started_at=timezone.now(), in_archive=True)
    made.texts.create(language="en", subject="News", html="<p>Hello</p>", text="Hello")
    return made


@pytest.mark.parametrize("page", [opportunity, drive, event, board, story, notice, letter, letters])
def test_a_page_in_spanish_calls_the_office_by_its_spanish_name(parks, page):
    path = page(parks, timezone.now() + timedelta(days=5))
    assert NAME in Client(HTTP_HOST="localhost").get(path).text
    spanish = Client(HTTP_HOST="localhost").get(f"/es{path}").text
    assert NOMBRE in spanish and NAME not in spanish
