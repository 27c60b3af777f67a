"""Home, places and the pages that stand still, over HTTP and in a real browser."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from civic import context, pagecache
from languages.content import set_translation
from languages.models import Language, Translation
from places.models import Neighborhood, Venue, ZipCode
from tests import makers
from tests.browsing import at_widths
from tests.staff.conftest import make_staff, signed_in
from volunteers.models import Opportunity

SQUARE = {"type": "Polygon", "coordinates": [[[-71.1, 42.3], [-71.0, 42.3], [-71.0, 42.4], [-71.1, 42.4], [-71.1, 42.3]]]}


@pytest.fixture
def small_city(db):
    makers.city(is_demo=True)
    makers.office(help_text="Call us, we listen.")
    Language.objects.create(code="en", name="English", own_name="English", offered=True, order=0)
    Language.objects.create(code="es", name="Spanish", own_name="Español", offered=True, order=1)
    Language.objects.create(code="ar", name="Arabic", own_name="العربية", direction="rtl", call_line="اتصل بنا على {phone}", order=2)
    Neighborhood.objects.create(name="Harbor Islands", slug="harbor-islands")
    roles = [makers.role(starts=timezone.now() + timedelta(days=days, hours=1)) for days in (1, 1, 2, 5)]
    Neighborhood.objects.filter(slug="dorchester").update(
        outline=SQUARE, lat=42.35, lng=-71.05, population=126_909, population_source="Census", population_year="2015–2019"
    )
    Venue.objects.update(lat=42.351, lng=-71.051)
    ZipCode.objects.create(zip="02121", neighborhood=Neighborhood.objects.get(slug="dorchester"), lat=42.35, lng=-71.05)
    return roles


def test_home_shows_what_is_needed_the_numbers_and_the_map_beside_the_same_list(small_city, client):
    page = client.get("/").text
    assert "40 places are free in the next seven days" in page
    assert page.count('<li class="card">') == 4
    assert page.count('href="/places/dorchester/"') == 2
    assert page.count('href="/places/harbor-islands/"') == 1  # it has no outline, so only the list leads there
    assert '<path class="map__area' in page


def test_what_is_urgent_comes_first_and_each_thing_once(small_city, client):
    last = small_city[-1].opportunity
    Opportunity.objects.filter(pk=last.pk).update(urgent=True)
    makers.role(of=small_city[0].opportunity, starts=timezone.now() + timedelta(days=3))
    needed = client.get("/").context["needed"]
    assert [card.title for card in needed] == [role.opportunity.title for role in [small_city[-1], *small_city[:-1]]]
    assert len({card.title for card in needed}) == len(needed) == 4


def test_full_and_called_off_shifts_are_not_on_home(small_city, client):
    makers.sign_up(small_city[0], size=10)
    small_city[1].shift.cancelled_at = timezone.now()
    small_city[1].shift.save(update_fields=["cancelled_at"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the end of a transaction
    shown = {card.title for card in client.get("/").context["needed"]}
    assert shown == {small_city[2].opportunity.title, small_city[3].opportunity.title}


def test_home_costs_the_same_queries_at_few_and_many_shifts(small_city, client, django_assert_num_queries):
    client.get("/")
    pagecache.forget()
    with django_assert_num_queries(9):
        client.get("/")
    pagecache.forget()
    for days in range(1, 7):
        for _copy in range(3):
            makers.role(starts=timezone.now() + timedelta(days=days, hours=2))
    with django_assert_num_queries(9):
        client.get("/")


def test_home_in_spanish_uses_reviewed_words_and_spanish_dates(small_city, client):
    first = small_city[0].opportunity
    set_translation(record=first, field="title", language="es", text="Ordenar alimentos", status=Translation.Status.VERIFIED, now=timezone.now())
    page = client.get("/es/").text
    assert "Ordenar alimentos" in page and " de " in page
    assert 'lang="en" dir="ltr"' in page  # the others say that they are in English


def test_the_selector_offers_finished_languages_and_the_others_get_a_line_to_call(small_city, client):
    page = client.get("/volunteer/?q=food").text
    assert 'href="/es/volunteer/?q=food"' in page
    assert 'اتصل بنا على <bdi class="nowrap" dir="ltr">617-555-0142</bdi>' in page
    assert "/ar/" not in page


def test_a_place_tells_its_population_rounded_with_source_and_year(small_city, client):
    page = client.get("/places/dorchester/").text
    assert "about 126,900" in page and "Census, 2015–2019" in page and "02121" in page
    assert page.count('<li class="card">') == 4


def test_a_place_without_anything_offers_the_next_step(small_city, client):
    page = client.get("/places/harbor-islands/").text
    assert "Nothing is planned here yet" in page and 'href="/volunteer/"' in page


@pytest.mark.parametrize("address", ["/", "/places/dorchester/", "/privacy/", "/accessibility/", "/es/", "/.well-known/security.txt", "/brand.css"])
def test_public_pages_set_no_cookie_and_change_nothing(small_city, client, address):
    answer = client.get(address)
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/places/atlantis/", "/logo", "/es/places/atlantis/"])
def test_what_is_not_there_is_a_page_of_its_own(small_city, client, address):
    assert client.get(address).status_code == 404


def test_colors_of_the_city_come_in_a_small_sheet_that_browsers_keep(small_city, client):
    assert "brand.css" not in client.get("/").text  # these colors are in the style sheet already
    makers.city(brand="#0B5FA5")
    context.forget()
    address = client.get("/accessibility/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    sheet = client.get(address)
    assert "--brand:#0B5FA5" in sheet.text and "immutable" in sheet.headers["Cache-Control"]
    assert client.get(address, headers={"if-none-match": sheet.headers["ETag"]}).status_code == 304


def test_security_txt_names_the_office_and_expires_within_a_year(small_city, client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == "mailto:engagement@example.org"
    assert date.today() < date.fromisoformat(lines["Expires"][:10]) < date.today() + timedelta(days=365)


def test_axe_finds_nothing_and_nothing_is_cut_off(small_city, live, page, axe):
    for address in ["/", "/es/", "/places/dorchester/", "/places/harbor-islands/", "/privacy/", "/accessibility/"]:
        page.goto(live + address)
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator("h1").count() == 1, address


def test_near_me_leads_to_the_list_without_javascript(small_city, live, new_page):
    page = new_page(width=320, javascript=False)
    page.goto(live.url)
    page.get_by_label("Your ZIP code or neighborhood").fill("02121")
    page.get_by_role("button", name="Show what is near").click()
    assert "near=02121" in page.url and page.locator("li.card").count() == 4


def test_axe_finds_nothing_in_the_set_up(small_city, live, page, axe):
    cookie = signed_in(make_staff("carla@example.org", is_superuser=True)).cookies["portal"].value
    page.context.add_cookies([{"name": "portal", "value": cookie, "url": live.url}])
    for slug in ("city", "offices", "languages", "neighborhoods", "zip-codes", "holidays", "interests", "staff", "letter"):
        page.goto(live + reverse("admin:set_up_step", args=[slug]))
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, slug
    for address in (reverse("admin:set_up"), reverse("admin:start_with_our_city")):
        page.goto(live + address)
        for _width in at_widths(page):
            axe(page)


def test_an_error_in_the_set_up_is_beside_its_field_and_on_top(small_city, live, page, axe):
    cookie = signed_in(make_staff("carla@example.org", is_superuser=True)).cookies["portal"].value
    page.context.add_cookies([{"name": "portal", "value": cookie, "url": live.url}])
    page.goto(live + reverse("admin:set_up_step", args=["neighborhoods"]))
    page.set_input_files("#id_outlines", {"name": "a.geojson", "mimeType": "application/json", "buffer": b"[]"})
    page.get_by_role("button", name="Save").click()
    assert "FeatureCollection" in page.locator("#id_outlines_error").inner_text()
    axe(page)
