"""Two records of one volunteer become one in a browser: the coordinator looks, chooses and merges; what was mailed to her still opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import proof
from people.models import OfficeRole, Person
from tests import makers
from tests.staff.conftest import make_staff
from tests.staff.test_pages_in_a_browser import enter_as
from volunteers import totals
from volunteers.actions import service_letters
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


def known_twice(shift):
    """Vera, once by her full name and once as she typed it on her phone; both on the same shift, both with hours."""
    now = timezone.now()
    first = makers.person("Vera Lopez", "vera@example.org", email_confirmed_at=now, phone="+16175550142")
    second = makers.person("Vera Lopes", "vlopez@example.org", email_confirmed_at=now, phone="+16175550142")
    for person in (first, second):
        came = makers.role(starts=now - timedelta(days=9))
        makers.sign_up(came, who=person, state="attended", attended_minutes=120)
        makers.sign_up(shift, who=person)
    return first, second


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])
def test_a_coordinator_merges_two_records_and_nothing_is_lost(town, shift, walk, live, width, javascript):
    first, second = known_twice(shift)
    now = timezone.now()
    letter = service_letters.issue(
        person=second, first_day=(now - timedelta(days=30)).date(), last_day=now.date() - timedelta(days=1), with_days=False, by=None, now=now
    )
    mailed = SignUp.objects.get(person=second, state="confirmed")
    link = proof.url(proof.manage_links({mailed.ref: second})[mailed.ref])
    carla = walk(width=width, javascript=javascript)
    enter_as(carla.page, live, make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))
    carla.open("/admin/").follow("People who may be one").follow("Look at both")
    assert "Merging cannot be undone." in carla.text and letter.printed_code in carla.text
    carla.press("Merge them for good")
    assert "Choose which one stays." in carla.text
    carla.page.get_by_label("vlopez@example.org").check()
    carla.page.get_by_label("That of Vera Lopes").check()
    carla.press("Merge them for good")
    assert "They are one person now." in carla.text
    person = Person.objects.known().get()
    assert (person.pk, person.name, person.email, totals.minutes_of([person.pk])[person.pk]) == (first.pk, "Vera Lopez", "vlopez@example.org", 240)
    vera = walk(width=320)
    vera.open(link)
    assert "Sort food at the pantry" in vera.text and "Vera Lopez" in vera.text
    vera.open("/verify/").fill(code=letter.printed_code, name="Lopes")
    vera.page.locator("main form button[type=submit]").first.click()
    vera.look()
    assert "4 hours" in vera.text or "2 hours" in vera.text
