"""The mailbox of the demonstration: there, and nowhere else."""

import pytest
from django.utils import timezone

from mailing import letters
from mailing.models import KeptLetter, Message
from mailing.outbox import rounds
from places.models import City
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(note, vera):
    City.objects.create(id=1, name="Boston", is_demo=True)
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    return KeptLetter.objects.get()


def test_the_demonstration_shows_its_letters(client, kept):
    page = client.get("/demo/letters/")
    assert page.status_code == 200
    assert kept.subject in page.content.decode() and f"/demo/letters/{kept.id}/" in page.content.decode()
    assert "If you can read it" in client.get(f"/demo/letters/{kept.id}/").content.decode()


def test_a_letter_to_a_reader_of_another_language_is_marked_with_that_in_which_it_is_written(client, kept):
    Message.objects.update(language="vi")
    for path in ("/demo/letters/", f"/demo/letters/{kept.id}/"):
        page = client.get(path).text
        assert 'lang="en" dir="auto"' in page and 'lang="vi"' not in page, path


def test_the_designed_letter_has_a_policy_of_its_own_that_runs_nothing(client, kept):
    page = client.get(f"/demo/letters/{kept.id}/html/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "style-src 'unsafe-inline'" in policy and "sandbox" in policy
    assert "allow-scripts" not in policy and "script-src" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe-inline" not in client.get("/demo/letters/")["Content-Security-Policy"]


def test_who_tries_the_portal_out_with_a_city_of_their_own_reads_the_letters_when_they_work_there(client, note, vera, settings):
    settings.DATABASE_IS_EMBEDDED = True
    City.objects.create(id=1, name="Springfield")
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    kept = KeptLetter.objects.get()
    assert client.get("/demo/letters/").status_code == 404
    carla = signed_in(make_staff("carla@example.org"))
    assert kept.subject in carla.get("/demo/letters/").text
    settings.DATABASE_IS_EMBEDDED = False
    assert carla.get("/demo/letters/").status_code == 404


def test_outside_a_demonstration_there_is_no_such_page(client, kept, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    assert client.get("/demo/letters/").status_code == 404
    settings.EMAIL_URL = ""
    City.objects.update(is_demo=False)
    assert [client.get(f"/demo/letters/{path}").status_code for path in ("", f"{kept.id}/", f"{kept.id}/html/")] == [404, 404, 404]


def test_what_a_resident_typed_runs_nowhere_in_the_mailbox(client, kept):
    KeptLetter.objects.update(subject="<script>alert(1)</script>", text="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/demo/letters/").content.decode() + client.get(f"/demo/letters/{kept.id}/").content.decode()
