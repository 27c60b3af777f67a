"""The record at the desk and on the page of the event: written, published, photos and papers, for whom it is and for whom not."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from civic import pagecache
from events import outcomes
from events.models import Event, EventRecord, Figure, Paper, Photo
from people.models import OfficeRole
from tests import makers, meetings
from tests.events import reporting
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EMPTY = {
    "headcount": "", "online_headcount": "", "present": "", "figures": "", "notes": "", "minutes": "", "votes": "", "recording_link": "", "captions_link": "",
    "transcript": "",
}  # fmt: skip


@pytest.fixture
def event(office):
    return reporting.over(office=office, title="Night walk", venue=makers.venue())


def at(name, record):
    return reverse(f"admin:{name}", args=[record.pk])


def read(page):
    """Return a page as somebody reads it who has not seen it before: nothing of it is kept."""
    pagecache.forget()
    return Visitor().get(page).content.decode()


class Desk:
    """A colleague with the page of a record open."""

    def __init__(self, user, event):
        self.client, self.url = signed_in(user), at("event_record", event)
        self.seen = self.client.get(self.url).context["seen"]

    def save(self, **typed):
        answer = self.client.post(self.url, {**EMPTY, "seen": self.seen, **typed})
        if answer.status_code == 422:
            self.seen = answer.context["seen"]
        return answer


def test_a_record_is_written_at_the_desk_and_read_by_everybody_once_it_is_published(carla, event):
    partner = event.office.partners.create(name="Tree Friends")
    support = event.supports.create(kind="interpreter", language="es")
    desk = Desk(carla, event)
    sent = {"headcount": "31", "notes": "We talked about the crossing.", "figures": "Bags filled: 12\nTrees: 1,200", "organizations": partner.pk}
    assert desk.save(**sent, **{f"used_{support.pk}": "4"}).status_code == 302
    page = f"/events/{event.slug}/"
    assert "crossing" not in read(page)
    assert desk.client.post(at("publish_record", event)).status_code == 302
    shown = read(page)
    for words in ("31 people were there", "We talked about the crossing.", "Bags filled", "1,200", "Tree Friends", "4 used it"):
        assert words in shown
    assert Event.objects.get().state == "reported"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"headcount": "-1"}, "Enter 0 or more"), ({"headcount": "many"}, "Enter a whole number"), ({"figures": "twelve bags"}, "is no figure"), ({"figures": "Bags: 1\nBags: 2"}, "stands there twice"),
        ({"recording_link": "https://example.org/r"}, "captions or a transcript"), ({"recording_link": "javascript:alert(1)", "transcript": "x"}, "web address"),
        ({"captions_link": "http://169.254.169.254/"}, "network of its own"), ({"notes": "Card 4111 1111 1111 1111"}, "we never need it"), ({"organizations": "987654"}, "valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_stands_beside_its_field_and_nothing_is_lost(carla, event, typed, words):
    answer = Desk(carla, event).save(**{"votes": "Lamp: 5 yes", **typed})
    assert answer.status_code == 422 and words in answer.content.decode() and "Lamp: 5 yes" in answer.content.decode()
    assert EventRecord.objects.count() == 0


def test_the_second_of_two_is_told_and_nothing_is_overwritten(carla, office, event):
    dana = make_staff("dana@example.org", office, OfficeRole.Role.COORDINATOR)
    first, second = Desk(carla, event), Desk(dana, event)
    assert first.save(notes="Carla’s notes", figures="Bags: 2").status_code == 302
    answer = second.save(notes="Dana’s notes", votes="Lamp: 5 yes")
    text = answer.content.decode()
    assert answer.status_code == 422 and "While you were writing, Carla (" in text and "Dana’s notes" in text and "Lamp: 5 yes" in text
    assert (EventRecord.objects.get().notes, Figure.objects.count()) == ("Carla’s notes", 1)
    assert second.save(notes="Dana’s notes", votes="Lamp: 5 yes", figures="Bags: 2").status_code == 302
    assert (EventRecord.objects.get().notes, EventRecord.objects.get().votes) == ("Dana’s notes", "Lamp: 5 yes")


def test_without_what_was_shown_the_second_would_overwrite(carla, event):
    first, second = Desk(carla, event), Desk(carla, event)
    first.save(notes="First")
    second.save(notes="Second", seen="")
    assert EventRecord.objects.get().notes == "Second"


def test_minutes_are_public_only_once_they_are_published(carla, event):
    desk = Desk(carla, event)
    desk.save(notes="Notes", minutes="The chair opened the meeting.", votes="Lamp: 5 yes")
    desk.client.post(at("publish_record", event))
    page = f"/events/{event.slug}/"
    draft = read(page)
    assert "still a draft" in draft and "opened the meeting" not in draft and "Lamp: 5 yes" not in draft
    desk.client.post(at("approve_minutes", event))
    assert "opened the meeting" not in read(page)
    desk.client.post(at("publish_minutes", event))
    shown = read(page)
    assert "opened the meeting" in shown and "Lamp: 5 yes" in shown


def test_nothing_is_published_with_a_get_and_an_empty_record_is_refused(carla, event):
    client = signed_in(carla)
    assert client.get(at("publish_record", event)).status_code == 200
    answer = client.post(at("publish_record", event))
    assert answer.status_code == 422 and "at least one figure" in answer.content.decode()
    assert Event.objects.get().state == "published"


def test_supports_are_counted_as_offered_asked_for_and_used(carla, event):
    event.supports.create(kind="interpreter", language="es", used=4)
    event.supports.create(kind="interpreter", language="ht", used=1)
    event.supports.create(kind="food")
    for kind, state in (("interpreter", "confirmed"), ("asl", "cannot"), ("asl", "withdrawn")):
        meetings.accommodation(event, kind=kind, state=state)
    found = [(one.name, one.is_offered, one.asked, one.used) for one in outcomes.supports(event)]
    assert found == [("interpreter", True, 1, 5), ("American Sign Language", False, 1, None), ("food", True, 0, None)]
    assert "American Sign Language" in signed_in(carla).get(at("event_record", event)).content.decode()


def test_a_lead_writes_the_record_and_a_viewer_and_another_office_do_not(office, other_coordinator, event):
    lead, viewer = make_staff("lea@example.org"), make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    event.leads.add(lead)
    assert [signed_in(user).get(at("event_record", event)).status_code for user in (lead, viewer, other_coordinator)] == [200, 403, 404]


# --- Photos ---------------------------------------------------------------------------------------------------------------


def add_photo(client, event, content, name="photo.jpg", **typed):
    rest = {"description": "Twelve bags beside the pond", "consent": "agreed", "consented_on": timezone.localdate().isoformat(), "key": makers.key(), **typed}
    return client.post(at("add_event_photo", event), {"file": SimpleUploadedFile(name, content), **rest})


def test_a_photo_is_drawn_anew_and_shown_once_the_record_is_published(carla, event):
    client = signed_in(carla)
    exif = reporting.gps_exif()
    assert b"GPSCANARY" in reporting.picture(exif=exif)
    assert add_photo(client, event, reporting.picture(size=(3000, 1500), exif=exif)).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1600, 800) and b"GPSCANARY" not in bytes(photo.content) and b"Exif" not in bytes(photo.content)
    address = reverse("events:photo", args=[photo.pk])
    assert Visitor().get(address).status_code == 404
    assert client.get(at("event_photo", photo))["Content-Type"] == "image/jpeg"
    reporting.published(event)
    answer = Visitor().get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff") and answer.content == bytes(photo.content)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert Visitor().get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert 'alt="Twelve bags beside the pond"' in Visitor().get(f"/events/{event.slug}/").content.decode()
    client.post(at("take_photo_away", photo))
    assert Visitor().get(address).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_photo_of_three_kinds_is_kept_as_jpeg(carla, event, kind):
    add_photo(signed_in(carla), event, reporting.picture(kind=kind), name="photo.png")
    assert bytes(Photo.objects.get().content)[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "cannot read this picture"), (b"GIF89a<script>alert(1)</script>", "cannot read this picture"), (b"\xff\xd8\xff", "cannot read this picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot read this picture"), (reporting.huge_png(60_000, 60_000), "picture"), (reporting.huge_png(6000, 6000), "too many pixels"),
    ],
)  # fmt: skip
def test_what_is_no_photo_or_too_large_is_refused_and_the_words_are_kept(carla, event, content, words):
    answer = add_photo(signed_in(carla), event, content)
    assert answer.status_code == 422 and words in answer.content.decode() and "Twelve bags beside the pond" in answer.content.decode()
    assert Photo.objects.count() == 0


def test_markup_behind_a_real_photo_does_not_survive(carla, event):
    add_photo(signed_in(carla), event, reporting.picture() + b"<script>alert(1)</script>")
    assert b"<script" not in bytes(Photo.objects.get().content)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"consent": ""}, "Without consent"),
        ({"description": ""}, "what is to be seen"),
        ({"consented_on": "2999-01-01"}, "day to come"),
        ({"consented_on": "x"}, "valid date"),
    ],
)
def test_a_photo_needs_consent_a_day_and_words(carla, event, typed, words):
    answer = add_photo(signed_in(carla), event, reporting.picture(), **typed)
    assert answer.status_code == 422 and words in answer.content.decode() and Photo.objects.count() == 0


def test_a_file_that_is_far_too_large_is_not_even_read(carla, event):
    answer = add_photo(signed_in(carla), event, b"\xff\xd8\xff" + b"x" * (15 * 1024 * 1024))
    assert answer.status_code == 422 and "larger than 15 MB" in answer.content.decode() and Photo.objects.count() == 0


def test_the_same_photo_sent_twice_is_one(carla, event):
    client, key = signed_in(carla), makers.key()
    assert [add_photo(client, event, reporting.picture(), key=key).status_code for _ in range(2)] == [302, 302]
    assert Photo.objects.count() == 1


# --- Papers ---------------------------------------------------------------------------------------------------------------


def test_what_was_taken_away_stays_so_when_its_form_comes_once_more(carla, event):
    client = signed_in(carla)
    for add, model, away in ((add_photo, Photo, "take_photo_away"), (add_paper, Paper, "take_paper_away")):
        typed = {"content": reporting.picture() if add is add_photo else PDF, "key": makers.key()}
        assert add(client, event, **typed).status_code == 302
        client.post(at(away, model.objects.defer("content").get()))
        assert add(client, event, **typed).status_code == 302 and not model.objects.exists()


def add_paper(client, event, content=None, **typed):
    file = {} if content is None else {"file": SimpleUploadedFile("The plan <2026>.pdf", content)}
    return client.post(at("add_event_paper", event), {"title": "The plan", "language": "en", "link": "", "item": "", "key": makers.key(), **file, **typed})


def test_a_paper_is_a_download_or_a_link_before_the_event_too(carla, event):
    Event.objects.update(starts=timezone.now() + timedelta(days=2), ends=timezone.now() + timedelta(days=2, hours=1))
    client = signed_in(carla)
    assert add_paper(client, event, PDF).status_code == 302
    assert add_paper(client, event, link="https://www.boston.gov/plan").status_code == 302
    file, link = Paper.objects.order_by("pk")
    answer = Visitor().get(reverse("events:paper", args=[file.pk]))
    assert answer.content == PDF and answer["Content-Disposition"] == 'attachment; filename="The-plan-2026.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert Visitor().get(reverse("events:paper", args=[link.pk]))["Location"] == "https://www.boston.gov/plan"
    assert Visitor().get(f"/events/{event.slug}/").content.decode().count("The plan") == 2
    Event.objects.update(state="draft")
    assert Visitor().get(reverse("events:paper", args=[file.pk])).status_code == 404
    client.post(at("take_paper_away", file))
    assert list(Paper.objects.all()) == [link]


@pytest.mark.parametrize(
    ("content", "typed", "words"),
    [
        (b"<html>", {}, "not a PDF"), (b"%PDF-1.7", {}, "not a PDF"), (None, {}, "either a link or a PDF"), (PDF, {"link": "https://www.boston.gov/"}, "either a link or a PDF"),
        (None, {"link": "javascript:alert(1)"}, "web address"), (None, {"link": "data:text/html,x"}, "web address"), (None, {"link": "http://localhost:8000/"}, "network of its own"),
        (PDF, {"title": ""}, "Enter a title"), (PDF + b" " * (10 * 1024 * 1024), {}, "larger than 10 MB"), (PDF, {"item": "987654"}, "valid choice"),
    ],
)  # fmt: skip
def test_what_is_no_paper_is_refused(carla, event, content, typed, words):
    answer = add_paper(signed_in(carla), event, content, **typed)
    assert answer.status_code == 422 and words in answer.content.decode() and Paper.objects.count() == 0


@pytest.mark.parametrize("name", ["paper", "photo"])
def test_what_is_for_invited_people_is_not_found_by_counting_numbers(carla, event, name):
    client = signed_in(carla)
    add_paper(client, event, PDF)
    add_photo(client, event, reporting.picture())
    reporting.published(event)
    pk = (Paper if name == "paper" else Photo).objects.get().pk
    alone = reverse(f"events:{name}", args=[pk])
    assert Visitor().get(alone).status_code == 200
    Event.objects.update(invited_only=True)
    assert Visitor().get(alone).status_code == 404
    own = f"/events/{event.slug}/{name}s/{pk}/"
    assert own in Visitor().get(f"/events/{event.slug}/").content.decode() and Visitor().get(own).status_code == 200
    assert Visitor().get(f"/events/another-event/{name}s/{pk}/").status_code == 404
    Event.objects.update(state="draft")
    assert Visitor().get(own).status_code == 404
