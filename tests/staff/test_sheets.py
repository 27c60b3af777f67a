"""The sign-in sheet: printed with codes, keyed with code, Enter, Enter; twice changes nothing, and a slip loses nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from people.models import OfficeRole, Person
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.meeting import meet
from volunteers import codes
from volunteers.actions import sheets as verbs
from volunteers.models import Headcount, SheetLine, Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r'class="sheet__code">(\w{3} \w{3})<')


@pytest.fixture
def today(shift, vera):
    starts = timezone.localtime(timezone.now(), shift.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    Shift.objects.update(starts=starts, ends=starts + timedelta(hours=3))
    shift.refresh_from_db()
    return shift


@pytest.fixture
def desk(carla):
    return signed_in(carla)


@pytest.fixture
def blank(desk, today):
    """The code of an empty line of a printed sheet."""
    return codes_on(desk, today)[-1]


def codes_on(desk, shift, **asked):
    return CODE.findall(desk.get(reverse("admin:sheet", args=[shift.pk]), asked).text)


def url(shift):
    return reverse("admin:key_sheet", args=[shift.pk])


def look(desk, shift, code):
    return desk.get(url(shift), {"code": code})


def key(desk, shift, code, **typed):
    return desk.post(url(shift), {"code": code, "arrived": "00:00", "left": "03:00", **typed})


def key_blank(desk, shift, code, name="", **typed):
    return key(desk, shift, code, **{"name": name, "party_size": 1, "role": shift.roles.get().pk, **typed})


def expect(role, name, phone):
    person = Person.objects.create(office=role.opportunity.office, name=name, phone=phone)
    return SignUp.objects.create(shift_role=role, person=person, state=State.CONFIRMED, waits_since=timezone.now())


def code_of(sign_up):
    return codes.spaced(codes.of(sign_up.pk))


def now_of(sign_up):
    sign_up.refresh_from_db()
    return sign_up.state, sign_up.attended_minutes


# --- Printing -----------------------------------------------------------------------------------------------------------------


def test_the_sheet_has_everybody_with_a_code_and_as_many_empty_lines_as_asked_for(desk, today, vera, role):
    expect(role, "Adam Ng", "+16175550177")
    page = desk.get(reverse("admin:sheet", args=[today.pk]), {"blanks": 12, "language": "en"}).text
    assert page.index("Adam Ng") < page.index("Vera Lopez")
    found = CODE.findall(page)
    assert len(found) == len(set(found)) == 14 and found[1] == code_of(vera)
    assert "617-555-0177" not in page and "vera@example.org" not in page


def test_the_sheet_speaks_the_languages_of_the_shift(desk, today, opportunity):
    opportunity.languages_wanted = ["es"]
    opportunity.save()
    page = desk.get(reverse("admin:sheet", args=[today.pk])).text
    assert '<div lang="es" dir="ltr">' in page and '<span lang="es" dir="ltr">' in page


def test_two_printings_have_different_codes_on_their_empty_lines(desk, today):
    first, second = codes_on(desk, today), codes_on(desk, today)
    assert first[0] == second[0] and not set(first[1:]) & set(second[1:])


@pytest.mark.parametrize("asked", [{"blanks": -1}, {"blanks": 101}, {"blanks": "x"}, {"blanks": 5, "language": "tlh"}])
def test_a_number_of_lines_that_cannot_be_meant_is_said(desk, today, asked):
    answer = desk.get(reverse("admin:sheet", args=[today.pk]), {"language": "en", **asked})
    assert answer.status_code == 422 and "usa-error-message" in answer.text


def test_printing_writes_nothing(desk, today, vera):
    before = [list(model.objects.values()) for model in (SignUp, SheetLine, Headcount)]
    codes_on(desk, today, blanks=40, language="es")
    look(desk, today, code_of(vera))
    assert [list(model.objects.values()) for model in (SignUp, SheetLine, Headcount)] == before


# --- A row of the list ---------------------------------------------------------------------------------------------------------


def test_a_code_shows_the_name_and_the_times_of_the_shift_and_enter_notes_them(desk, today, vera):
    page = look(desk, today, code_of(vera).replace(" ", "").lower()).text
    assert "Vera Lopez" in page and 'value="00:00"' in page and 'value="03:00"' in page and "autofocus" in page
    answer = key(desk, today, code_of(vera))
    assert (answer.status_code, answer["Location"], now_of(vera)) == (302, url(today), (State.ATTENDED, 180))
    assert "Vera Lopez: 3 hours." in desk.get(url(today)).text


@pytest.mark.parametrize(("typed", "minutes"), [({"arrived": "00:20"}, 160), ({"minutes": 45}, 45), ({"left": "02:10"}, 130)])
def test_other_times_or_minutes_are_noted_as_typed(desk, today, vera, typed, minutes):
    key(desk, today, code_of(vera), **typed)
    assert now_of(vera) == (State.ATTENDED, minutes)


def test_keying_a_sheet_twice_changes_nothing(desk, today, vera, blank):
    for turn in range(2):
        key(desk, today, code_of(vera))
        key_blank(desk, today, blank, "Wanda Lee", phone="617-555-0188")
        if turn == 0:
            rows = vera.changes.count(), SignUp.objects.count(), Person.objects.count(), SheetLine.objects.get().changes.count()
    assert (vera.changes.count(), SignUp.objects.count(), Person.objects.count(), SheetLine.objects.get().changes.count()) == rows
    assert "That was keyed already; nothing has changed." in desk.get(url(today)).text


def test_a_correction_keeps_the_history(desk, today, vera):
    key(desk, today, code_of(vera))
    assert 'name="minutes" ' in look(desk, today, code_of(vera)).text
    key(desk, today, code_of(vera), minutes=90)
    assert now_of(vera) == (State.ATTENDED, 90)
    assert list(vera.changes.order_by("pgh_id").values_list("attended_minutes", flat=True))[-2:] == [180, 90]


def test_what_somebody_else_has_noted_meanwhile_stays_and_is_said(desk, today, vera):
    seen = verbs.seen_of(vera)
    key(desk, today, code_of(vera), minutes=60, seen=seen)
    answer = key(desk, today, code_of(vera), minutes=90, seen=seen)
    assert answer.status_code == 422 and "meanwhile" in answer.text and now_of(vera) == (State.ATTENDED, 60)


@pytest.mark.parametrize(
    ("code", "words"),
    [("K7P 4XE", "There is a slip in this code."), ("OOO 111", "There is a slip in this code."), ("x" * 500, "There is a slip"), ("foreign", "not of a sheet for this shift")],
)  # fmt: skip
def test_a_wrong_code_is_said_plainly_and_stands_in_the_field_again(desk, today, vera, code, words):
    code = codes.spaced(codes.of(987_654_321)) if code == "foreign" else code
    for answer in (look(desk, today, code), key(desk, today, code)):
        assert answer.status_code == 422 and words in answer.text
    assert code in look(desk, today, code).text or len(code) > 40
    assert now_of(vera) == (State.CONFIRMED, None)


@pytest.mark.parametrize(
    "typed", [{"left": "00:00"}, {"arrived": ""}, {"arrived": "25:00"}, {"minutes": 0}, {"minutes": 1441}, {"minutes": "x"}, {"minutes": "9" * 40}]
)
def test_times_that_cannot_be_meant_are_refused_beside_the_field(desk, today, vera, typed):
    answer = key(desk, today, code_of(vera), **typed)
    assert answer.status_code == 422 and "usa-error-message" in answer.text and now_of(vera) == (State.CONFIRMED, None)


def test_a_sheet_is_keyed_from_the_day_of_the_shift_on(desk, shift, vera):
    assert "from the day of the shift on" in desk.get(url(shift)).text
    assert key(desk, shift, code_of(vera), minutes=60).status_code == 422 and now_of(vera) == (State.CONFIRMED, None)


def test_who_is_still_to_key_is_listed_and_the_rest_did_not_come(desk, today, vera, role):
    dan = expect(role, "Dan Ruiz", "+16175550178")
    key(desk, today, code_of(vera))
    page = desk.get(url(today)).text
    assert page.index("Still to key") < page.index("Dan Ruiz") < page.index("Noted") < page.rindex("Vera Lopez")
    Shift.objects.update(ends=timezone.now() + timedelta(hours=1))
    desk.post(reverse("admin:sheet_missing", args=[today.pk]))
    assert now_of(dan) == (State.CONFIRMED, None)
    Shift.objects.update(starts=timezone.now() - timedelta(hours=4), ends=timezone.now() - timedelta(hours=1))
    desk.post(reverse("admin:sheet_missing", args=[today.pk]))
    assert (now_of(dan)[0], now_of(vera)[0]) == (State.NO_SHOW, State.ATTENDED)
    key(desk, today, code_of(dan), minutes=30)
    assert now_of(dan) == (State.ATTENDED, 30)


# --- An empty line ---------------------------------------------------------------------------------------------------------------


def test_an_empty_line_becomes_a_person(desk, today, blank):
    assert "Empty line" in look(desk, today, blank).text
    key_blank(desk, today, blank, "Wanda Lee", phone="617-555-0188", email="wanda@example.org", party_size=2, minutes=100)
    walk_in = SignUp.objects.get(state=State.WALK_IN)
    assert (walk_in.person.name, str(walk_in.person.phone), walk_in.person.email, walk_in.party_size, walk_in.attended_minutes) == (
        "Wanda Lee", "+16175550188", "wanda@example.org", 2, 100,
    )  # fmt: skip
    assert SheetLine.objects.get().sign_up == walk_in


def test_an_empty_line_without_a_name_is_a_headcount(desk, today, blank):
    key_blank(desk, today, blank, party_size=3, minutes=50)
    assert Headcount.objects.values_list("people", "attended_minutes").get() == (3, 50)
    key_blank(desk, today, blank, party_size=4, minutes=50)
    assert Headcount.objects.values_list("people", "attended_minutes").get() == (4, 50) and not SignUp.objects.filter(state=State.WALK_IN)


def test_somebody_on_the_list_who_signed_below_is_noted_once(desk, today, blank, vera):
    key_blank(desk, today, blank, "vera  LOPEZ", email="vera@example.org", minutes=70)
    assert now_of(vera) == (State.ATTENDED, 70) and SignUp.objects.count() == 1


def test_one_who_was_added_at_the_site_is_not_added_twice(desk, today, blank, role, carla):
    desk.post(reverse("admin:add_walk_in", args=[role.pk]), {"name": "Wanda Lee", "party_size": 1})
    answer = key_blank(desk, today, blank, "Wanda Lee")
    assert answer.status_code == 422 and "was added at the site" in answer.text and 'value="Wanda Lee"' in answer.text
    key_blank(desk, today, blank, "Wanda Lee", is_another="on")
    assert SignUp.objects.filter(state=State.WALK_IN).count() == 2


def test_a_line_keyed_wrong_is_taken_back_and_keyed_again(desk, today, blank):
    key_blank(desk, today, blank, "Wnda")
    assert key_blank(desk, today, blank, "Wanda").status_code == 422
    line = SheetLine.objects.get()
    desk.post(reverse("admin:take_back_line", args=[today.pk, line.line]))
    assert SignUp.objects.get(person__name="Wnda").state == State.CANCELLED
    key_blank(desk, today, blank, "Wanda")
    assert SignUp.objects.get(state=State.WALK_IN).person.name == "Wanda"
    assert SheetLine.objects.get().changes.count() >= 4


def test_taking_back_a_headcount_and_a_person_of_the_list(desk, today, vera):
    count, person = codes_on(desk, today)[-2:]
    key_blank(desk, today, count)
    key_blank(desk, today, person, "Vera Lopez", email="vera@example.org")
    for line in SheetLine.objects.all():
        desk.post(reverse("admin:take_back_line", args=[today.pk, line.line]))
    assert not Headcount.objects.exists() and now_of(vera) == (State.CONFIRMED, None)


@pytest.mark.parametrize("typed", [{"phone": "12"}, {"email": "a@localhost"}, {"party_size": 0}, {"name": "W" * 121}, {"name": "W\x00"}, {"role": 987_654_321}])
def test_what_cannot_be_meant_is_refused_and_nothing_is_lost(desk, today, blank, typed):
    answer = key_blank(desk, today, blank, **{"name": "Wanda", **typed})
    assert answer.status_code == 422 and not SheetLine.objects.exists() and not SignUp.objects.filter(state=State.WALK_IN)
    assert "Wanda" in answer.text or "name" in typed


def test_two_who_key_the_same_line_make_one_person(today, role, carla):
    def keyed():
        newcomer = verbs.Newcomer(role=role, name="Wanda Lee", phone="+16175550188")
        return verbs.key_blank(shift=today, line=7, newcomer=newcomer, minutes=60, by=carla, now=timezone.now())[1]

    assert meet(keyed, keyed) is False or SignUp.objects.filter(state=State.WALK_IN).count() == 1
    assert SignUp.objects.filter(state=State.WALK_IN).count() == 1


def test_a_viewer_prints_and_keys_nothing(office, today, vera):
    viewer = signed_in(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER))
    assert viewer.get(reverse("admin:sheet", args=[today.pk])).status_code == 403
    assert key(viewer, today, code_of(vera)).status_code == 403 and now_of(vera) == (State.CONFIRMED, None)


def test_the_pages_ask_the_same_of_the_database_for_any_number_of_people(desk, today, role):
    counts = []
    codes_on(desk, today)
    desk.get(url(today))
    for more in (1, 3):
        for n in range(more):
            expect(role, f"Vera {more}{n}", f"+161755501{more}{n}")
        with CaptureQueriesContext(connection) as queries:
            codes_on(desk, today)
            desk.get(url(today))
        counts.append(len(queries))
    assert counts[0] == counts[1]
