"""The pages of staff about events, and the notice, in a real browser: no axe finding, nothing wider than a phone, and without JavaScript."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import series, telling
from events.models import Event, NoticePosting
from mailing.models import Message
from tests import meetings
from tests.browsing import at_widths, shows
from tests.events import planning
from tests.staff.test_pages_in_a_browser import enter_as


@pytest.fixture
def pages(office, carla):
    """Events with something on every page; returns the addresses."""
    draft = planning.complete(office, carla, state="draft", officers="", published_at=None)
    event = planning.complete(office, carla, is_public_meeting=True, mode="hybrid", online_link="https://example.org/room", dial_in="+16175550199")
    meetings.registration(event)
    meetings.registration(event, state="waitlisted")
    telling.note(event=event, names={"bring", "contact"}, by=carla, now=timezone.now())
    NoticePosting.objects.create(event=event, where="City Hall", posted_at=timezone.now(), text="What it said", is_late=True)
    weekly = planning.complete(office, carla)
    series.repeat(event=weekly, rule="weekly", until=planning.at(50).date(), by=carla, now=timezone.now())
    off = planning.complete(office, carla, state="cancelled", reason="The hall is closed.")
    board = meetings.board(office=office)
    desk = {
        name: reverse(f"admin:{name}", args=[event.pk])
        for name in ("postpone_event", "cancel_event", "tell_event", "write_to_event", "event_notice", "copy_event")
    }
    return {
        "events": "/admin/events/event/", "a new event": "/admin/events/event/add/", "event": f"/admin/events/event/{event.pk}/change/",
        "cancelled": f"/admin/events/event/{off.pk}/change/", "of a series": f"/admin/events/event/{weekly.pk}/change/", "board": f"/admin/events/board/{board.pk}/change/",
        "lead times": "/admin/events/leadtime/", "publish": reverse("admin:publish_event", args=[draft.pk]), "online": reverse("admin:event_online", args=[weekly.pk]),
        "series": reverse("admin:event_series", args=[weekly.pk]), "all of a series": reverse("admin:publish_event_series", args=[weekly.pk]),
        "many online": reverse("admin:many_events_online"), "home": "/admin/", "notice": f"/events/{event.slug}/notice/", "in Spanish": f"/es/events/{event.slug}/notice/", **desk,
    }  # fmt: skip


def test_no_page_about_events_has_an_axe_finding(live, page, axe, carla, pages):
    enter_as(page, live, carla)
    for name, path in pages.items():
        assert page.goto(live + path).status == 200, name
        assert page.locator("h1").count() >= 1, name
        for _width in at_widths(page):
            axe(page)


def test_the_pages_used_on_the_way_fit_a_phone(live, new_page, carla, pages):
    page = enter_as(new_page(width=320), live, carla)
    for name in ("postpone_event", "cancel_event", "tell_event", "many online", "online", "publish", "notice", "in Spanish"):
        page.goto(live + pages[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_an_event_is_published_and_postponed_without_javascript(live, new_page, office, carla):
    event = planning.complete(office, carla, state="draft", officers="", published_at=None)
    page = enter_as(new_page(width=320, javascript=False), live, carla)
    page.goto(f"{live}/admin/events/event/{event.pk}/change/")
    page.get_by_role("link", name="Publish it").click()
    page.get_by_role("button", name="Publish it: everybody can see it").click()
    assert shows(page.locator(".usa-error-message").first)
    page.get_by_label("It is not said whether police officers will be there.").check()
    page.get_by_label("Why it is published all the same").fill("We ask them tomorrow")
    page.get_by_role("button", name="Publish it: everybody can see it").click()
    assert shows(page.get_by_text("It is published: everybody can see it."))
    coming = meetings.registration(Event.objects.get())
    page.get_by_role("link", name="Postpone it").click()
    assert shows(page.get_by_text("1 person gets a letter at once"))
    page.get_by_label("Why").fill("A storm comes.")
    page.get_by_role("button", name="Postpone it and tell everyone").click()
    assert shows(page.get_by_text("It is postponed. Everybody concerned is told."))
    assert Message.objects.get().about == coming.ref
