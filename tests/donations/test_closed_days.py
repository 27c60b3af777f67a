"""Why a place is closed on a day: told in the reader's language, on the page and in letters, and written on one page by staff."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.actions import rerouting
from languages.content import set_translation
from languages.models import Language, Translation
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
REASON, MOTIVO = "The boiler is being repaired.", "Se repara la caldera."


@pytest.fixture
def place(city, office):
    Language.objects.filter(code="es").update(offered=True)
    return goods.location(giving.running(office=office))


def close(place, ahead, *, status="verified"):
    """Close it on a day to come, with a Spanish reason."""
    closed = place.closures.create(day=timezone.localdate(timezone.now(), place.drive.zone) + timedelta(days=ahead), reason=REASON)
    set_translation(record=closed, field="reason", language="es", text=MOTIVO, status=status, now=timezone.now())
    return closed


def page(client, place, language=""):
    return client.get(f"{language}/donate/{place.drive.slug}/").text


@pytest.mark.parametrize("ahead", [0, 1])
def test_the_page_tells_it_in_the_readers_language(client, place, ahead):
    close(place, ahead)
    assert REASON in page(client, place) and MOTIVO not in page(client, place)
    assert MOTIVO in page(client, place, "/es") and REASON not in page(client, place, "/es")


@pytest.mark.parametrize("ahead", [0, 1])
def test_what_nobody_has_verified_stays_english_and_is_marked_so(client, place, ahead):
    close(place, ahead, status="draft")
    assert f'<span lang="en" dir="ltr">{REASON}</span>' in page(client, place, "/es") and MOTIVO not in page(client, place, "/es")


@pytest.mark.parametrize(("language", "told", "not_told"), [("en", REASON, MOTIVO), ("es", MOTIVO, REASON)])
def test_the_letter_tells_it_in_the_readers_language(place, mail_server, language, told, not_told):
    closed, other = close(place, 1), goods.location(place.drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"))
    dan = makers.person("Dan", "dan@example.org", office=place.drive.office)
    giving.made({goods.need(place.drive): 1}, who=dan, location=place, expected_day=closed.day, language=language)
    rerouting.tell_of_closed(location=place, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    (letter,) = mail_server.letters
    assert told in letter.text and told in letter.html and not_told not in letter.text and other.venue.name in letter.text


def test_staff_find_each_closed_day_at_its_place_and_write_why_in_two_languages(place, carla):
    closed, client = close(place, 3), signed_in(carla)
    url = reverse("admin:donations_locationclosure_change", args=[closed.pk])
    at = client.get(reverse("admin:donations_dropofflocation_change", args=[place.pk])).text
    assert url in at and REASON in at
    assert MOTIVO in client.get(url).text
    row = "languages-translation-content_type-object_id"
    texts = {f"{row}-TOTAL_FORMS": 1, f"{row}-INITIAL_FORMS": 1, f"{row}-0-id": spanish(closed).pk, f"{row}-0-field": "reason", f"{row}-0-language": "es"}
    answer = client.post(url, {"reason": "The roof leaks.", **texts, f"{row}-0-text": "Gotea el techo.", f"{row}-0-status": "verified"})
    closed.refresh_from_db()
    assert (answer.status_code, closed.reason, spanish(closed).text) == (302, "The roof leaks.", "Gotea el techo.")


def spanish(closed):
    return Translation.objects.get(object_id=closed.pk, field="reason", language="es")


def test_other_offices_and_viewers_change_no_reason(place, office, other_coordinator):
    closed = close(place, 3)
    url = reverse("admin:donations_locationclosure_change", args=[closed.pk])
    assert signed_in(other_coordinator).get(url).status_code == 404
    assert signed_in(make_staff("vi@example.org", office, "viewer")).post(url, {"reason": "No."}).status_code == 403
    closed.refresh_from_db()
    assert closed.reason == REASON
