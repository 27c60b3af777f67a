"""From a sign-up for work from home to a letter of service that a school checks, on a phone, with and without JavaScript."""

import pytest
from django.utils import timezone

from tests import makers
from volunteers.actions import hours
from volunteers.models import HoursEntry, ServiceLetter, ShiftRole, Tally


@pytest.fixture
def sewing(town):
    work = makers.opportunity(title="Sew masks at home", slug="sew-masks", kind="remote")
    Tally.objects.create(opportunity=work, made="masks", material="pieces of fabric")
    return ShiftRole.objects.create(opportunity=work)


@pytest.mark.parametrize("javascript", [True, False])
def test_hours_from_home_become_a_letter_that_a_school_checks(walk, sewing, javascript):
    vera = walk(width=320, javascript=javascript).sign_up(sewing, name="Vera Lopez")
    vera.type_code(vera.code())
    vera.open("/my/").follow("My hours")
    assert vera.heading == "My hours"
    vera.follow("Sew masks at home").press("Write down")
    assert "Write down how long it took, or how many you made." in vera.text
    vera.fill(hours="2", minutes="30", made="12", note="At the kitchen table").press("Write down")
    assert "Thank you. Your hours are written down." in vera.text and "2 hours 30 minutes, 12 masks" in vera.text

    hours.approve(entry=HoursEntry.objects.get(), by=makers.staff(), now=timezone.now())
    vera.open("/my/hours/").follow("Make a letter of service").tick("List each day").press("Make the letter")
    letter = ServiceLetter.objects.get()
    assert vera.heading == "Letter of service" and letter.printed_code in vera.text and "Vera Lopez" in vera.text

    school = walk(width=320, javascript=javascript).open("/verify/")
    school.fill(code=letter.printed_code.lower(), name="Lopez").press("Check")
    assert "Yes, this letter is ours" in school.text and "2 hours 30 minutes" in school.text and "Vera" not in school.text
    school.fill(code=letter.printed_code, name="Garcia").press("Check")
    assert "We cannot confirm this letter" in school.text


def test_on_paper_stands_the_letter_and_nothing_of_the_website(walk, sewing):
    vera = walk().sign_up(sewing, name="Vera Lopez")
    vera.type_code(vera.code())
    work = hours.Work(timezone.localdate(), 90)
    hours.record(opportunity=sewing.opportunity, person=makers.Person.objects.get(), work=work, by=makers.staff(), now=timezone.now())
    vera.open("/my/letter-of-service/").press("Make the letter")
    vera.page.emulate_media(media="print")
    shown = vera.page.locator("body").inner_text()
    assert "Letter of service" in shown and "1 hour 30 minutes" in shown and "1 City Hall Square" in shown
    for furniture in ("Skip to main content", "forget me here", "Make another letter", "Accessibility", "choose “Print”"):
        assert furniture not in shown, furniture


@pytest.mark.parametrize("address", ["/es/verify/", "/ar/verify/"])
def test_the_check_reads_in_every_direction(walk, town, address):
    walk(width=320).open(address)
