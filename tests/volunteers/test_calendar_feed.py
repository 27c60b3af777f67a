"""One's sign-ups in one's own calendar: made on `/my/`, fetched without a cookie, followed by calendars when things change."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from languages.content import set_translation
from languages.models import Translation
from mailing.links import calendar_links
from mailing.models import AccessLink, Message
from people.forgetting import forget
from people.models import Person
from tests import makers
from tests.fuzz.payloads import PAYLOADS
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import shifts, sign_ups
from volunteers.models import Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
VERA = "vera@example.org"


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def vera(role):
    """Vera's browser: she is signed up, and her address is proved here."""
    browser = Visitor()
    browser.sign_up(role)
    browser.type_code(code_for(VERA))
    return browser


def make(browser, **fields):
    """Press the button on `/my/`, and return the path of the calendar."""
    browser.press("/my/calendar/", from_page="/my/", address=VERA, **fields)
    return urlsplit(calendar_links.url(AccessLink.objects.get(purpose="calendar", address=VERA))).path


def fetch(path, **headers):
    """Fetch as a calendar program does: no cookie, no language."""
    return Client().get(path, headers=headers)


def entries(path):
    answer = fetch(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def only(path):
    (event,) = entries(path).values()
    return event


def picture():
    """Every row that a look could write."""
    return [list(model.objects.order_by("pk").values()) for model in (AccessLink, SignUp, Person, Message)]


def test_the_calendar_shows_the_sign_up_as_the_letters_file_does(vera, role):
    path = make(vera)
    answer = fetch(path)
    assert b"METHOD:PUBLISH" in answer.content and b"TZID:America/New_York" in answer.content and not answer.cookies
    event, own = only(path), Calendar.from_ical(vera.get(f"/volunteer/sign-ups/{SignUp.objects.get().pk}.ics").content).walk("VEVENT")[0]
    assert event.to_ical() == own.to_ical()
    assert (event["DTSTART"].dt, str(event["STATUS"])) == (role.shift.starts.replace(microsecond=0), "CONFIRMED")


def test_my_page_shows_the_address_and_two_presses_make_one(vera):
    page = vera.get("/my/").content.decode()
    assert "Make my calendar address" in page and "webcal:" not in page
    path = make(vera)
    assert make(vera) == path
    page = vera.get("/my/").content.decode()
    assert f'value="http://localhost:8000{path}"' in page and f"webcal://localhost:8000{path}" in page and "Make my calendar address" not in page


def test_looking_changes_nothing(vera):
    path = make(vera)
    before = picture()
    vera.get("/my/")
    vera.get("/my/calendar/")
    fetch(path)
    Client().head(path)
    assert picture() == before


def test_a_calendar_that_has_not_changed_is_not_sent_again(vera):
    path = make(vera)
    first = fetch(path)
    assert "private" in first["Cache-Control"]
    assert fetch(path, if_none_match=first["ETag"]).status_code == 304
    sign_ups.cancel(sign_up=SignUp.objects.get(), by=None, now=timezone.now())
    assert fetch(path, if_none_match=first["ETag"]).status_code == 200


def test_what_is_cancelled_called_off_or_moved_changes_in_the_calendar(vera, role):
    path, carla, now = make(vera), makers.staff(), timezone.now()
    before = only(path)
    shift = Shift.objects.get()
    shifts.move(shift=shift, starts=shift.starts + timedelta(days=1), ends=shift.ends + timedelta(days=1), venue=shift.venue, by=carla, now=now)
    moved = only(path)
    assert (moved["UID"], moved["DTSTART"].dt - before["DTSTART"].dt, moved["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], timedelta(days=1), True)
    shifts.call_off(shift=Shift.objects.get(), reason="The weather", by=carla, now=now)
    gone = only(path)
    assert (gone["UID"], str(gone["STATUS"]), gone["SEQUENCE"] > moved["SEQUENCE"]) == (before["UID"], "CANCELLED", True)


def test_who_cancels_has_it_taken_out(vera):
    path = make(vera)
    sign_ups.cancel(sign_up=SignUp.objects.get(), by=None, now=timezone.now())
    event = only(path)
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_it_holds_the_last_30_days_and_the_whole_family_but_nothing_unproved_or_waiting(vera):
    path, now, person = make(vera), timezone.now(), Person.objects.get()
    assert len(entries(path)) == 1
    makers.sign_up(makers.role(starts=now - timedelta(days=29)), who=person, state="attended", now=now)
    makers.sign_up(makers.role(starts=now - timedelta(days=31)), who=person, state="attended", now=now)
    makers.sign_up(makers.role(starts=now + timedelta(days=3)), who=person, state="waitlisted", now=now)
    makers.sign_up(makers.role(starts=now + timedelta(days=4)), who=makers.person("Ben", VERA), now=now)
    makers.sign_up(makers.role(starts=now + timedelta(days=4)), who=makers.person("Dan", "dan@example.org"), now=now)
    Visitor().sign_up(makers.role(starts=now + timedelta(days=5)), name="Sam says Vera")
    makers.sign_up(ShiftRole.objects.create(opportunity=makers.opportunity(), capacity=5), who=person, now=now)
    found = entries(path)
    assert set(found) == {f"sign-up-{pk}@localhost" for pk in SignUp.objects.filter(pk__in=_expected(now)).values_list("pk", flat=True)}
    assert len(found) == 3


def _expected(now):
    mine = SignUp.objects.filter(person__email=VERA, state__in=["confirmed", "attended"], link=None)
    return mine.filter(shift__starts__gt=now - timedelta(days=30)).values_list("pk", flat=True)


def test_two_zones_are_two_clocks(vera):
    path, now = make(vera), timezone.now()
    far = makers.role(starts=now + timedelta(days=3))
    Shift.objects.filter(pk=far.shift_id).update(time_zone="America/Los_Angeles")
    makers.sign_up(far, who=Person.objects.get(), now=now)
    zones = {str(zone["TZID"]) for zone in Calendar.from_ical(fetch(path).content).walk("VTIMEZONE")}
    assert zones == {"America/New_York", "America/Los_Angeles"}
    assert {str(event["DTSTART"].params["TZID"]) for event in entries(path).values()} == zones


def test_a_stranger_finds_nothing_and_every_wrong_token_is_the_same(vera):
    path = make(vera)
    manage = AccessLink.objects.create(purpose="manage", scope="volunteers.signup:1", person=Person.objects.get(), expires=timezone.now() + timedelta(days=1))
    other = calendar_links.proof.token(manage)
    wrong = [
        path.replace(".ics", "x.ics"),
        path[:-5] + ".ics",
        f"/my/calendar/{other}.ics",
        "/my/calendar/%00.ics",
        f"/my/calendar/{'f' * 15}-x.ics",
        "/my/calendar/x.ics",
    ]
    assert {fetch(each).status_code for each in wrong} == {404}
    AccessLink.objects.filter(purpose="calendar").update(expires=timezone.now())
    assert fetch(path).status_code == 404


def test_a_stranger_makes_no_calendar_of_anothers_address(vera, role):
    sam = Visitor()
    sam.sign_up(role, name="Sam", email="sam@example.org")
    sam.press("/my/calendar/", from_page="/confirm/", address=VERA)
    sam.type_code(code_for("sam@example.org"))
    sam.press("/my/calendar/", from_page="/my/", address=VERA)
    assert not AccessLink.objects.filter(purpose="calendar").exists()
    sam.press("/my/calendar/", from_page="/my/", address="sam@example.org")
    assert AccessLink.objects.get(purpose="calendar").address == "sam@example.org"


def test_a_new_address_ends_the_old_one(vera):
    old = make(vera)
    new = make(vera, anew="1")
    assert (fetch(old).status_code, len(entries(new))) == (404, 1)


def test_a_dead_address_is_made_good_again(vera):
    path = make(vera)
    AccessLink.objects.filter(purpose="calendar").update(expires=timezone.now() - timedelta(days=1))
    assert "Make my calendar address" in vera.get("/my/").content.decode()
    assert make(vera) == path
    assert len(entries(path)) == 1


def test_a_forgotten_person_leaves_and_with_the_last_one_the_address_ends(vera):
    path, now = make(vera), timezone.now()
    ben = makers.person("Ben", VERA)
    makers.sign_up(makers.role(starts=now + timedelta(days=4)), who=ben, now=now)
    assert len(entries(path)) == 2
    forget(person=ben, now=now)
    assert len(entries(path)) == 1
    forget(person=Person.objects.get(name="Vera"), now=now)
    assert fetch(path).status_code == 404 and not AccessLink.objects.filter(address=VERA).exists()


def test_it_speaks_the_language_it_was_made_in_with_as_many_queries_for_many(vera, role):
    now, person = timezone.now(), Person.objects.get()
    vera.press("/es/my/calendar/", from_page="/es/my/", address=VERA)
    path = urlsplit(calendar_links.url(AccessLink.objects.get(purpose="calendar"))).path
    assert path.startswith("/es/my/calendar/")
    set_translation(record=role.opportunity, field="title", language="es", text="Ordenar comida", status=Translation.Status.VERIFIED, now=now)
    assert str(only(path)["SUMMARY"]) == "Ordenar comida"
    drivers = (makers.role(starts=now + timedelta(days=day + 1), name="Driver") for day in range(6))
    makers.sign_up(next(drivers), who=person, now=now)
    fetch(path)
    with CaptureQueriesContext(connection) as two:
        fetch(path)
    for driver in drivers:
        makers.sign_up(driver, who=person, now=now)
    with CaptureQueriesContext(connection) as seven:
        assert len(entries(path)) == 7
    assert len(seven) == len(two) < 9  # shifts and events


def test_what_somebody_types_adds_no_line(vera, role):
    path = make(vera)
    plain = _heads(fetch(path).content)
    for payload in PAYLOADS:
        type(role.opportunity).objects.filter(pk=role.opportunity_id).update(title=payload, bring=payload)
        assert _heads(fetch(path).content) == plain, payload
        assert str(only(path)["SUMMARY"]) == " ".join(payload.split())


def _heads(content):
    return [line.split(":")[0].split(";")[0] for line in content.decode().replace("\r\n ", "").split("\r\n")]


def test_an_empty_calendar_is_still_a_calendar(vera):
    path = make(vera)
    SignUp.objects.update(state="declined")
    calendar = Calendar.from_ical(fetch(path).content)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
