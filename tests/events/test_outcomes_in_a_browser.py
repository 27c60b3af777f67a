"""What came of an event, in a real browser: accessible in every state, no wider than a phone, usable without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Commitment, CommitmentStep, KitLoan, Photo, Proposal
from languages.models import Language
from tests import makers, meetings
from tests.browsing import at_widths, shows
from tests.events import proposing, reporting
from tests.staff.test_pages_in_a_browser import enter_as
from tests.volunteers.test_browse_look import fits
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(live, office, carla):
    """A clean-up that is reported, with a photo, papers, minutes, and a promise that has gone on."""
    for code, own in (("en", "English"), ("es", "Español"), ("ar", "العربية")):
        Language.objects.get_or_create(code=code, defaults={"name": own, "own_name": own, "offered": True})
    made = reporting.over(office=office, title="Clean-up at Franklin Park", slug="franklin-park", kind="clean_up", venue=makers.venue())
    made.supports.create(kind="interpreter", language="es")
    partner = office.partners.create(name="Tree Friends")
    facts = {
        "headcount": 31, "figures": {"Bags filled": 12}, "organizations": (partner,), "minutes": "The chair opened the meeting.", "votes": "Lamp: 5 yes",
        "present": "Ana Lima, chair", "recording_link": "https://www.example.org/recording", "transcript": "Welcome.",
    }  # fmt: skip
    reporting.published(made, **facts)
    made.record.minutes_state = "published"
    made.record.save()
    picture = reporting.picture(size=(400, 300))
    Photo.objects.create(event=made, content=picture, width=400, height=300, description="Twelve bags", consent="nobody", consented_on=timezone.localdate())
    made.papers.create(title="The plan", link="https://www.example.org/plan")
    promise = Commitment.objects.create(
        event=made, office=office, text="We repair the light.", due=timezone.localdate() + timedelta(days=30), state="under_way"
    )
    for state, text in (("made", "We repair the light."), ("under_way", "The lamp is ordered.")):
        CommitmentStep.objects.create(commitment=promise, state=state, text=text, at=timezone.now(), by=carla)
    return made


@pytest.mark.parametrize(("width", "javascript", "prefix"), [(320, False, "/ar"), (1280, True, ""), (320, True, "/es")])
def test_the_pages_for_everybody_are_accessible_and_fit(live, new_page, axe, event, width, javascript, prefix):
    page = new_page(width=width, javascript=javascript)
    for path in ("/events/franklin-park/", "/events/franklin-park/follow/", "/events/propose/", "/events/invite/"):
        page.goto(f"{live}{prefix}{path}")
        assert fits(page), path
        if javascript:
            axe(page)
    page.locator("form.form button[type=submit]").click()
    assert page.locator(".usa-error-message").count() >= 3 and fits(page)
    if javascript:
        axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_proposes_a_clean_up_and_staff_make_an_event_of_it(live, new_page, axe, event, carla, javascript):
    meetings.kit(office=event.office, name="Rakes", owned=40)
    page = new_page(width=320, javascript=javascript)
    page.goto(f"{live}/events/propose/")
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    for label, value in (
        ("What would you like to do?", "Clean-up at the pond"),
        ("Where?", "Jamaica Pond"),
        ("On which day?", day),
        ("Your name", "Vera"),
        ("Email", "vera@example.org"),
    ):
        page.get_by_label(label, exact=False).first.fill(value)
    page.get_by_role("button", name="Send my proposal").click()
    page.locator("input[name=code]").fill(code_for("vera@example.org"))
    page.locator("form:has(input[name=code]) button[type=submit]").click()
    found = Proposal.objects.waiting().get()
    page.goto(f"{live}/events/proposals/{found.pk}/")
    assert fits(page) and shows(page.get_by_role("heading", name="We have got your proposal"))
    desk = enter_as(new_page(javascript=javascript), live, carla)
    desk.goto(live + reverse("admin:proposal", args=[found.pk]))
    desk.get_by_label("Rakes: how many").fill("20")
    desk.locator("#id_accept_reply").fill("We are glad to help.")
    desk.get_by_role("button", name="Accept, and make the draft").click()
    assert KitLoan.objects.get().quantity == 20 and KitLoan.objects.get().since.isoformat() == day
    page.reload()
    assert shows(page.get_by_role("heading", name="We are glad to do it")) and shows(page.get_by_text("We are glad to help."))
    if javascript:
        axe(page)


def test_the_pages_at_the_desk_are_accessible_and_fit(live, page, axe, event, carla):
    waits = proposing.received(office=event.office)
    kit = meetings.kit(office=event.office, name="Rakes", owned=40)
    for state in ("reserved", "out"):
        meetings.loan(kit, quantity=3, event_=event, state=state)
    enter_as(page, live, carla)
    doors = [(name, event) for name in ("event_record", "publish_record", "event_kits")] + [("promise", event.commitments.get()), ("proposal", waits)]
    addresses = [reverse(f"admin:{name}", args=[record.pk]) for name, record in doors]
    for address in [*addresses, *(reverse(f"admin:{name}") for name in ("kit_calendar", "proposals", "enter_proposal"))]:
        page.goto(live + address)
        assert page.locator("h1").count() >= 1, address
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(live + reverse("admin:event_record", args=[event.pk]))
    page.get_by_role("button", name="Add the photo").click()
    assert shows(page.get_by_role("alert").first)
    axe(page)


def test_a_photo_is_uploaded_and_seen(live, new_page, event, carla, tmp_path):
    file = tmp_path / "pond.jpg"
    file.write_bytes(reporting.picture(size=(2000, 1000), color="green"))
    page = enter_as(new_page(), live, carla)
    page.goto(live + reverse("admin:event_record", args=[event.pk]))
    page.get_by_label("Photo", exact=True).set_input_files(file)
    page.get_by_label("What is to be seen").fill("The pond without litter")
    page.get_by_label("nobody can be recognized").check()
    page.get_by_role("button", name="Add the photo").click()
    assert shows(page.get_by_text("The pond without litter").first)
    visitor = new_page()
    visitor.goto(f"{live}/events/franklin-park/")
    shown = visitor.get_by_alt_text("The pond without litter")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 1600)
