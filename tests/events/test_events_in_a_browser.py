"""The pages of events in a real browser: accessible in every state, no wider than the screen, usable without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic import pagecache
from events.models import AgendaItem, BoardMember, Event, EventRecord, Figure, Paper, Support
from languages.models import Language
from tests import makers, meetings
from tests.browsing import shows
from tests.volunteers.test_browse_look import fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(live):
    """A public meeting with everything a page may hold, beside one with few places and one that is over."""
    makers.city()
    for code, own in (("en", "English"), ("es", "Español")):
        Language.objects.get_or_create(code=code, defaults={"name": own, "own_name": own, "offered": True})
    now = timezone.now()
    board = meetings.board(name="Review Board", slug="review", purpose="We listen.", rules="https://example.org/law")
    BoardMember.objects.create(board=board, name="Ana Ruiz", role="chair", since="2025-01-01")
    made = meetings.event(
        slug="board", title="Monthly meeting", board=board, mode="hybrid", is_public_meeting=True, starts=now + timedelta(days=3), languages=["en", "es"],
        online_link="https://meet.example.org/board", dial_in="+16175550170", dial_in_code="4711#", overflow_room="Room 12", minutes_each=3,
        decision="Which corner first", officers="no", is_recorded=True, bring="A friend", reason="Another room.",
    )  # fmt: skip
    Support.objects.create(event=made, kind="interpreter", language="es", note="all evening")
    AgendaItem.objects.create(event=made, title="Welcome", minutes=15, asks_decision=True, presented_by="The chair")
    Paper.objects.create(event=made, title="Plan", link="https://example.org/plan.pdf")
    meetings.question(made, public_text="When?", state="answered", answer="In May.", answered_by=made.office)
    meetings.registration(meetings.event(slug="small", places=4, starts=now + timedelta(days=2)), size=2)
    makers.role(of=makers.opportunity(event=made, title="Welcome people"), starts=now + timedelta(days=3))
    over = meetings.event(slug="over", board=board, starts=now - timedelta(days=9), state="reported")
    EventRecord.objects.create(event=over, headcount=12, notes="We heard.", minutes="Resolved.", minutes_state="published", published_at=now)
    Figure.objects.create(event=over, name="Bags", number=12)
    return made


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)])
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_pages_are_accessible_and_fit(live, new_page, axe, event, width, javascript, prefix):
    page = new_page(width=width, javascript=javascript)
    for path in ("", "?q=x&kind=board", "board/", "small/", "over/", "archive/", "boards/review/", "board/flyer/"):
        page.goto(f"{live}{prefix}/events/{path}")
        assert fits(page), path
        if javascript:
            axe(page)
    page.goto(f"{live}{prefix}/")
    assert fits(page)


@pytest.mark.parametrize("state", ["cancelled", "postponed", "held"])
def test_each_state_is_accessible(live, page, axe, event, state):
    Event.objects.filter(pk=event.pk).update(state=state)
    pagecache.forget()
    page.goto(f"{live}/events/board/")
    assert shows(page.locator(".usa-alert").first)
    axe(page)


def test_a_filter_narrows_the_list_without_javascript(live, new_page, event):
    page = new_page(javascript=False)
    page.goto(f"{live}/events/")
    page.get_by_label("Kind of event").select_option("clean-up")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".card__title").all_inner_texts() == []
    page.get_by_role("link", name="Show everything").click()
    assert len(page.locator(".card__title").all_inner_texts()) == 2
