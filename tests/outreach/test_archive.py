"""The public archive of campaigns: a link leads where it was meant to lead, and brings nothing else onto the page."""

import pytest

from mailing.outbox import rounds
from outreach.actions import sending
from tests import makers
from tests.makers import NOW
from tests.outreach.campaigning import campaign, later, reader, rules, start
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(db):
    makers.city()


def page_of(link, mail_server):
    reader()
    rules()
    one = start(campaign(body=f"Hello [[name]],\n\nsee [this]({link})."))
    rounds.Round(lanes=rounds.BULK, clock=lambda: NOW).run()
    sending.work(now=later(minutes=1))
    assert "/s/" in mail_server.letters[0].html
    return Visitor().get(f"/newsletter/{one.pk}/").content.decode()


def test_what_stands_in_an_address_stays_in_the_address(mail_server):
    page = page_of('http://localhost:8000/events/?q=a"&gt;&lt;meta/http-equiv=refresh/content=0;url=//example.org&gt;', mail_server)
    assert "<meta/" not in page and "&quot;&gt;&lt;meta/" in page


def test_an_address_with_several_filters_is_written_as_html_wants_it(mail_server):
    page = page_of("http://localhost:8000/events/?kind=forum&language=es", mail_server)
    assert 'href="http://localhost:8000/events/?kind=forum&amp;language=es"' in page
