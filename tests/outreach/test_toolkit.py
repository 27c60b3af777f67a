"""The toolkit on the staff desk: texts, pictures, links and how people heard, for each of the three things and each language."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from civic.seed.toolkits import plant_toolkits
from events.models import Event
from languages.content import set_translation
from outreach import bundles, toolkit
from people.models import OfficeRole
from sharing.models import Heard, TrackedLink
from tests import goods, makers, meetings
from tests.staff.conftest import carla, city, make_staff, office, opportunity, other_coordinator, other_office, role, shift, signed_in, venue  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(carla):  # noqa: F811
    return signed_in(carla)


def of(record, name="toolkit"):
    return reverse(f"admin:{name}", args=[*record._meta.label_lower.split("."), record.pk])


def test_it_shows_texts_pictures_and_what_to_print_in_each_language(staff, opportunity, role):  # noqa: F811
    set_translation(record=opportunity, field="title", language="es", text="Empacar cajas", status="verified", now=timezone.now())
    page = staff.get(of(opportunity)).text
    for words in (
        'id="text-short-post"',
        'id="text-long-post"',
        'id="text-newsletter"',
        'id="text-radio"',
        'id="text-alt"',
        "Pack food boxes",
        "/cards/volunteer/pack-food-boxes/square.png?v=",
    ):
        assert words in page
    spanish = staff.get(f"{of(opportunity)}?language=es").text
    assert (
        "Empacar cajas" in spanish
        and 'lang="es" dir="ltr" readonly' in spanish
        and "/es/volunteer/pack-food-boxes/flyer/" in spanish
        and "translate them first" in spanish
    )
    assert 'lang="ar" dir="rtl" readonly' in staff.get(f"{of(opportunity)}?language=ar").text
    assert staff.get(f"{of(opportunity)}?language=xx&for=%ff%20").status_code == 200


@pytest.mark.parametrize("kind", ["drive", "event"])
def test_drives_and_events_have_one_too_and_their_change_forms_lead_there(staff, office, venue, kind):  # noqa: F811
    record = goods.drive(office=office) if kind == "drive" else meetings.event(office=office, venue=venue)
    page = staff.get(of(record))
    assert page.status_code == 200 and record.title in page.text
    change = reverse(f"admin:{record._meta.app_label}_{kind}_change", args=[record.pk])
    assert of(record) in staff.get(change).text and change in page.text


def test_the_signs_for_the_doors_of_a_drive_are_there_once_it_is_open(staff, office):  # noqa: F811
    drive = goods.drive(office=office, slug="coats", state="draft")
    place = goods.location(drive)
    assert "/donate/coats/sign/" not in staff.get(of(drive)).text
    drive.state = "open"
    drive.save()
    assert f"/es/donate/coats/sign/{place.pk}/" in staff.get(f"{of(drive)}?language=es").text


def test_the_change_form_of_an_opportunity_leads_there(staff, opportunity):  # noqa: F811
    assert of(opportunity) in staff.get(reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])).text


def test_links_for_posts_newsletter_and_radio_are_made_once_and_stand_in_the_texts(staff, opportunity, carla):  # noqa: F811
    assert "nobody counts what they bring" in staff.get(of(opportunity)).text
    for _twice in range(2):
        assert staff.post(of(opportunity, "toolkit_usual_links")).status_code == 302
    links = {link.channel: link for link in TrackedLink.objects.filter(target="/volunteer/pack-food-boxes/")}
    page = staff.get(f"{of(opportunity)}?language=es").text
    assert set(links) == {"social", "newsletter", "radio"} and links["radio"].made_by == carla and "nobody counts" not in page
    assert all(f"/es/s/{link.code}/" in page for link in links.values())
    assert staff.get(of(opportunity, "toolkit_usual_links")).status_code == 405


def test_a_partner_gets_a_link_and_texts_of_its_own_and_a_blank_name_is_refused_beside_the_field(staff, opportunity):  # noqa: F811
    refused = staff.post(of(opportunity), {"channel": " \u200b"})
    assert refused.status_code == 422 and "usa-error-message" in refused.text
    answer = staff.post(of(opportunity), {"channel": "Food Bank"}, follow=True)
    link = TrackedLink.objects.get(channel="Food Bank")
    assert (
        answer.redirect_chain[0][0].endswith(f"for={link.code}")
        and answer.text.count(f"/s/{link.code}") >= 4
        and "lead by the link for: Food Bank" in answer.text
    )
    elsewhere = TrackedLink.objects.create(target="/events/other/", channel="x")
    assert f"/s/{elsewhere.code}" not in staff.get(f"{of(opportunity)}?for={elsewhere.code}").text


def test_it_says_how_people_heard(staff, opportunity, role, carla):  # noqa: F811
    from_flyer = TrackedLink.objects.create(target="/volunteer/pack-food-boxes/", channel="flyer", followed=1234)
    people = [makers.person(f"Vera {number}", f"vera{number}@example.org", office=opportunity.office) for number in range(4)]
    first, *_others = [makers.sign_up(role, who=one) for one in people[:3]]
    makers.sign_up(role, who=people[3], state="held")
    Heard.objects.create(link=from_flyer, about=first.ref)
    page = " ".join(staff.get(of(opportunity)).text.split())
    assert "3 people or parties so far: flyer 1, not told 2." in page and "1,234" in page


def test_the_page_costs_the_same_with_many_links(staff, opportunity, django_assert_max_num_queries):  # noqa: F811
    TrackedLink.objects.create(target="/volunteer/pack-food-boxes/", channel="one")
    with django_assert_max_num_queries(60) as few:
        staff.get(of(opportunity))
    TrackedLink.objects.bulk_create([TrackedLink(target="/volunteer/pack-food-boxes/", channel=f"partner {number}") for number in range(20)])
    with django_assert_max_num_queries(len(few)):
        staff.get(of(opportunity))


def test_everything_leaves_as_one_file_with_a_folder_for_each_language(staff, opportunity, role):  # noqa: F811
    answer = staff.get(of(opportunity, "toolkit_bundle"))
    assert (
        answer["Content-Type"] == "application/zip"
        and answer["Cache-Control"] == "no-store"
        and f"toolkit-opportunity-{opportunity.pk}.zip" in answer["Content-Disposition"]
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        every = {"short-post.txt", "long-post.txt", "newsletter.txt", "radio.txt", "wide.png", "square.png", "what-the-pictures-say.txt", "qr.png", "qr.txt"}
        assert names == {f"{code}/{name}" for code, _own in toolkit.languages() for name in every}
        assert Image.open(io.BytesIO(archive.read("ar/square.png"))).size == (1080, 1080)
        assert archive.read("en/radio.txt").startswith(b"\xef\xbb\xbf") and b"\r\n" in archive.read("en/radio.txt")


def test_a_draft_says_that_nothing_leads_there_yet_and_has_no_pictures(staff, opportunity):  # noqa: F811
    opportunity.state = "draft"
    opportunity.save()
    page = staff.get(of(opportunity)).text
    assert "not public yet" in page and "/cards/" not in page and "/flyer/" not in page
    assert not [name for name in zipfile.ZipFile(io.BytesIO(bundles.zipped(opportunity, now=timezone.now()))).namelist() if name.endswith("wide.png")]


def test_a_sensitive_event_has_no_pictures_and_one_for_invited_people_no_texts(staff, office, venue):  # noqa: F811
    event = meetings.event(office=office, venue=venue, starts=timezone.now() + timedelta(days=3), is_sensitive=True)
    page = staff.get(of(event)).text
    assert "This event is sensitive" in page and "/cards/" not in page and 'id="text-radio"' in page
    Event.objects.update(is_sensitive=False, invited_only=True)
    page = staff.get(of(event)).text
    assert "for invited partners only" in page and 'id="text-radio"' not in page and staff.get(of(event, "toolkit_bundle")).status_code == 404


@pytest.mark.parametrize("name", ["toolkit", "toolkit_usual_links", "toolkit_bundle"])
def test_foreign_unknown_and_other_kinds_are_not_found_and_a_viewer_is_refused(opportunity, other_coordinator, office, name):  # noqa: F811
    client, viewer = signed_in(other_coordinator), signed_in(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER))
    ask = client.post if name == "toolkit_usual_links" else client.get
    foreign, unknown = ask(of(opportunity, name)), ask(reverse(f"admin:{name}", args=["volunteers", "opportunity", 10**15]))
    other = ask(reverse(f"admin:{name}", args=["people", "person", 1]))
    assert (foreign.status_code, unknown.status_code, other.status_code) == (404, 404, 404) and TrackedLink.objects.count() == 0
    assert viewer.get(of(opportunity, name)).status_code == 403


def test_what_is_typed_runs_nowhere(staff, opportunity):  # noqa: F811
    opportunity.title = "</textarea><script>alert(1)</script>"
    opportunity.save()
    staff.post(of(opportunity), {"channel": "<img src=x onerror=alert(1)>"})
    page = staff.get(of(opportunity)).text
    assert "<script>alert" not in page and "<img src=x" not in page


def test_the_demonstration_shows_links_with_partners_and_by_which_of_them_people_came(office, venue, carla, opportunity, role):  # noqa: F811
    event = meetings.event(office=office, venue=venue)
    opportunity.event = event
    opportunity.save()
    goods.drive(office=office)
    for number in range(3):
        meetings.registration(event, who=makers.person(f"Vera {number}", f"vera{number}@example.org", office=office))
    plant_toolkits(office, carla)
    found = toolkit.reach(event, language="es")
    assert (found.total, found.untold, dict(found.told)) == (3, 1, {"flyer": 1, "Centro Comunitario de Dorchester": 1})
    assert TrackedLink.objects.values("target").distinct().count() == 3 and "/es/s/" in found.ways[0].address
