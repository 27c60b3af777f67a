"""The pages of an import: bringing a file, reading what it would do, pressing the button; templates and what each column means."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.models import Person
from tests.staff.conftest import make_staff, signed_in
from tests.staff.importing import HEAD, ROWS, look
from tests.staff.test_pages_in_a_browser import enter_as
from volunteers.actions import imports
from volunteers.models import Import, Opportunity

KINDS = Import.Kind.values


def send(client, office, content, kind="opportunities", name="work.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(reverse("admin:imports"), {"office": office.pk, "kind": kind, "file": file})


def test_a_file_is_brought_looked_at_and_imported_by_a_press(carla, office, venue):
    client = signed_in(carla)
    answer = send(client, office, ROWS)
    page = client.get(answer["Location"]).text
    assert answer.status_code == 302 and "Being looked at" in page and 'hx-trigger="every 1s"' in page and "Look again" in page
    imports.sweep(now=timezone.now())
    page = client.get(answer["Location"]).text
    assert "Import 4 entries" in page and "Pack boxes" in page and "hx-trigger" not in page and Opportunity.objects.count() == 0
    record = Import.objects.get()
    client.post(reverse("admin:start_import", args=[record.pk]))
    imports.sweep(now=timezone.now())
    page = client.get(answer["Location"]).text
    assert "Imported" in page and "New opportunities are drafts" in page and Opportunity.objects.count() == 2
    assert "work.csv" in client.get(reverse("admin:imports")).text


def test_what_is_wrong_is_listed_by_row_and_column_and_there_is_nothing_to_press(carla, office):
    record = look(office, carla, f"{HEAD}\n1,<b>A</b>,text,32/32/2030,9:00,10:00,,\n")
    client = signed_in(carla)
    page = client.get(reverse("admin:import", args=[record.pk])).text
    assert "<td>2</td><td>date</td><td>“32/32/2030” is no date" in page and "start/" not in page
    client.post(reverse("admin:start_import", args=[record.pk]))
    record.refresh_from_db()
    assert record.state == "checked" and "There is nothing to import here." in client.get(reverse("admin:import", args=[record.pk])).text


def test_what_a_file_says_runs_nowhere(carla, office):
    record = look(office, carla, "title,text,<script>alert(1)</script>\n<script>alert(2)</script>,text,x\n")
    assert "<script>alert" not in signed_in(carla).get(reverse("admin:import", args=[record.pk])).text


def test_a_file_that_cannot_be_read_says_why(carla, office):
    record = look(office, carla, b"%PDF-1.7")
    assert "This is no table." in signed_in(carla).get(reverse("admin:import", args=[record.pk])).text


def test_a_form_without_a_file_or_with_an_empty_one_comes_back(carla, office):
    client = signed_in(carla)
    answer = client.post(reverse("admin:imports"), {"office": office.pk, "kind": "people"})
    assert answer.status_code == 422 and "This field is required." in answer.text
    assert send(client, office, b"").status_code == 422
    assert send(client, office, b"x", kind="nonsense").status_code == 422
    assert Import.objects.count() == 0


def test_a_file_is_put_away(carla, office, venue):
    record = look(office, carla, ROWS)
    page = signed_in(carla).post(reverse("admin:put_away_import", args=[record.pk]), follow=True).text
    record.refresh_from_db()
    assert (record.state, record.content) == ("put_away", None) and "Nothing of it was imported." in page


def test_another_office_sees_neither_the_file_nor_its_name(carla, other_coordinator, office, other_office):
    record = look(office, carla, ROWS)
    client = signed_in(other_coordinator)
    for door in ("import", "start_import", "put_away_import"):
        url = reverse(f"admin:{door}", args=[record.pk])
        assert (client.get(url) if door == "import" else client.post(url)).status_code == 404
    assert "table.csv" not in client.get(reverse("admin:imports")).text
    assert send(client, office, ROWS).status_code == 422 and Import.objects.count() == 1


@pytest.mark.parametrize("role", ["viewer", "caller"])
def test_who_may_not_add_opportunities_imports_nothing(office, role):
    client = signed_in(make_staff("vi@example.org", office, role))
    assert client.get(reverse("admin:imports")).status_code == 403
    assert "Import a table" not in client.get(reverse("admin:index")).text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_can_be_filled_in_and_imported(carla, office, kind, ending):
    content = signed_in(carla).get(reverse("admin:import_template", args=[kind, ending])).content
    if ending == "xlsx":
        assert load_workbook(io.BytesIO(content)).active.max_row == 2
    record = look(office, carla, content, kind)
    unknown = {"place", "neighborhood", "opportunity", "drive"}  # this city knows neither the hall nor the neighborhood of the example, nor the drive
    assert record.state == "checked" and {column for _row, column, _words in record.found["errors"]} <= unknown and record.found["unused"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_explained(carla, office, kind):
    page = signed_in(carla).get(reverse("admin:import_columns", args=[kind])).text
    assert "Always needed." in page and "Also called" in page
    assert signed_in(carla).get("/admin/desk/imports/columns/nothing/").status_code == 404
    assert signed_in(carla).get("/admin/desk/imports/template/nothing.csv").status_code == 404


def test_the_page_follows_the_worker_by_itself(live, office, carla, page, axe):
    content = b"name,email\nVera Lopez,vera@example.org\n"
    record = imports.bring(office=office, kind="people", name="people.csv", content=content, language="en", by=carla, now=timezone.now())
    enter_as(page, live, carla)
    page.goto(f"{live.url}{record.get_absolute_url()}")
    assert "Being looked at" in page.inner_text("#import")
    axe(page)
    imports.sweep(now=timezone.now())
    page.wait_for_selector("text=Import 1 entry")
    axe(page)
    page.click("text=Import 1 entry")
    page.wait_for_selector("text=Being imported")
    imports.sweep(now=timezone.now())
    page.wait_for_selector("text=Imported")
    axe(page)
    page.click("text=Bring another file")
    axe(page)
    page.click("text=what each column means")
    axe(page)
    assert Person.objects.filter(name="Vera Lopez").count() == 1
