"""The page of a topic in the staff site."""

from django.urls import reverse

from tests import makers
from tests.outreach import subscribed
from tests.places.test_city_admin import as_shown, owner  # noqa: F401  a fixture


def change(browser, topic, **typed):
    page = reverse("admin:outreach_topic_change", args=[topic.pk])
    sent = {name: value for name, value in as_shown(browser.get(page)).items() if value is not False}
    assert browser.post(page, {**sent, **typed}).status_code == 302
    topic.refresh_from_db()


def test_a_topic_that_somebody_agreed_to_stays_what_it_is_about_and_whose_it_is(owner):  # noqa: F811  the fixture
    parks, drives = makers.office(name="Parks", slug="parks", is_main=False), subscribed.topic("drives")
    subscribed.reader(drives, state="unconfirmed")
    change(owner, drives, kind="news", office=parks.pk, name="Drives of the week")
    assert (drives.kind, drives.office, drives.name) == ("drives", makers.office(), "Drives of the week")


def test_a_topic_that_nobody_agreed_to_yet_is_put_right(owner):  # noqa: F811  the fixture
    parks, drives = makers.office(name="Parks", slug="parks", is_main=False), subscribed.topic("drives")
    change(owner, drives, kind="news", office=parks.pk)
    assert (drives.kind, drives.office) == ("news", parks)
