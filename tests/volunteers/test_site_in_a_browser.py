"""The list at the site on a phone: ticks that survive a lost connection, everything without JavaScript, nothing for axe to find."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from tests import makers
from tests.browsing import shows
from volunteers import site_links
from volunteers.actions import attendance
from volunteers.actions import site_links as verbs
from volunteers.models import Headcount, Shift, SignUp


@pytest.fixture
def role(transactional_db):
    makers.city()
    makers.office()
    return makers.role(places=40, starts=timezone.now() - timedelta(minutes=1), name="Greeter")


@pytest.fixture
def people(role):
    return [
        makers.sign_up(
            role, who=makers.person(f"Vera {number}", f"vera{number}@example.org", phone=f"+1617555016{number}"), size=1 + number % 3, notes="A chair, please."
        )
        for number in range(4)
    ]


@pytest.fixture
def link(role):
    values = {"email": "", "phone": "", "language": "en", "key": makers.key(), "by": makers.staff(), "now": timezone.now()}
    return verbs.give(shift=role.shift, name="Lena", **values)


@pytest.fixture
def open_site(live, new_page, link, people):
    def make(**more):
        page = new_page(width=320, height=640, **more)
        page.goto(f"{live}/volunteer/site/open/{site_links.token(link)}/")
        return page

    return make


def tick(page, sign_up, label):
    page.locator(f"#person-{sign_up.pk}").get_by_role("button", name=label).click()


def pressed(page, sign_up, mark):
    return page.locator(f'#person-{sign_up.pk} [data-mark="{mark}"][aria-pressed=true]')


def all_sent(page):
    """Wait until the browser keeps nothing any more."""
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")


def states(sign_up):
    """The states it went through, each once."""
    found = list(sign_up.changes.order_by("pgh_id").values_list("state", flat=True))
    return [state for before, state in zip([None, *found], found, strict=False) if state != before]


def test_the_pages_at_the_site_fit_a_phone_and_have_no_axe_finding(open_site, axe, live, link, role, people):
    makers.sign_up(role, who=makers.person("Wes", "wes@example.org"), state=State.WAITLISTED)
    page = open_site()
    base = f"{live}/volunteer/site/{link.pk}/"
    for path in ("", "call-off/"):
        page.goto(base + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.get_by_label("Why?").select_option("storm")
    page.get_by_role("button", name="Call it off and tell everyone").click()
    page.get_by_role("heading", name="Who was told").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for path in ("/", role.opportunity.get_absolute_url(), base):
        page.goto(f"{live}{path}" if path.startswith("/") else path)
        assert page.locator(".usa-alert--error", has_text="alled off").count() >= 1, path
        axe(page)


def test_a_tick_shows_at_once_and_is_saved_without_a_new_page(open_site, people):
    page = open_site()
    page.evaluate("document.documentElement.dataset.same = 'page'")
    tick(page, people[0], "Came")
    pressed(page, people[0], "attended").wait_for()
    all_sent(page)
    assert (SignUp.objects.get(pk=people[0].pk).state, page.evaluate("document.documentElement.dataset.same")) == (State.ATTENDED, "page")
    tick(page, people[0], "Came")
    all_sent(page)
    assert states(people[0]) == ["confirmed", "attended", "confirmed"]


def test_ticks_without_a_connection_wait_and_are_sent_once_in_order(open_site, people, role):
    page = open_site()
    page.context.set_offline(True)
    tick(page, people[0], "Came")
    page.get_by_text("1 tick waits for the connection.").wait_for()
    tick(page, people[0], "Excused")
    tick(page, people[1], "Did not come")
    page.get_by_role("button", name="+1 without a name").click()
    page.get_by_text("4 ticks wait for the connection.").wait_for()
    assert pressed(page, people[0], "excused").count() == 1
    assert not SignUp.objects.exclude(state=State.CONFIRMED).exists()
    page.context.set_offline(False)
    page.get_by_text("1 more came and gave no name.").wait_for()
    assert [states(one) for one in people[:3]] == [["confirmed", "attended", "excused"], ["confirmed", "no_show"], ["confirmed"]]
    assert Headcount.objects.count() == 1
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_an_answer_that_got_lost_is_asked_for_again_and_counts_once(open_site, people):
    page = open_site()
    lost = []

    def lose_the_answer(route):
        answer = route.fetch()
        lost.append(route.request.post_data)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/people/**", lose_the_answer)
    page.route("**/roles/**", lose_the_answer)
    page.get_by_role("button", name="+1 without a name").click()
    page.get_by_text("1 more came and gave no name.").wait_for()
    assert len(lost) == 2 and lost[0].split("key=")[1][:32] == lost[1].split("key=")[1][:32]
    assert Headcount.objects.count() == 1


def test_kept_ticks_survive_the_page_and_are_sent_when_it_is_opened_again(open_site, people):
    page = open_site()
    address = page.url
    page.context.set_offline(True)
    tick(page, people[0], "Came")
    page.get_by_text("1 tick waits for the connection.").wait_for()
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(address)
    all_sent(again)
    assert SignUp.objects.get(pk=people[0].pk).state == State.ATTENDED
    assert pressed(again, people[0], "attended").count() == 1


def test_what_somebody_else_noted_meanwhile_stays_and_is_said(open_site, people):
    page = open_site()
    page.context.set_offline(True)
    tick(page, people[0], "Did not come")
    page.get_by_text("1 tick waits for the connection.").wait_for()
    attendance.mark(sign_up=people[0], state=State.ATTENDED, by=makers.staff("cora@example.org"), now=timezone.now())
    page.context.set_offline(False)
    page.get_by_text("has noted “attended” for Vera 0 meanwhile").wait_for()
    assert SignUp.objects.get(pk=people[0].pk).state == State.ATTENDED
    assert pressed(page, people[0], "attended").count() == 1


def test_a_link_that_is_over_by_then_leads_to_the_plain_page(open_site, people, link):
    page = open_site()
    verbs.revoke(link=link, by=link.made_by, now=timezone.now())
    tick(page, people[0], "Came")
    page.get_by_text("We can’t find").first.wait_for()
    assert SignUp.objects.get(pk=people[0].pk).state == State.CONFIRMED


def test_what_is_refused_is_said_and_stands_in_the_form_again(open_site, people, role):
    page = open_site()
    page.get_by_text("Add somebody who came without a sign-up").click()
    page.get_by_label("Name").fill("Wanda")
    Shift.objects.update(cancelled_at=timezone.now(), reason="Heat")
    page.get_by_role("button", name="Add to the list").click()
    page.get_by_text("This was called off, so nobody can be added.").wait_for()
    assert page.get_by_label("Name").input_value() == "Wanda"


def test_all_of_it_works_without_javascript(open_site, people, role):
    page = open_site(javascript=False)
    tick(page, people[0], "Came")
    assert shows(pressed(page, people[0], "attended"))
    tick(page, people[0], "Came")
    assert pressed(page, people[0], "attended").count() == 0
    page.get_by_text("Add somebody who came without a sign-up").click()
    page.get_by_label("Name").fill("Wanda")
    page.get_by_role("button", name="Add to the list").click()
    page.get_by_role("heading", name="Wanda").wait_for()
    page.get_by_role("button", name="+1 without a name").click()
    page.get_by_text("1 more came and gave no name.").wait_for()
    assert (SignUp.objects.filter(state=State.WALK_IN).count(), Headcount.objects.count()) == (1, 1)
