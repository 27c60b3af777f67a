"""The pages of staff in a real browser: no axe finding, nothing wider than a phone, and all of it without JavaScript."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from bookings.models import State
from languages.models import Language
from mailing.models import CallTask, Message
from people.models import GuardianConsent, Requirement
from tests.browsing import at_widths, shows
from tests.staff.conftest import enter, make_staff, signed_in
from tests.volunteers import making
from volunteers.models import Application, HoursEntry, ServiceLetter, Shift, SignUp


@pytest.fixture
def busy(office, carla, shift, role, vera):
    """A day with something in every drawer; returns the addresses of the pages."""
    shift.opportunity.leads.add(carla)
    young = enter(role, "Mia", by=carla, phone="+16175550188")
    for number, state in enumerate([State.OFFERED, State.CANCELLED, State.ATTENDED, State.WAITLISTED]):
        sign_up = enter(role, f"Person {number}", by=carla, phone=f"+1617555015{number}")
        SignUp.objects.filter(pk=sign_up.pk).update(state=state, until=timezone.now(), notes="A chair, please.")
    CallTask.objects.create(office=office, person=vera.person, number="+16175550142", language="es", script="Hola.", due=timezone.now())
    letter = Message.objects.create(
        person=vera.person, recipient="p:1", office=office, kind="test", about="x:1", due=timezone.now(), state="failed", text="Hello", html="<p>Hello</p>"
    )
    consent = GuardianConsent.objects.create(person=young.person, guardian=vera.person, age_band="minor", asked_at=timezone.now())
    training = Requirement.objects.create(office=office, kind="training", name="Food handler training", how="Two hours online.")
    shift.opportunity.requirements.add(training)
    young_values = {"state": State.REQUESTED, "age_band": "minor", "consent": consent, "notes": "A chair, please.", "until": timezone.now() + timedelta(days=2)}
    SignUp.objects.filter(pk=young.pk).update(**young_values)
    Application.objects.create(opportunity=shift.opportunity, person=young.person, created_at=timezone.now())
    making.keep(role, 1)
    hours = HoursEntry.objects.create(person=vera.person, opportunity=shift.opportunity, day=timezone.localdate(), minutes=90)
    twice = enter(role, "Vera Lopes", by=carla, phone=str(vera.person.phone), waitlist=True)
    issued = ServiceLetter.objects.create(
        person=vera.person,
        office=office,
        name="Vera Lopez",
        first_day=timezone.localdate(),
        last_day=timezone.localdate(),
        minutes=60,
        issued_at=timezone.now(),
    )
    return {
        "home": "/admin/",
        "opportunities": "/admin/volunteers/opportunity/",
        "opportunity": f"/admin/volunteers/opportunity/{shift.opportunity_id}/change/",
        "a new opportunity": "/admin/volunteers/opportunity/add/",
        "shift": f"/admin/volunteers/shift/{shift.pk}/change/",
        "history": f"/admin/volunteers/shift/{shift.pk}/history/",
        "roster": f"/admin/desk/shifts/{shift.pk}/",
        "call-in": f"/admin/desk/roles/{role.pk}/sign-up/",
        "one sign-up": f"/admin/desk/sign-ups/{young.pk}/",
        "places kept": f"/admin/desk/roles/{role.pk}/kept/",
        "requirement": f"/admin/people/requirement/{training.pk}/change/",
        "applications": "/admin/volunteers/application/",
        "calls": "/admin/desk/calls/",
        "ledger": "/admin/mailing/message/",
        "letter": f"/admin/mailing/message/{letter.pk}/change/",
        "previews": "/admin/desk/letters/",
        "people": "/admin/people/person/",
        "all hours": "/admin/volunteers/hoursentry/",
        "hours of one day": f"/admin/volunteers/hoursentry/{hours.pk}/change/",
        "hours to write down": f"/admin/desk/opportunities/{shift.opportunity_id}/hours/",
        "hand over": "/admin/desk/hand-over/",
        "away": f"/admin/desk/colleagues/{carla.pk}/away/",
        "nobody looks after": "/admin/desk/without-owner/",
        "one opportunity to one person": f"/admin/desk/opportunities/{shift.opportunity_id}/lead/",
        "duplicates": "/admin/desk/duplicates/",
        "who may be one person": f"/admin/desk/people/{vera.person_id}/like/?q=person",
        "two people side by side": f"/admin/desk/people/{vera.person_id}/merge/?other={twice.person_id}",
        "forgetting somebody": f"/admin/desk/people/{vera.person_id}/forget/",
        "nobody to merge": f"/admin/desk/people/{vera.person_id}/merge/?other={vera.person_id}",
        "letter of service": f"/admin/volunteers/serviceletter/{issued.pk}/change/",
        "letter of service to issue": f"/admin/desk/people/{vera.person_id}/letter-of-service/",
        "letter of service to print": f"/admin/desk/letters-of-service/{issued.pk}/",
    }


def enter_as(page, live, user):
    """Put the session of somebody who signed in with both factors into the browser."""
    session = signed_in(user).cookies["portal"].value
    page.context.add_cookies([{"name": "portal", "value": session, "url": live.url}])
    return page


def test_no_page_of_staff_has_an_axe_finding(live, page, axe, carla, busy):
    enter_as(page, live, carla)
    for name, path in busy.items():
        page.goto(live + path)
        assert page.locator("h1").count() >= 1, name
        for _width in at_widths(page):
            axe(page)


def test_the_pages_used_at_the_site_fit_a_phone(live, new_page, carla, busy):
    page = enter_as(new_page(width=320), live, carla)
    for name in ("home", "roster", "call-in", "calls", "hours to write down", "duplicates", "two people side by side"):
        page.goto(live + busy[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_an_address_in_a_title_fits_a_phone(live, new_page, carla, busy, vera):
    type(vera.person).objects.filter(pk=vera.person_id).update(name="somebody.with.a.long.name@example.org")
    page = enter_as(new_page(width=320), live, carla)
    page.goto(live + busy["forgetting somebody"])
    assert "somebody.with" in page.locator("h1").first.inner_text() and page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_field_of_a_form_is_cut_off_on_a_phone(live, new_page, carla, busy):
    page = enter_as(new_page(width=320), live, carla)
    for path in (busy["a new opportunity"], "/admin/outreach/campaign/add/"):
        page.goto(live + path)
        cut = page.evaluate("[...document.querySelectorAll('.form-row')].filter(row => row.scrollWidth > row.clientWidth).map(row => row.className)")
        assert cut == [], path


def test_the_last_column_of_a_list_with_long_names_stands_on_the_page(live, page, carla, shift):
    type(shift.opportunity).objects.update(title="Cosmetologist and Barber Volunteer Vocational Instructors for the whole winter")
    enter_as(page, live, carla)
    page.goto(live + "/admin/volunteers/shift/")
    inside = page.locator("#result_list").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    assert inside and page.get_by_role("link", name="Roster").count() == 1


def test_a_form_with_errors_has_no_axe_finding(live, new_page, axe, carla, busy):
    page = enter_as(new_page(width=320), live, carla)
    page.goto(live + busy["call-in"])
    page.get_by_role("button", name="Sign them up").click()
    assert shows(page.locator(".usa-error-message").first)
    axe(page)


def test_a_coordinator_takes_a_call_without_javascript(live, new_page, carla, busy, role):
    page = enter_as(new_page(width=320, javascript=False), live, carla)
    page.goto(live + busy["roster"])
    page.get_by_role("link", name="Sign up someone by phone").click()
    page.get_by_label("Name").fill("Dan Phone")
    page.get_by_label("Phone").fill("617-555-0143")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign them up").click()
    assert shows(page.get_by_text("Dan Phone is signed up"))


@pytest.fixture
def ida(role, carla):
    """The fourth of four people on a shift that began an hour ago; returns her sign-up."""
    *_, ida = [enter(role, name, by=carla, phone=f"+1617555016{number}") for number, name in enumerate(["Ann One", "Bob Two", "Cy Three", "Ida Tick"])]
    Shift.objects.filter(pk=role.shift_id).update(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=2))
    return ida


@pytest.fixture
def roster_page(live, new_page, carla, ida):
    page = enter_as(new_page(width=320, height=700), live, carla)
    page.goto(f"{live}/admin/desk/shifts/{ida.shift_role.shift_id}/")
    return page


def test_a_tick_on_the_roster_keeps_the_page_and_the_place(roster_page, ida):
    page = roster_page
    assert page.evaluate("document.documentElement.dataset.same = 'page'; typeof htmx") == "object"
    button = page.locator(f"#mark-{ida.pk}-attended")
    button.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    button.click()
    page.locator(f"#mark-{ida.pk}-attended[aria-pressed=true]").wait_for()
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")
    assert SignUp.objects.get(pk=ida.pk).state == State.ATTENDED
    assert page.evaluate("document.documentElement.dataset.same") == "page"
    assert before > 0 and abs(page.evaluate("scrollY") - before) < 200
    assert page.evaluate("document.activeElement.id") == f"mark-{ida.pk}-attended"


def test_ticks_without_a_connection_wait_and_are_sent_once_and_in_order(roster_page, ida):
    page = roster_page
    page.context.set_offline(True)
    page.locator(f"#mark-{ida.pk}-attended").click()
    page.get_by_text("1 tick waits for the connection.").wait_for()
    page.locator(f"#mark-{ida.pk}-excused").click()
    page.get_by_text("2 ticks wait for the connection.").wait_for()
    assert page.locator(f"#mark-{ida.pk}-excused[aria-pressed=true]").count() == 1
    assert SignUp.objects.get(pk=ida.pk).state == State.CONFIRMED
    page.context.set_offline(False)
    page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")
    assert list(ida.changes.order_by("pgh_id").values_list("state", flat=True)) == ["confirmed", "attended", "excused"]


def test_a_tick_after_signing_out_elsewhere_leads_to_sign_in(roster_page, ida):
    page = roster_page
    Session.objects.all().delete()
    page.locator(f"#mark-{ida.pk}-attended").click()
    page.get_by_label("Password", exact=True).wait_for()


def test_staff_read_their_pages_in_spanish(live, new_page, axe, carla, busy, city):
    Language.objects.filter(code__in=["en", "es"]).update(offered=True)
    page = enter_as(new_page(width=320), live, carla)
    page.goto(live + "/admin/")
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="Español").click()
    assert page.url == live + "/es/admin/"
    assert page.locator("html").get_attribute("lang") == "es"
    for name, path in busy.items():
        page.goto(f"{live}/es{path}")
        on_paper = name == "letter of service to print"  # nothing of the website stands on it
        assert page.get_by_text("Cerrar sesión").count() == (0 if on_paper else 1), name
        axe(page)


def test_the_sign_in_pages_have_no_axe_finding(live, new_page, axe, office):
    make_staff("nell@example.org", office, "coordinator", factor=False)
    page = new_page(width=320)
    page.goto(live + "/admin/")
    axe(page)
    page.get_by_label("Email").fill("nell@example.org")
    page.get_by_label("Password", exact=True).fill("a long enough phrase")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/2fa/totp/activate/")
    axe(page)
