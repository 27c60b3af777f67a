"""All mail, held and let go on a page; whoever opens the staff site meanwhile reads it on top."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from languages.models import Language
from mailing import hold, letters
from mailing.models import Message, Origin
from people.models import OfficeRole
from tests.browsing import at_widths
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_pages_in_a_browser import enter_as

HELD = "No letter leaves: all mail is held since"


@pytest.fixture
def ada(office):
    return make_staff("ada@example.org", office, OfficeRole.Role.ADMINISTRATOR)


@pytest.fixture
def page():
    return reverse("admin:mail_hold")


@pytest.fixture
def restored(office):
    """A copy that has looked at its mail once, with two letters that are due."""
    now = timezone.now()
    for name in ("wes", "mia"):
        letters.send_to_address("test_letter", address=f"{name}@example.org", office=office, language="en", about=f"test.thing:{name}", now=now)
    Origin.objects.create(database="7/7/7", host="localhost", held_since=now, why="copy")


def test_one_press_holds_it_and_one_lets_it_go(ada, carla, page):
    client = signed_in(ada)
    assert "Letters leave as they are due." in client.get(page).text and HELD not in client.get(reverse("admin:index")).text
    assert "All mail is held." in client.post(page, follow=True).text
    assert HELD in client.get(reverse("admin:index")).text and page in client.get(reverse("admin:index")).text
    seen = signed_in(carla).get(reverse("admin:index")).text
    assert HELD in seen and page not in seen
    assert "All mail is held already." in client.post(page, follow=True).text
    assert "Mail leaves again." in client.post(page, {"release": "1", "sent_until": ""}, follow=True).text and hold.held() is None
    assert "The mail is not held." in client.post(page, {"release": "1"}, follow=True).text


def test_after_a_restore_the_page_says_what_waits_and_keeps_back_what_may_have_left(ada, page, restored):
    client = signed_in(ada)
    form = client.get(page).context["form"]
    assert form["sent_until"].value() and "<td>2</td>" in client.get(page).text
    typed = form["sent_until"].value().strftime("%Y-%m-%dT%H:%M")
    assert "2 letters stay behind." in client.post(page, {"release": "1", "sent_until": typed}, follow=True).text  # typed to the minute, due by the second
    assert hold.held() is None and Message.objects.filter(state="held").count() == 2


def test_what_was_due_by_the_typed_moment_stays_behind(ada, page, restored):
    Message.objects.filter(to="wes@example.org").update(due=timezone.now() - timedelta(hours=2))
    typed = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert "1 letter stays behind." in signed_in(ada).post(page, {"release": "1", "sent_until": typed}, follow=True).text
    assert Message.objects.get(state="held").to == "wes@example.org" and Message.objects.filter(state="queued").count() == 1


@pytest.mark.parametrize("why", ["moved", "by_hand"])
def test_where_no_other_portal_has_sent_anything_everything_leaves(ada, page, restored, why):
    Origin.objects.update(why=why)
    client = signed_in(ada)
    assert client.get(page).context["form"]["sent_until"].value() is None
    assert "Mail leaves again." in client.post(page, {"release": "1", "sent_until": ""}, follow=True).text
    assert Message.objects.filter(state="queued").count() == 2


@pytest.mark.parametrize("typed", ["soon", "9999-12-31T23:00", "2026-13-01T10:00", "\x00", "2999-01-01T10:00"])
def test_a_moment_that_makes_no_sense_lets_nothing_go(ada, page, restored, typed):
    answer = signed_in(ada).post(page, {"release": "1", "sent_until": typed})
    assert answer.status_code == 422 and hold.held() and "errornote" in answer.text


def test_only_who_sets_the_city_up_opens_it(carla, page):
    assert signed_in(carla).get(page).status_code == 403 and signed_in(carla).post(page).status_code == 403
    assert hold.held() is None


@pytest.mark.parametrize("language", ["", "/es"])
def test_both_pages_are_accessible_and_fit_a_phone(live, new_page, axe, ada, page, restored, city, language, tmp_path):
    Language.objects.filter(code__in=["en", "es"]).update(offered=True)
    view = enter_as(new_page(width=1280), live, ada)
    for name, door in (("hold", page), ("home", reverse("admin:index"))):
        view.goto(live + language + door)
        for width in at_widths(view, 1280, 768, 320):
            view.screenshot(path=tmp_path / f"{name}{language.replace('/', '-')}-{width}.png", full_page=True)
            axe(view)
            assert view.evaluate("document.documentElement.scrollWidth") <= width
