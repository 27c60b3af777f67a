"""From nothing to open, in the set-up pages."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from civic.setup.city_steps import HolidaysStep
from civic.setup.forms import computed_holidays
from civic.setup.steps import STEPS
from civic.setup.views import forget_pages
from languages.models import Language
from mailing.models import Message
from people.models import Interest, Office, OfficeRole, User
from places import near
from places.models import City, Holiday, Neighborhood, ZipCode
from tests.staff.conftest import make_office, make_staff, signed_in

CITY = {
    "name": "Springfield",
    "domain": "https://springfield.gov/",
    "brand_dark": "#10243A",
    "brand": "#0B5FA5",
    "brand_accent": "#FFB000",
}
OFFICE = {
    "name": "Office of Neighborhoods", "phone": "413-555-0142", "phone_hours": "Monday to Friday, 9 a.m. to 5 p.m.", "relay": "711",
    "email": "hello@example.org", "address": "36 Court St", "opens": "09:00", "closes": "17:00", "places_per_address": "6", "places_per_group": "20", "help_text": "Call us.",
}  # fmt: skip
SQUARE = [[[-72.6, 42.1], [-72.5, 42.1], [-72.5, 42.2], [-72.6, 42.2], [-72.6, 42.1]]]


def url(slug):
    return reverse("admin:set_up_step", args=[slug])


def geojson(*features):
    made = [{"type": "Feature", "properties": {"name": name}, "geometry": geometry} for name, geometry in features]
    return SimpleUploadedFile("areas.geojson", json.dumps({"type": "FeatureCollection", "features": made}).encode())


def picture(kind="PNG", size=(300, 200)):
    data = io.BytesIO()
    Image.new("RGB", size, "#0B5FA5").save(data, kind)
    return SimpleUploadedFile("logo", data.getvalue())


def test_a_fresh_portal_says_that_it_is_not_set_up_and_links_nothing(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "not set up yet" in page.text
    assert 'href="/volunteer/"' not in page.text


def test_the_home_of_staff_leads_to_the_set_up_while_nothing_is_set_up(browser_of_owner):
    said = "This portal is not set up yet"
    assert said in browser_of_owner.get(reverse("admin:index")).text
    browser_of_owner.post(url("city"), CITY)
    assert said in browser_of_owner.get(reverse("admin:index")).text
    browser_of_owner.post(url("offices"), OFFICE)
    assert said not in browser_of_owner.get(reverse("admin:index")).text
    viewer = signed_in(make_staff("viola@example.org", Office.objects.get(), OfficeRole.Role.VIEWER))
    City.objects.all().delete()
    forget_pages()
    assert said not in viewer.get(reverse("admin:index")).text
    assert said in browser_of_owner.get(reverse("admin:index")).text


def test_an_administrator_opens_a_portal_step_by_step(browser_of_owner, client):
    browser = browser_of_owner
    assert f"{sum(not step.is_optional for step in STEPS)} steps are left" in browser.get(reverse("admin:set_up")).text
    answers = [
        browser.post(url("city"), {**CITY, "logo": picture()}),
        browser.post(url("offices"), OFFICE),
        browser.post(url("languages"), {"offered": ["es"], "line_ht": "Rele {phone}"}),
        browser.post(url("neighborhoods"), {"outlines": geojson(("North End", {"type": "Polygon", "coordinates": SQUARE}))}),
        browser.post(url("zip-codes"), {"zips": "01103 North End"}),
        browser.post(url("holidays"), {"ticked": holiday_boxes(browser)[:3], "others": "2030-06-17 Bunker Hill Day"}),
        browser.post(url("interests"), {"offered": ["FOOD", "GARDEN"]}),
        browser.post(url("staff"), {"name": "Noor", "email": "noor@example.org", "office": Office.objects.get().pk, "role": "coordinator", "language": "en"}),
        browser.post(url("letter"), {"address": "carla@example.org"}),
    ]
    assert [answer.status_code for answer in answers] == [302] * 9
    city, office = City.objects.get(), Office.objects.get()
    assert (city.name, city.domain, city.logo_type, city.is_demo) == ("Springfield", "springfield.gov", "image/png", False)
    assert (office.is_main, str(office.phone), office.slug) == (True, "+14135550142", "office-of-neighborhoods")
    assert set(Language.objects.filter(offered=True).values_list("code", flat=True)) == {"en", "es"}
    assert Neighborhood.objects.get().slug == "north-end"
    assert ZipCode.objects.get().lat == pytest.approx(42.15)
    assert Holiday.objects.count() == 4
    assert set(Interest.objects.filter(offered=True).values_list("code", flat=True)) == {"FOOD", "GARDEN"}
    assert OfficeRole.objects.get(user=User.objects.get(email="noor@example.org")).role == "coordinator"
    assert Message.objects.get(kind="test_letter").to == "carla@example.org"
    assert "1 step is left" in browser.get(reverse("admin:set_up")).text  # the letter has not left yet
    home = client.get("/").text
    assert "Office of Neighborhoods" in home and "413-555-0142" in home and "map__area" in home
    assert client.get(logo_of(home)).headers["Content-Type"] == "image/png"


def holiday_boxes(browser):
    form = browser.get(url("holidays")).context["form"]
    return [key for key, _words in form.fields["ticked"].choices]


def logo_of(page):
    return page.split('<img src="')[1].split('"')[0]


def test_a_second_office_is_added_the_same_way_and_is_not_the_main_one(browser_of_owner):
    browser_of_owner.post(url("offices"), OFFICE)
    browser_of_owner.post(url("offices"), {**OFFICE, "name": "Office of Parks"})
    assert list(Office.objects.values_list("name", "is_main")) == [("Office of Neighborhoods", True), ("Office of Parks", False)]


def test_an_office_is_changed_and_its_name_stays_its_own(browser_of_owner):
    first, second = make_office("Office of Parks", is_main=True), make_office("Office of Trees")
    page = reverse("admin:set_up_office", args=[second.pk])
    assert browser_of_owner.post(page, {**OFFICE, "name": "office of PARKS"}).status_code == 422
    assert browser_of_owner.post(page, {**OFFICE, "name": "Office of Shade"}).status_code == 302
    second.refresh_from_db()
    assert (second.name, second.slug, Office.objects.count()) == ("Office of Shade", "office-of-trees", 2)
    assert Office.objects.get(pk=first.pk).name == "Office of Parks"


@pytest.mark.parametrize(("field", "color"), [("brand", "#8FC7FF"), ("brand_dark", "#777777")])
def test_colors_that_cannot_be_read_are_refused_beside_the_field(browser_of_owner, field, color):
    page = browser_of_owner.post(url("city"), {**CITY, field: color})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.text
    assert not City.objects.exists()


@pytest.mark.parametrize(
    "logo",
    [
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("x", b"\x00" * 400_000),
        picture("GIF"),
        picture(size=(3000, 2000)),
    ],
    ids=["svg", "too large", "gif", "too many pixels"],
)
def test_a_logo_that_is_no_small_picture_is_refused_and_the_city_is_not_stored(browser_of_owner, logo):
    logo.seek(0)
    page = browser_of_owner.post(url("city"), {**CITY, "logo": logo})
    assert page.status_code == 422 and 'id="id_logo_error"' in page.text
    assert not City.objects.exists()


POINT = {"type": "Point", "coordinates": [-72, 42]}
OPEN = {"type": "Polygon", "coordinates": [SQUARE[0][:-1]]}
FEET = {"type": "Polygon", "coordinates": [[[770000, 2950000], [770001, 2950000], [770001, 2950001], [770000, 2950000]]]}
TEXT = {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}
DEEP = {"type": "Polygon", "coordinates": "no"}
GOOD = {"type": "Polygon", "coordinates": SQUARE}
WRITTEN = {"type": "Polygon", "coordinates": [[[str(degrees) for degrees in point] for point in SQUARE[0]]]}
LETTERS = {"type": "Polygon", "coordinates": [["12"] * 4]}
HUGE = {"type": "Polygon", "coordinates": [[[10**400, 42], [1, 1], [1, 2], [10**400, 42]]]}


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a", b"\x89PNG"), SimpleUploadedFile("a", b"[]"), SimpleUploadedFile("a", b'{"type":"FeatureCollection","features":[]}'),
        SimpleUploadedFile("a", b'{"type":"FeatureCollection","features":[{"properties":null}]}'), SimpleUploadedFile("a", b"[" * 100_000),
        geojson(("North", GOOD), ("South", POINT)), geojson(("North", GOOD), ("South", OPEN)), geojson(("North", GOOD), ("South", FEET)),
        geojson(("North", GOOD), ("South", TEXT)), geojson(("North", GOOD), ("South", DEEP)), geojson(("North", GOOD), ("South", None)),
        geojson(("North", GOOD), ("South", WRITTEN)), geojson(("North", GOOD), ("South", LETTERS)), geojson(("North", GOOD), ("South", HUGE)),
        geojson(("North", GOOD), ("north", GOOD)), geojson(("North", GOOD), ("", GOOD)), geojson(("North", GOOD), (7, GOOD)), geojson(("N" * 200, GOOD)),
    ],
)  # fmt: skip
def test_a_file_of_neighborhoods_that_cannot_be_read_is_refused_and_nothing_is_stored(browser_of_owner, upload):
    upload.seek(0)
    page = browser_of_owner.post(url("neighborhoods"), {"outlines": upload})
    assert page.status_code == 422
    assert "_error" in page.text
    assert not Neighborhood.objects.exists()


def test_names_alone_make_neighborhoods_without_a_map(browser_of_owner, client):
    browser_of_owner.post(url("city"), CITY)
    browser_of_owner.post(url("offices"), OFFICE)
    browser_of_owner.post(url("neighborhoods"), {"names": "North End\nSouth End\nNorth End\n"})
    assert list(Neighborhood.objects.values_list("name", "outline")) == [("North End", None), ("South End", None)]
    home = client.get("/").text
    assert "/places/north-end/" in home and '<svg class="map"' not in home


def test_zips_that_came_before_the_outlines_are_found_once_the_outlines_are_there(browser_of_owner):
    browser_of_owner.post(url("neighborhoods"), {"names": "North End\nSouth End"})
    browser_of_owner.post(url("zip-codes"), {"zips": "01103 North End\n01104 South End"})
    assert near.find("01103", []) is None
    browser_of_owner.post(url("neighborhoods"), {"outlines": geojson(("North End", {"type": "Polygon", "coordinates": SQUARE}))})
    assert near.find("01103", []).point == pytest.approx((42.15, -72.55))
    Neighborhood.objects.filter(name="South End").update(lat=42.05, lng=-72.5)  # a colleague typed the point
    browser_of_owner.post(url("zip-codes"), {"zips": "01103 North End\n01104 South End"})
    assert near.find("01104", []).point == pytest.approx((42.05, -72.5))


def test_an_unknown_neighborhood_of_a_zip_is_named_and_no_zip_is_stored(browser_of_owner):
    browser_of_owner.post(url("neighborhoods"), {"names": "North End"})
    page = browser_of_owner.post(url("zip-codes"), {"zips": "01103 North End\n01104 Atlantis"})
    assert page.status_code == 422 and "Atlantis" in page.text
    assert not ZipCode.objects.exists()


def test_what_was_typed_stays_in_a_refused_form(browser_of_owner):
    page = browser_of_owner.post(url("offices"), {**OFFICE, "phone": "12", "help_text": "We listen first."})
    assert page.status_code == 422
    assert "We listen first." in page.text and not Office.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "caller", "viewer", "administrator"])
def test_only_administrators_of_the_main_office_set_up(db, role):
    main, other = make_office("Main", is_main=True), make_office("Other")
    opens = {
        office.name: signed_in(make_staff(f"{office.slug}@example.org", office, role)).get(reverse("admin:set_up")).status_code for office in (main, other)
    }
    assert opens == {"Main": 200 if role == "administrator" else 403, "Other": 403}


def test_a_stranger_is_sent_to_sign_in(client, db):
    answer = client.get(reverse("admin:set_up"))
    assert answer.status_code == 302 and "login" in answer.url


def test_both_colors_that_cannot_be_read_are_said_at_once(browser_of_owner):
    page = browser_of_owner.post(url("city"), {**CITY, "brand": "#8FC7FF", "brand_dark": "#777777"})
    assert 'id="id_brand_error"' in page.text and 'id="id_brand_dark_error"' in page.text


def test_an_emptied_box_asks_before_it_deletes_all_zips(browser_of_owner):
    browser_of_owner.post(url("neighborhoods"), {"names": "North End"})
    assert "delete all" not in browser_of_owner.post(url("zip-codes"), {"zips": ""}, follow=True).text  # there was nothing to delete
    browser_of_owner.post(url("zip-codes"), {"zips": "01103 North End"})
    page = browser_of_owner.post(url("zip-codes"), {"zips": " "})
    assert page.status_code == 422 and "Do you want to delete all ZIP codes?" in page.text
    assert ZipCode.objects.count() == 1
    assert browser_of_owner.post(url("zip-codes"), {"zips": "", "delete_all": "on"}).status_code == 302
    assert not ZipCode.objects.exists()


def test_only_federal_days_to_come_are_ticked_for_a_new_city(browser_of_owner):
    form = browser_of_owner.get(url("holidays")).context["form"]
    offered, today = dict(form.fields["ticked"].choices), str(timezone.localdate())
    assert form.initial["ticked"] and all(day >= today for day in offered)
    by_state = [day for day, words in offered.items() if "(Massachusetts)" in words]
    assert by_state and not set(by_state) & set(form.initial["ticked"])


def test_holidays_of_the_next_year_are_left_to_do_before_those_that_are_known_end(db):
    step, today = HolidaysStep(), date(2027, 9, 10)
    known = [date(2027, 11, 25), date(2027, 12, 24)]
    Holiday.objects.bulk_create(Holiday(date=day, name="Closed") for day in known)
    with time_machine.travel(datetime(2027, 3, 10, 17, tzinfo=UTC), tick=False):
        assert step.is_done and step.state == "2 days, the last one on Friday, December 24"
    with time_machine.travel(datetime(2027, 9, 10, 17, tzinfo=UTC), tick=False):
        assert not step.is_done
        federal_of_2028 = [str(day) for day, (_name, is_federal) in computed_holidays(today).items() if is_federal and day.year == 2028]
        assert federal_of_2028 and step.form().initial["ticked"] == [*map(str, known), *federal_of_2028]
        Holiday.objects.create(date=date(2028, 1, 17), name="Martin Luther King Jr. Day")
        assert step.is_done and step.form().initial["ticked"] == [*map(str, known), "2028-01-17"]


def test_the_home_of_staff_says_to_whoever_sets_up_that_the_holidays_end(browser_of_owner):
    said, soon = "they count as office days", timezone.localdate() + timedelta(days=20)
    browser_of_owner.post(url("city"), CITY)
    browser_of_owner.post(url("offices"), OFFICE)
    Holiday.objects.create(date=soon, name="Closed")
    viewer = signed_in(make_staff("viola@example.org", Office.objects.get(), OfficeRole.Role.VIEWER))
    assert [said in browser.get(reverse("admin:index")).text for browser in (browser_of_owner, viewer)] == [True, False]
    Holiday.objects.create(date=soon + timedelta(days=200), name="Closed")
    assert said not in browser_of_owner.get(reverse("admin:index")).text


def test_a_holiday_with_a_name_as_long_as_a_page_is_refused(browser_of_owner):
    day = timezone.localdate() + timedelta(days=30)
    answer = browser_of_owner.post(url("holidays"), {"others": f"{day} {'x' * 101}"})
    assert (answer.status_code, "A name has at most 100 letters." in answer.text, Holiday.objects.exists()) == (422, True, False)
    browser_of_owner.post(url("holidays"), {"others": f"{day} {'x' * 100}"})
    assert Holiday.objects.get().name == "x" * 100


def test_the_fourth_of_july_is_not_kept_twice():
    days = computed_holidays(date(2026, 7, 1))
    assert (days[date(2026, 7, 3)], date(2026, 7, 4) in days) == (("Independence Day", True), False)  # a Saturday
