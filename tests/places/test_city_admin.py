"""The city's and an office's own change forms keep the rules of the set-up page."""

import pytest
from django.urls import reverse

from civic import context
from donations import pick_up_rules
from people import roles
from people.models import Office, OfficeRole
from places.models import City, Neighborhood, Venue, ZipCode
from tests import makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
COLORS = {"brand_dark": "#091F2F", "brand": "#1871BD", "brand_accent": "#FB4D42"}


@pytest.fixture
def owner(db):
    makers.city()
    return signed_in(make_staff("olga@example.org", is_superuser=True))


def as_shown(page):
    """What a change form without rows below sends when nothing is touched."""
    form = page.context["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    typed |= {f"{formset.formset.prefix}-{name}": 0 for formset in page.context["inline_admin_formsets"] for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {name: "" if value is None else value for name, value in typed.items()}


def test_colors_that_cannot_be_read_are_refused_beside_both_fields(owner):
    change = reverse("admin:places_city_change", args=[1])
    answer = owner.post(change, {"name": "Boston", "domain": "", **COLORS, "brand_dark": "#CCCCCC", "brand": "#FFFF00"})
    assert answer.status_code == 200 and set(answer.context["adminform"].form.errors) == {"brand_dark", "brand"}
    assert City.objects.get().brand == "#1871BD"
    assert owner.post(change, {"name": "Boston", "domain": "", **COLORS, "brand": "#0B5FA5"}).status_code == 302
    assert City.objects.get().brand == "#0B5FA5"


def test_an_office_closes_after_it_opens(owner):
    office = makers.office()
    change = reverse("admin:people_office_change", args=[office.pk])
    typed = as_shown(owner.get(change)) | {"phone": "617-555-0142"}
    answer = owner.post(change, {**typed, "opens": "17:00", "closes": "09:00"})
    assert answer.status_code == 200 and "The office closes after it opens." in answer.text
    assert owner.post(change, {**typed, "opens": "08:30", "closes": "16:30"}).status_code == 302
    assert f"{Office.objects.get().closes:%H:%M}" == "16:30"


def test_nobody_deletes_the_city_without_which_no_page_shows_anything(owner):
    administrator = signed_in(make_staff("ada@example.org", makers.office(), OfficeRole.Role.ADMINISTRATOR))
    for browser in (owner, administrator):
        assert "Delete" not in browser.get(reverse("admin:places_city_change", args=[1])).text
        assert browser.post(reverse("admin:places_city_delete", args=[1]), {"post": "yes"}).status_code == 403
    assert City.objects.count() == 1
    assert not {"places.add_city", "places.delete_city"} & roles.CITY_ADMINISTRATOR


def test_a_zip_keeps_its_digits_so_that_there_is_no_second_one(owner):
    area = Neighborhood.objects.create(name="North End", slug="north-end")
    ZipCode.objects.create(zip="01103", neighborhood=area)
    change = reverse("admin:places_zipcode_change", args=["01103"])
    assert owner.post(change, as_shown(owner.get(change)) | {"zip": "01104"}).status_code == 302
    assert list(ZipCode.objects.values_list("zip", flat=True)) == ["01103"]
    assert owner.post(reverse("admin:places_zipcode_add"), {"zip": "01104", "neighborhood": area.pk, "shares": "[]"}).status_code == 302
    assert ZipCode.objects.count() == 2


def test_the_first_office_is_the_main_one_wherever_it_is_added(owner, client):
    typed = {"phone": "617-555-0142", "phone_hours": "Weekdays", "email": "trees@example.org", "address": "1 Elm Street"}
    add = reverse("admin:people_office_add")
    sent = as_shown(owner.get(add)) | typed
    for name in ("Office of Trees", "Office of Parks"):
        assert owner.post(add, sent | {"name": name, "slug": name.lower().replace(" ", "-")}).status_code == 302
    assert list(Office.objects.order_by("pk").values_list("name", "is_main")) == [("Office of Trees", True), ("Office of Parks", False)]
    context.forget()
    assert "not set up yet" not in client.get("/").text


def test_an_office_that_was_left_alone_becomes_the_main_one_when_it_is_saved(owner):
    office = makers.office(is_main=False)
    change = reverse("admin:people_office_change", args=[office.pk])
    assert owner.post(change, as_shown(owner.get(change)) | {"phone": "617-555-0142"}).status_code == 302
    office.refresh_from_db()
    assert office.is_main


def test_what_is_no_domain_is_refused_and_an_address_is_kept_as_its_domain(owner):
    change = reverse("admin:places_city_change", args=[1])
    typed = as_shown(owner.get(change))
    for wrong in ("javascript:alert(1)", "boston", "boston.gov/permits"):
        assert "A domain like boston.gov." in owner.post(change, {**typed, "domain": wrong}).text, wrong
    assert owner.post(change, {**typed, "domain": "https://Boston.gov/"}).status_code == 302
    assert City.objects.get().domain == "boston.gov"


def test_a_point_that_lies_nowhere_on_earth_is_refused(owner):
    area = Neighborhood.objects.create(name="North End", slug="north-end")
    records = [makers.venue(), area, ZipCode.objects.create(zip="01103", neighborhood=area)]
    for record in records:
        change = reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])
        typed = {name: value for name, value in as_shown(owner.get(change)).items() if value is not False}
        for wrong in ({"lat": "1e308"}, {"lat": "-91"}, {"lng": "181"}):
            assert owner.post(change, {**typed, "lat": "42.3", "lng": "-71.1", **wrong}).status_code == 200, (record, wrong)
        typed["shares"] = "[]"
        assert owner.post(change, {**typed, "lat": "42.3", "lng": "-71.1"}).status_code == 302, record
    assert Venue.objects.get().lat == 42.3


def test_an_office_lets_one_take_at_least_one_place(owner):
    office = makers.office()
    change = reverse("admin:people_office_change", args=[office.pk])
    typed = as_shown(owner.get(change)) | {"phone": "617-555-0142"}
    for name in ("places_per_address", "places_per_group"):
        assert owner.post(change, {**typed, name: "0"}).status_code == 200, name
    assert owner.post(change, {**typed, "places_per_address": "1", "places_per_group": "1"}).status_code == 302


def test_the_shares_of_a_zip_are_pairs_or_they_are_refused(owner):
    area = Neighborhood.objects.create(name="North End", slug="north-end")
    ZipCode.objects.create(zip="01103", neighborhood=area)
    change = reverse("admin:places_zipcode_change", args=["01103"])
    typed = as_shown(owner.get(change))
    for wrong in ("5", '"North End"', "[5]", '[["North End"]]', '[["North End", "80"]]', '[["North End", 1e308]]', '{"North End": 80}'):
        assert "Pairs of a neighborhood and its percent" in owner.post(change, {**typed, "shares": wrong}).text, wrong
    assert owner.post(change, {**typed, "shares": '[["North End", 80], ["South End", 20]]'}).status_code == 302
    assert pick_up_rules.area_of("01103").touches == (area.pk,)
