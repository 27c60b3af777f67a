"""A town with something to do in it, the real outbox and mail server, and a browser that behaves as a resident does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from languages.models import Language
from mailing.outbox import rounds
from tests import makers
from tests.journeys.walking import Walk


@pytest.fixture
def town(transactional_db):
    """Boston, in English and Spanish, with Arabic on trial."""
    makers.city()
    for code, name, own_name, direction in [("en", "English", "English", "ltr"), ("es", "Spanish", "Español", "ltr"), ("ar", "Arabic", "العربية", "rtl")]:
        Language.objects.create(code=code, name=name, own_name=own_name, direction=direction, offered=True)
    return makers.office()


@pytest.fixture
def shift(town):
    """A shift with ten places, ten days ahead at noon in UTC."""
    starts = (timezone.now() + timedelta(days=10)).replace(hour=15, minute=0, second=0, microsecond=0)
    return makers.role(starts=starts, of=makers.opportunity(title="Sort food at the pantry", slug="sort-food-at-the-pantry"))


@pytest.fixture
def post():
    """`post()` lets the real outbox send what is due, as the worker does when the bell rings; `at` is another time than now."""

    def send_due(*, at=None):
        return rounds.Round(lanes=rounds.WORKER, clock=lambda: at or timezone.now()).run()

    return send_due


def _not_possible(page):
    """axe is a script itself: where scripts are off it would wait for ever. The pages are the same ones."""


@pytest.fixture
def walk(live, new_page, mail_server, post, axe):
    """`walk(width=320, javascript=False)` is a resident in front of a fresh browser."""

    def begin(*, javascript=True, **browser):
        page = new_page(javascript=javascript, **browser)
        return Walk(page, live=live, mail_server=mail_server, post=post, look_closely=axe if javascript else _not_possible)

    return begin
