"""Stories and notices: written by staff, read by everybody, gone when they are taken down or over."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from civic import pagecache
from intake import kept_pages, pictures
from intake.refusal import Refused
from languages.content import set_translation
from outreach import markdown, photos
from outreach.actions import stories
from outreach.models import Notice, Story
from people.models import OfficeRole
from tests.outreach import subscribed
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    subscribed.makers.city()
    return subscribed.makers.office()


@pytest.fixture
def desk(office):
    return signed_in(make_staff("carla@example.org", office, OfficeRole.Role.COORDINATOR))


def picture(size=(1600, 900), kind="JPEG"):
    made, data = Image.new("RGB", size, "#1871bd"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at 12 Main Street"
    made.save(data, kind, exif=exif) if kind == "JPEG" else made.save(data, kind)
    return data.getvalue()


def typed(office, **changes):
    inline = "languages-translation-content_type-object_id"
    return {
        "office": office.pk, "title": "Forty coats", "summary": "A rack by the door.", "body": "It **began**.", "slug": "", "neighborhood": "", "alt": "", "consent_by": "",
        "consent_on": "", "consent_words": "", f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


def written(desk, office, **changes):
    answer = desk.post(reverse("admin:outreach_story_add"), typed(office, **changes))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return Story.objects.latest("pk")


def test_a_story_is_written_published_with_its_photo_and_taken_down(desk, office):
    file = SimpleUploadedFile("coats.jpg", picture(), "image/jpeg")
    story = written(desk, office, photo_file=file, alt="Forty coats on a rack", consent_by="Ana Santos", consent_on="2026-10-01")
    assert (story.slug, story.state, story.made_by.email) == ("forty-coats", "draft", "carla@example.org")
    for content, size in ((story.photo, (480, 320)), (story.photo_wide, (1200, 675))):
        drawn = Image.open(io.BytesIO(bytes(content)))
        assert (drawn.format, drawn.size, len(drawn.getexif())) == ("WEBP", size, 0)
    public = Client()
    assert [public.get(address).status_code for address in ("/stories/forty-coats/", "/stories/forty-coats/wide.webp")] == [404, 404]
    assert desk.get(reverse("admin:story_preview", args=[story.pk])).status_code == 200
    assert desk.get(reverse("admin:story_photo", args=[story.pk]))["Content-Type"] == "image/webp"
    for _press in range(2):
        assert desk.post(reverse("admin:publish_story", args=[story.pk])).status_code == 302
    page = public.get("/stories/forty-coats/").content.decode()
    assert "<strong>began</strong>" in page and 'alt="Forty coats on a rack"' in page and "Ana Santos" not in page
    assert "/stories/forty-coats/card.webp" in public.get("/stories/").content.decode()
    photo = public.get("/stories/forty-coats/wide.webp")
    assert (photo["Content-Type"], photo["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert public.get("/stories/forty-coats/wide.webp", headers={"If-None-Match": photo["ETag"]}).status_code == 304
    assert [public.get(f"/stories/forty-coats/{size}.webp").status_code for size in ("card", "huge", "photo_wide")] == [200, 404, 404]
    desk.post(reverse("admin:take_story_down", args=[story.pk]))
    kept_pages.forget()  # a page is kept for some seconds
    pagecache.forget()  # five seconds later
    assert [public.get(address).status_code for address in ("/stories/forty-coats/", "/stories/forty-coats/wide.webp")] == [404, 404]


def test_two_editors_do_not_overwrite_each_other_and_the_photo_stays(desk, office):
    consent = {"alt": "Coats", "consent_by": "Ana", "consent_on": "2026-10-01"}
    story = written(desk, office, photo_file=SimpleUploadedFile("c.png", picture(kind="PNG")), **consent)
    address = reverse("admin:outreach_story_change", args=[story.pk])
    shown = desk.get(address)
    assert "Publish it" in shown.content.decode()
    change = typed(office, slug="forty-coats", seen=shown.context["seen"], **consent)
    assert desk.post(address, {**change, "title": "Fifty coats"}).status_code == 302
    assert (Story.objects.get().title, bool(Story.objects.get().photo)) == ("Fifty coats", True)
    assert desk.post(address, {**change, "title": "Sixty coats"}).status_code == 200  # it was shown with forty
    assert Story.objects.get().title == "Fifty coats"
    again = {**change, "title": "Fifty coats", "without_photo": "on", "seen": desk.get(address).context["seen"]}
    assert desk.post(address, again).status_code == 302
    assert Story.objects.get().photo is None


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [({"alt": ""}, "Say what the photo shows"), ({"consent_by": ""}, "Say who agreed"), ({"consent_on": ""}, "on which day they agreed")],
)
def test_a_photo_is_not_published_without_words_and_consent(desk, office, missing, sentence):
    whole = {"photo_file": SimpleUploadedFile("c.png", picture(kind="PNG")), "alt": "Coats", "consent_by": "Ana", "consent_on": "2026-10-01"}
    story = written(desk, office, **{**whole, **missing})
    answer = desk.post(reverse("admin:publish_story", args=[story.pk]), follow=True)
    assert sentence in answer.content.decode() and Story.objects.get().state == "draft"
    # Neither does a published one lose them.
    Story.objects.update(alt="Coats", consent_by="Ana", consent_on="2026-10-01")
    stories.publish(story=story, by=None, now=timezone.now())
    published = Story.objects.get()
    for field in missing:
        setattr(published, field, None if field == "consent_on" else "")
    with pytest.raises(Refused, match=sentence):
        stories.describe(story=published, photo=None, without_photo=False, by=None, now=timezone.now())
    stories.describe(story=published, photo=None, without_photo=True, by=None, now=timezone.now())
    assert Story.objects.get().photo is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("photo_file", b"<svg onload=alert(1)>", "We cannot read this picture"),
        ("photo_file", b"\xff\xd8\xff broken", "We cannot read this picture"),
        ("body", "Hello\n\n<script>alert(1)</script>", "Line 3"),
        ("body", "[x](javascript:alert(1))", "Line 1"),
        ("body", "{{ office.name }}", "Line 1"),
        ("consent_on", "2999-01-01", "to come"),
        ("title", "", "required"),
    ],
)
def test_bad_input_comes_back_with_the_sentence_and_all_that_was_typed(desk, office, field, value, sentence):
    value = SimpleUploadedFile("x.jpg", value) if isinstance(value, bytes) else value
    answer = desk.post(reverse("admin:outreach_story_add"), typed(office, summary="Kept as typed", **{field: value}))
    page = answer.content.decode()
    assert not Story.objects.exists() and "Kept as typed" in page
    assert sentence in page or field in {"consent_on", "title"} and answer.context["adminform"].form.errors[field]


def test_a_picture_with_too_many_pixels_costs_nothing(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", {"JPEG": 1000})
    with pytest.raises(Refused, match="too many pixels"):
        photos.drawn_anew(picture())
    monkeypatch.setattr(pictures, "MOST_PHOTO_BYTES", 10)
    with pytest.raises(Refused, match="15 MB"):
        photos.drawn_anew(picture())


def test_nothing_that_was_typed_runs_on_the_page():
    html = markdown.to_html("[a](javascript:alert(1)) <img src=x onerror=alert(1)> <script>x</script>\n\n[b](https://example.org) **c**")
    assert "javascript" not in html and "<img" not in html and "<script" not in html
    assert '<a href="https://example.org">b</a>' in html and "<strong>c</strong>" in html


def test_a_story_is_read_in_ones_language_and_says_where_it_is_not(office):
    story = subscribed.story(title="Forty coats", published_at=timezone.now() - timedelta(days=1))
    page = Client().get(f"/es/stories/{story.slug}/").content.decode()
    assert '<span lang="en" dir="ltr">Forty coats</span>' in page
    for field in story.translated_fields:
        set_translation(record=story, field=field, language="es", text=f"ES {field}", status="verified", now=timezone.now())
    Client().get(f"/es/stories/{story.slug}/")
    assert "ES title" in Client().get("/es/stories/?fresh=1").content.decode()


def test_the_list_goes_on_page_by_page_at_the_same_cost(office, django_assert_num_queries):
    now = timezone.now()
    for number in range(14):
        subscribed.story(title=f"Story {number:02}", published_at=now - timedelta(hours=number + 1))
    first = Client().get("/stories/")
    assert [one.title for one in first.context["stories"]] == [f"Story {number:02}" for number in range(12)]
    second = Client().get(f"/stories/{first.context['next_url']}")
    assert [one.title for one in second.context["stories"]] == ["Story 12", "Story 13"] and not second.context["next_url"]


def test_a_notice_is_shown_from_its_first_to_its_last_day(office):
    today = timezone.localdate()
    day = timedelta(days=1)
    for title, changes in {
        "Stands": {"deadline": today}, "Without end": {"deadline": None}, "Over": {"deadline": today - day}, "Hidden": {"is_published": False},
        "Later": {"shown_from": today + day}, "Ended": {"deadline": None, "shown_until": today - day},
    }.items():  # fmt: skip
        subscribed.notice(**{"title": title, "shown_from": today - 9 * day, **changes})
    page = Client().get("/notices/").content.decode()
    assert [title for title in ("Stands", "Without end", "Over", "Hidden", "Later", "Ended") if title in page] == ["Stands", "Without end"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"deadline": "2026-09-30"}, "deadline"),
        ({"text": "", "url": ""}, "text"),
        ({"kind": "party"}, "kind"),
        ({"shown_from": "soon"}, "shown_from"),
    ],
)
def test_a_notice_that_cannot_be_meant_is_refused_beside_its_field(desk, office, changes, field):
    inline = "languages-translation-content_type-object_id"
    whole = {
        "office": office.pk, "kind": "grant", "title": "Small grants", "text": "Up to $500.", "url": "https://example.org/", "deadline": "", "shown_from": "2026-10-01",
        "shown_until": "", "is_published": "on", f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = desk.post(reverse("admin:outreach_notice_add"), {**whole, **changes})
    assert field in answer.context["adminform"].form.errors and not Notice.objects.exists()
    assert desk.post(reverse("admin:outreach_notice_add"), whole).status_code == 302
    assert Notice.objects.get().made_by.email == "carla@example.org"
