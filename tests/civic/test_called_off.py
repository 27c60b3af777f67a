"""The red line: what is called off stands on home, on its own page and on one's own page within ten seconds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic import called_off, pagecache
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import shifts
from volunteers.models import Opportunity, Shift

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    makers.office()
    return makers.role(starts=timezone.now() + timedelta(hours=1))


def call_off(role, reason="Heat"):
    shifts.call_off(shift=role.shift, reason=reason, by=makers.staff(f"{makers.key()}@example.org"), now=timezone.now())


def alert(page):
    return "usa-alert--error" in page and "Called off" in page


def test_home_the_page_itself_and_ones_own_page_say_so_within_ten_seconds(role, monkeypatch):
    vera, item = Visitor(), role.opportunity.get_absolute_url()
    vera.sign_up(role)
    vera.type_code(code_for("vera@example.org"))
    assert not any(alert(vera.get(path).text) for path in ("/", item, "/my/"))
    call_off(role)
    assert alert(vera.get("/my/").text)
    now = pagecache.time.monotonic()
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now + 10)
    for path in ("/", item, "/my/"):
        page = vera.get(path).text
        assert alert(page), path
    assert "Heat" in vera.get("/").text and "Please do not come" in vera.get("/my/").text


def test_the_kept_page_alone_would_not_say_so(role):
    """Negative control: what is kept for five seconds is what was true then."""
    Client(HTTP_HOST="localhost").get("/")
    call_off(role)
    assert not alert(Client(HTTP_HOST="localhost").get("/").text)


def test_the_line_is_in_the_readers_language_with_the_reason_translated(role):
    call_off(role)
    off = called_off.soon(language="es", now=timezone.now())
    assert len(off.lines) == 1 and "Sort food" in str(off.lines[0]["thing"].words.title)


@pytest.mark.parametrize(("hours", "shown"), [(-2, 1), (-4, 0), (1, 1), (72, 0)])
def test_only_today_and_tomorrow_stand_there(role, hours, shown):
    Shift.objects.update(starts=timezone.now() + timedelta(hours=hours), ends=timezone.now() + timedelta(hours=hours + 3))
    call_off(role)
    assert len(called_off.soon(language="en", now=timezone.now()).lines) == shown


def test_a_draft_is_not_there_and_many_are_counted(role, django_assert_num_queries):
    for _number in range(8):
        call_off(makers.role(starts=timezone.now() + timedelta(hours=1)))
    Opportunity.objects.filter(pk=role.opportunity_id).update(state="draft")
    call_off(role)
    with django_assert_num_queries(2):
        off = called_off.soon(language="en", now=timezone.now())
    assert (len(off.lines), off.more) == (5, 3)
    assert "3 more are called off." in Client(HTTP_HOST="localhost").get("/").text


def test_what_staff_typed_runs_nowhere(role):
    call_off(role, reason="<script>alert(1)</script>")
    for path in ("/", role.opportunity.get_absolute_url()):
        assert "<script>alert" not in Client(HTTP_HOST="localhost").get(path).text
