"""What a resident types runs nowhere: every page, letter, calendar file and table has the same bones whatever the name."""

import csv
import io
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from mailing import proof
from mailing.models import AccessLink
from mailing.outbox import rounds
from people.models import OfficeRole
from sharing import tables
from tests import makers
from tests.fuzz.payloads import PAYLOADS
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Bones(HTMLParser):
    """The elements of a page with the names of their attributes, and every address it points to."""

    def __init__(self, html):
        super().__init__()
        self.bones = []
        self.addresses = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.bones.append((tag, *(name for name, _value in attributes)))
        self.addresses |= {value for name, value in attributes if name in {"href", "src", "action", "srcdoc"}}


def bones(html):
    found = Bones(html)
    assert not [address for address in found.addresses if address and ("example.net" in address or address.startswith(("javascript:", "data:")))]
    assert not [bone for bone in found.bones if any(name.startswith("on") for name in bone[1:])]
    return found.bones


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=None, starts=timezone.now() + timedelta(days=10))


def outputs(role, typed, number):
    """Sign up under such a name and with such notes; return what every page and file is made of."""
    email, browser = f"vera{number}@example.org", Visitor()
    shown = {"form with an error": browser.post(f"/volunteer/shifts/{role.pk}/sign-up/", browser.form_of(role, name=typed, email="no", notes=typed))}
    browser.sign_up(role, name=typed, email=email, notes=typed)
    shown["one more step"] = browser.get("/confirm/")
    phone = Visitor()
    phone.get(f"/confirm/{proof.token(AccessLink.objects.get(address=email))}/")
    shown["button"] = phone.get("/confirm/press/")
    browser.type_code(code_for(email))
    one = SignUp.objects.get(person__email=email)
    shown["done"] = browser.get("/confirm/done/")
    shown["my"] = browser.get("/my/")
    shown["own"] = browser.get(f"/volunteer/sign-ups/{one.pk}/")
    shown["forget me"] = browser.get("/my/forget/")
    calendar = browser.get(f"/volunteer/sign-ups/{one.pk}.ics").content.decode()
    found = {name: bones(answer.content.decode()) for name, answer in shown.items()}
    return one, {**found, "calendar": [line.split(":")[0].split(";")[0] for line in calendar.replace("\r\n ", "").split("\r\n")]}


def test_every_output_has_the_same_bones_whatever_people_type(role, mail_server):
    _, plain = outputs(role, "Vera", 0)
    carla = signed_in(make_staff("carla@example.org", role.opportunity.office, OfficeRole.Role.COORDINATOR))
    for number, payload in enumerate(PAYLOADS, 1):
        one, found = outputs(role, payload, number)
        assert [name for name in plain if found[name] != plain[name]] == [], payload
        bones(carla.get(f"/admin/people/person/{one.person_id}/change/").content.decode())
    bones(carla.get("/admin/people/person/").content.decode())
    check_letters(mail_server, len(PAYLOADS) + 1)
    check_roster(carla, role)


def check_letters(mail_server, people):
    """Each letter has the head lines and the bones of the first one, and no second recipient."""
    while rounds.Round(lanes=rounds.WORKER).run():
        pass
    for kind in ("confirm_code", "signed_up"):
        letters = [letter for letter in mail_server.letters if letter.kind == kind]
        assert len(letters) == people
        assert len({tuple(letter.message.keys()) for letter in letters}) == 1
        assert len({tuple(bones(letter.html)) for letter in letters}) == 1
        assert all(len(letter.recipients) == 1 for letter in letters)


def check_roster(carla, role):
    """The roster and its table: nothing that a browser or a spreadsheet would run."""
    html = carla.get(f"/admin/desk/shifts/{role.shift_id}/").content.decode()
    bones(html)
    assert "<script>alert" not in html and "<b>" not in html
    rows = rows_of_the_table(carla, role)
    assert len(rows) == len(PAYLOADS) + 2 and len({len(row) for row in rows}) == 1
    assert formulas(rows) == []


def rows_of_the_table(carla, role):
    table = carla.get(f"/admin/desk/shifts/{role.shift_id}/roster.csv")
    body = b"".join(table) if table.streaming else table.content
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def formulas(rows):
    return [cell for row in rows for cell in row if cell.startswith(FORMULAS)]


def test_a_table_without_its_guard_would_be_caught(role, monkeypatch):
    carla = signed_in(make_staff("carla@example.org", role.opportunity.office, OfficeRole.Role.COORDINATOR))
    makers.sign_up(role, who=makers.person("=1+1"))
    assert formulas(rows_of_the_table(carla, role)) == []
    monkeypatch.setattr(tables, "guarded", lambda value: value)
    assert "=1+1" in formulas(rows_of_the_table(carla, role))


def test_a_page_that_escapes_nothing_would_be_caught():
    with pytest.raises(AssertionError):
        bones("<p>" + PAYLOADS[2] + "</p>")
    assert bones("<p>Vera</p>") != bones("<p>" + PAYLOADS[0] + "</p>")
