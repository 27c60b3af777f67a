"""A girl of fifteen comes to an event: her mother agrees by the button of a letter, and at the door consents are seen on paper."""

import re
from datetime import timedelta

from django.utils import timezone

from bookings.models import State
from events.door_links import DOOR
from events.models import DoorLink, Registration
from people.models import GuardianConsent
from tests import makers, meetings
from tests.journeys.test_together import address_in


def test_a_girl_registers_her_mother_agrees_and_a_boy_walks_in_with_a_paper(walk, town):
    event = meetings.event(office=town, title="Film workshop", minimum_age=14, starts=timezone.now() + timedelta(days=10))
    mia = walk(width=320, javascript=False).open(f"/events/{event.slug}/register/")
    mia.fill(name="Mia", email="mia@example.org").tick("14 to 17").press("I’m coming")
    assert "Enter the name of a parent or guardian" in mia.text
    mia.fill(guardian_name="Ana", guardian_email="ana@example.org").press("I’m coming")
    mia.type_code(mia.code("mia@example.org"))
    assert "Kept for you, not confirmed yet" in mia.text
    assert "Ana has to agree" in mia.letter("event_requested", "mia@example.org").text
    one = Registration.objects.get()
    mia.open(one.get_absolute_url()).follow("Print the form for your guardian")
    assert mia.heading == "Consent of a parent or guardian"

    ana = walk(width=320).open(address_in(mia.letter("event_guardian", "ana@example.org")))
    assert ana.heading == "Do you agree? Mia would like to come" and "Film workshop" in ana.text
    one.refresh_from_db()
    assert one.state == State.REQUESTED
    ana.press("I agree")
    one.refresh_from_db()
    assert (ana.heading, one.state) == ("You agreed", State.CONFIRMED)
    assert "You are registered" in mia.letter("registered", "mia@example.org").text

    today = meetings.event(office=town, minimum_age=14, starts=timezone.now() + timedelta(hours=1))
    late = meetings.registration(today, who=makers.person("Kim", "kim@example.org"), state=State.REQUESTED, age_band="minor", until=today.starts)
    link = DoorLink.objects.create(event=today, name="Lena", email="lena@example.org", made_by=makers.staff(), made_at=timezone.now())
    lena = walk(width=320, javascript=False).open(f"/events/door/open/{DOOR.token(link)}/")
    lena.page.locator("summary", has_text="Not confirmed").click()
    lena.press(re.compile("^Paper consent seen"))
    late.refresh_from_db()
    assert late.state == State.CONFIRMED and late.consent.how == "paper"
    lena.page.locator("summary", has_text="Add somebody by name").click()
    lena.fill(name="Leo").tick("Under 18").press("Add to the list")
    lena.page.get_by_text("Tick this when you have seen their consent on paper.").first.wait_for()
    assert not Registration.objects.filter(person__name="Leo").exists()
    lena.tick("Paper consent seen").press("Add to the list")
    lena.page.get_by_role("heading", name="Leo").wait_for()
    assert GuardianConsent.objects.get(person__name="Leo").state == "given"
