"""Opening a link changes nothing: mail scanners fetch every address in every letter, run its scripts, and press nothing."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from mailing.outbox import rounds
from mailing.registry import registry
from sharing.models import TrackedLink
from tests import makers
from tests.faults.resident import Resident
from tests.journeys import campaign_letters, every_letter, outcome_letters
from tests.journeys.fingerprints import changed, fingerprint
from tests.journeys.walking import links_of

FOR_STAFF = {
    "arrangement_to_answer", "support_to_answer", "support_taken_back", "unfilled", "django_mail", "test_letter", "invitation", "notes_missing", "proposal_to_answer", "campaign_test",
}  # fmt: skip
AT_ONCE = 10  # pages
TIMES = [1, pytest.param(50, marks=pytest.mark.soak)]


@pytest.fixture
def letters(live, shift, mail_server, post):
    """One letter of every kind a resident gets, as the mail server took them."""
    now = timezone.now()
    Resident(live.url).sign_up(shift.pk, email="code@example.org")
    shift.refresh_from_db()
    carla = makers.staff()
    every_letter.about_sign_ups(shift, now=now)
    every_letter.about_young_people(now=now)
    every_letter.about_the_day(shift, by=carla, now=now)
    every_letter.about_asking(shift, now=now)
    every_letter.about_hours(by=carla, now=now)
    every_letter.about_topics(now=now)
    every_letter.about_goods(by=carla, now=now)
    every_letter.about_pledges(now=now)
    every_letter.about_pick_ups(now=now)
    every_letter.about_registrations(by=carla, now=now)
    outcome_letters.about_outcomes(by=carla, now=now)
    campaign_letters.about_campaigns(by=carla, now=now)
    every_letter.about_events(by=carla, now=now)
    every_letter.about_support_and_questions(now=now)
    every_letter.about_the_week(now=now)
    while post():  # a round ends after some seconds, on a busy machine before its letters
        pass
    rounds.Round(lanes=rounds.BULK).run()
    found = {letter.kind: letter for letter in mail_server.letters}
    assert set(found) == set(registry()) - FOR_STAFF
    return found


def fetch(address, times):
    """Fetch an address as scanners do, and follow where it leads."""
    for method in ("GET", "HEAD", "OPTIONS") * times:
        scanner = Resident(address)
        answer = scanner.send(method, urlsplit(address).path)
        assert answer.status < 500, (method, address)
        if answer.location:
            scanner.send(method, urlsplit(answer.location).path)
        scanner.close()


def state():
    """What the database holds but for the one number that a GET may add to: how often a counted link was followed, by nobody in particular."""
    TrackedLink.objects.update(followed=0)
    return fingerprint()


@pytest.mark.parametrize("times", TIMES)
def test_fetching_every_link_of_every_letter_changes_nothing(letters, live, times):
    addresses = {address for letter in letters.values() for address in links_of(letter)}
    assert any("/confirm/" in address for address in addresses) and sum("/my/link/" in address for address in addresses) >= 3
    before = state()
    for address in sorted(addresses):
        fetch(address, times)
    assert changed(before, state()) == []


def test_a_browser_that_runs_scripts_changes_nothing(letters, new_page):
    before = state()
    addresses = sorted({address for letter in letters.values() for address in links_of(letter)})
    for some in (addresses[at : at + AT_ONCE] for at in range(0, len(addresses), AT_ONCE)):
        pages = [new_page(width=320) for _ in some]
        for page, address in zip(pages, some, strict=True):
            page.goto(address)
        pages[-1].wait_for_timeout(150)  # a script that presses by itself does so when the page is there
        for page in pages:
            page.context.close()
    assert changed(before, state()) == []


def test_a_page_that_confirms_on_sight_would_be_caught(letters, settings):
    address = next(address for address in links_of(letters["confirm_code"]) if "/confirm/" in address)
    before = fingerprint()
    settings.ROOT_URLCONF = "tests.journeys.careless_urls"
    fetch(address, 1)
    assert "mailing_accesslink" in changed(before, fingerprint())
