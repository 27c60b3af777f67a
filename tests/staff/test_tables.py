"""Lists leave as tables: what the list shows, for who may take tables away, of their own office."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.models import KitType
from mailing.models import Message
from people.models import OfficeRole, Person
from sharing import tables
from tests import goods, meetings
from tests.staff.conftest import enter, make_opportunity, make_staff, signed_in
from volunteers.models import Opportunity

LISTS = [
    ("people", "person"), ("volunteers", "opportunity"), ("volunteers", "shift"), ("mailing", "message"), ("places", "venue"), ("people", "user"),
    ("people", "office"), ("people", "partnerorganization"),
]  # fmt: skip


def table(client, app, model, **asked):
    answer = client.get(reverse("admin:list_table", args=[app, model, "csv"]), asked)
    assert answer.status_code == 200, (model, answer.status_code)
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(("app", "model"), LISTS)
def test_every_list_a_coordinator_opens_links_its_table(carla, shift, vera, app, model):
    client = signed_in(carla)
    page = client.get(reverse(f"admin:{app}_{model}_changelist")).text
    assert reverse("admin:list_table", args=[app, model, "csv"]) in page
    assert table(client, app, model).count("\n") >= 1


def test_the_table_of_people_has_their_numbers_as_people_write_them(carla, vera, other_office):
    Person.objects.create(office=other_office, name="Olga Elsewhere", email="olga@example.org")
    text = table(signed_in(carla), "people", "person")
    assert "Vera Lopez" in text and ",617-555-0142," in text and ",English," in text and "Olga" not in text


def test_the_table_is_filtered_as_the_list_is(carla, office, opportunity):
    make_opportunity(office, "Read aloud", urgent=True)
    text = table(signed_in(carla), "volunteers", "opportunity", urgent__exact="1")
    assert "Read aloud" in text and "Pack food boxes" not in text


@pytest.mark.parametrize(
    ("app", "model", "make"),
    [
        ("events", "registration", lambda office: meetings.registration(meetings.event(office=office))),
        ("events", "kittype", lambda office: KitType.objects.create(office=office, name="Gloves and rakes", owned=3)),
        ("donations", "pickuprequest", lambda office: goods.pick_up(goods.drive(office=office, offers_pick_up=True), who=goods.dan(office=office))),
    ],
)
def test_a_column_that_is_a_link_stays_in_the_list(carla, office, app, model, make):
    make(office)
    text = table(signed_in(carla), app, model)
    assert text.count("\r\n") == 2 and "<" not in text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("asked", [{"nothing": "1"}, {"p": "99999"}, {"nothing": "1", "e": "1"}])
def test_a_question_that_cannot_be_meant_leads_back_to_the_list(carla, office, ending, asked):
    for number in range(51):  # more than one page
        make_opportunity(office, f"Pack box {number}")
    client, there = signed_in(carla), reverse("admin:volunteers_opportunity_changelist")
    answer = client.get(reverse("admin:list_table", args=["volunteers", "opportunity", ending]), asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{there}?e=1")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_table_of_letters_tells_what_became_of_them_and_not_what_they_say(carla, vera):
    Message.objects.update(subject="You are signed up, Vera", state="sent")
    text = table(signed_in(carla), "mailing", "message")
    assert "Vera Lopez" in text and ",sent," in text and "You are signed up, Vera" not in text


@pytest.mark.parametrize("role", [OfficeRole.Role.VIEWER, OfficeRole.Role.CALLER])
def test_who_may_not_take_tables_away_is_refused_and_sees_no_link(office, shift, role):
    client = signed_in(make_staff("sam@example.org", office, role))
    assert client.get(reverse("admin:list_table", args=["volunteers", "shift", "csv"])).status_code == 403
    assert "tables/volunteers" not in client.get(reverse("admin:volunteers_shift_changelist")).text


def test_a_list_the_colleague_may_not_open_has_no_table(carla):
    assert signed_in(carla).get(reverse("admin:list_table", args=["places", "zipcode", "csv"])).status_code == 403


@pytest.mark.parametrize("unknown", [("volunteers", "nothing"), ("sessions", "session"), ("people", "officerole")])
def test_an_unknown_table_is_not_found(carla, unknown):
    assert signed_in(carla).get(reverse("admin:list_table", args=[*unknown, "csv"])).status_code == 404


NASTY = [
    "=1+1", "+44 20", "-2", "@x", "\t=1", "\tx", "\rx", "\nx", " =1", "\u00a0=1", "\u3000\u2009@x", "\x1f-1", "a,\n=1", 'a "quoted" one', "=\"x\"", "a, -b",
    "two\nlines", "two\r\nlines", ",", '"', "", "café, =x", "Ünïcode", ",\"\n", "'", "é=1",
]  # fmt: skip


@pytest.mark.parametrize("times", [1, 40])
def test_a_table_that_postgresql_writes_has_the_guard_and_the_quotes_of_one_that_python_writes(office, times):
    """More lines than one piece has, so that the guard is asked at every edge."""
    Opportunity.objects.bulk_create(
        Opportunity(office=office, title=text, slug=f"s-{turn}-{number}", summary=NASTY[-number], bring="plain")
        for turn in range(times) for number, text in enumerate(NASTY)
    )  # fmt: skip
    found = Opportunity.objects.order_by("pk").values_list("title", "summary", "bring", "minimum_age")
    with tables.copied(["=title", "text", "bring", "age"], found) as file:
        ours = file.read().decode()
    by_hand = "".join(tables.lines(["=title", "text", "bring", "age"], found))
    assert list(csv.reader(io.StringIO(ours, newline=""))) == list(csv.reader(io.StringIO(by_hand, newline="")))
    assert "\n=1" not in ours.replace("a,\n=1", "") and ",=" not in ours


def test_a_guard_that_is_never_asked_lets_formulas_out(office, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(tables, "_may_hold_formulas", lambda piece: False)
    Opportunity.objects.create(office=office, title="=1+1", slug="s", summary="x")
    with tables.copied(["title"], Opportunity.objects.values_list("title")) as file:
        assert "\r\n=1+1" in file.read().decode()


def test_a_long_table_lies_on_the_disk_and_not_in_memory(office, monkeypatch):
    monkeypatch.setattr(tables, "IN_MEMORY", 100)
    Opportunity.objects.bulk_create(Opportunity(office=office, title=f"Title {n}", slug=f"s-{n}", summary="x") for n in range(1200))
    with tables.copied(["title"], Opportunity.objects.values_list("title")) as file:
        assert file.read().count(b"\r\n") == 1201 and file._rolled


def test_a_table_is_read_to_its_end_when_there_is_nothing_in_it(carla, office):
    client = signed_in(carla)
    text = b"".join(client.get(reverse("admin:sign_ups_table", args=["csv"])).streaming_content).decode()
    assert text.startswith("\ufeffopportunity,from,to,") and text.count("\r\n") == 1


@pytest.mark.parametrize(("app", "model"), [("people", "person"), ("volunteers", "opportunity"), ("volunteers", "shift"), ("volunteers", "signup")])
def test_a_list_leaves_for_excel_too_without_formulas(carla, shift, role, app, model):
    enter(role, "=HYPERLINK(1)", by=carla, phone="+16175550142")
    Opportunity.objects.update(title="=1+1\x08")
    client = signed_in(carla)
    url = reverse("admin:sign_ups_table", args=["xlsx"]) if model == "signup" else reverse("admin:list_table", args=[app, model, "xlsx"])
    assert url in client.get(reverse(f"admin:{app}_{model}_changelist")).text
    sheet = load_workbook(io.BytesIO(b"".join(client.get(url).streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 2 and "f" not in {cell.data_type for cell in cells}
    assert {"'=HYPERLINK(1)", "'=1+1"} & {cell.value for cell in cells}


def test_a_list_that_is_too_long_for_excel_says_so(carla, vera, monkeypatch):
    monkeypatch.setattr(tables, "MOST_IN_EXCEL", 0)
    page = signed_in(carla).get(reverse("admin:sign_ups_table", args=["xlsx"]), follow=True).text
    assert "This list is longer than 0 rows. Filter it, or take it as CSV." in page


@pytest.mark.parametrize("role", [OfficeRole.Role.VIEWER, OfficeRole.Role.CALLER])
def test_who_may_not_take_tables_away_gets_no_excel_file_either(office, shift, role):
    client = signed_in(make_staff("sam@example.org", office, role))
    assert client.get(reverse("admin:sign_ups_table", args=["xlsx"])).status_code == 403
    assert client.get(reverse("admin:list_table", args=["people", "person", "xlsx"])).status_code == 403
