"""A drive with what it needs and where on one page; what a verb refuses comes back beside its field and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Drive, DropOffLocation, Item, LocationHours, Need
from languages.models import Translation
from people.models import OfficeRole
from tests import goods, makers
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_opportunity_admin import TRANSLATIONS, management
from tests.staff.test_two_editors import seen_in

pytestmark = pytest.mark.django_db
NOON = {"opens_1": "12:00", "closes_1": "12:00"}


def days_ahead(days):
    return f"{timezone.localdate() + timedelta(days=days)}"


def texts(**more):
    return {
        "title": "Back to School Drive", "story": "School begins soon.", "for_whom": "Children", "help_text": "At every school.", "opens_0": days_ahead(1), "closes_0": days_ahead(20),
        "reply_days": 3, "remind_days": 3, **NOON, **management("needs", 0), **management("locations", 0), **management(TRANSLATIONS, 0), **more,
    }  # fmt: skip


def need_row(number, item, *, target=100, pk="", **more):
    values = {"id": pk, "item": getattr(item, "pk", item), "target": target, "priority": 2, "order": 0, **more}
    return {f"needs-{number}-{name}": value for name, value in values.items()}


def place_row(number, venue, *, pk="", hours="Mon–Fri 9 a.m.–6 p.m.", **more):
    values = {"id": pk, "venue": venue.pk, "hours": hours, "order": 0, **more}
    return {f"locations-{number}-{name}": value for name, value in values.items()}


@pytest.fixture
def client(carla):
    return signed_in(carla)


@pytest.fixture
def item(office):
    return Item.objects.create(office=office, name="Notebooks")


@pytest.fixture
def drive(office):
    return goods.drive(office=office, state=Drive.State.DRAFT)


def promise(lines, **more):
    office = next(iter(lines)).drive.office
    return goods.pledge(lines, who=makers.person("Dan", "dan@example.org", office=office), **more)


def add(client, office, **data):
    return client.post(reverse("admin:donations_drive_add"), {"office": office.pk, **texts(**data)}, follow=True)


def change(client, drive, **data):
    return client.post(reverse("admin:donations_drive_change", args=[drive.pk]), texts(title=drive.title, **data), follow=True)


def errors_of(answer, prefix):
    """Return {field: sentences} of the first row that is wrong below the drive."""
    formset = next(one.formset for one in answer.context["inline_admin_formsets"] if one.formset.prefix == prefix)
    return next(({name: list(said) for name, said in form.errors.items()} for form in formset.forms if form.errors), {})


def test_a_drive_is_made_with_needs_and_locations_on_one_page(client, office, item, venue):
    rows = (
        management("needs", 1) | need_row(0, item, is_capped="on", note="new only") | management("locations", 1) | place_row(0, venue, closed_days="2026-12-25")
    )
    answer = add(client, office, **rows)
    drive = Drive.objects.get()
    assert (answer.status_code, drive.slug, drive.state) == (200, "back-to-school-drive", "draft")
    need, at = drive.needs.get(), drive.locations.get()
    assert (need.item, need.target, need.capacity, need.note) == (item, 100, 100, "new only")
    assert (at.state, at.hours.count(), [f"{row.day}" for row in at.closures.all()]) == ("open", 5, ["2026-12-25"])


def test_a_drive_that_closes_before_it_opens_is_refused_beside_the_field(client, office):
    answer = add(client, office, closes_0=days_ahead(0))
    assert answer.context["adminform"].form.errors == {"closes": ["The drive would close before it opens. Choose a later day or time."]}
    assert "School begins soon." in answer.text and not Drive.objects.exists()


def test_a_year_that_is_a_slip_of_the_finger_is_refused(client, office):
    assert "closes" in add(client, office, closes_0="2206-10-10").context["adminform"].form.errors


def test_an_address_is_one_drives_alone_and_makes_itself(client, office):
    add(client, office)
    answer = add(client, office, slug="back-to-school-drive")
    assert answer.context["adminform"].form.errors == {"slug": ["Another drive has this address. Choose another one."]}
    add(client, office)
    assert list(Drive.objects.order_by("pk").values_list("slug", flat=True)) == ["back-to-school-drive", "back-to-school-drive-2"]


def test_an_address_that_people_could_read_stays(client, drive):
    Drive.objects.filter(pk=drive.pk).update(state=Drive.State.OPEN)
    change(client, drive, slug="elsewhere")
    assert Drive.objects.get().slug == drive.slug


def test_a_target_below_what_is_promised_is_refused_where_promises_are_capped(client, drive):
    need = goods.need(drive, target=50, is_capped=True)
    promise({need: 30})
    row = need_row(0, need.item_id, target=29, pk=need.pk, is_capped="on")
    answer = change(client, drive, **management("needs", 1, 1) | row)
    assert errors_of(answer, "needs") == {"target": ["30 are promised already. While promises are capped the number cannot be below that."]}
    assert Need.objects.get().target == 50
    change(client, drive, **management("needs", 1, 1) | need_row(0, need.item_id, target=30, pk=need.pk, is_capped="on"))
    assert (Need.objects.get().target, Need.objects.get().capacity, Need.objects.get().taken) == (30, 30, 30)


def test_capping_below_what_is_promised_is_refused_beside_the_tick(client, drive):
    need = goods.need(drive, target=10)
    promise({need: 30})
    answer = change(client, drive, **management("needs", 1, 1) | need_row(0, need.item_id, target=10, pk=need.pk, is_capped="on"))
    assert list(errors_of(answer, "needs")) == ["is_capped"]
    change(client, drive, **management("needs", 1, 1) | need_row(0, need.item_id, target=5, pk=need.pk))
    assert Need.objects.get().target == 5  # without a cap less may be asked for than was promised


@pytest.mark.parametrize("target", ["0", "-3", "2.5", "1" * 30, "many", ""])
def test_a_target_that_is_no_number_is_refused(client, drive, item, target):
    answer = change(client, drive, **management("needs", 1) | need_row(0, item, target=target))
    assert list(errors_of(answer, "needs")) == ["target"] and not Need.objects.exists()


def test_an_item_stands_once_in_a_drive(client, drive):
    need = goods.need(drive)
    answer = change(client, drive, **management("needs", 2, 1) | need_row(0, need.item_id, pk=need.pk) | need_row(1, need.item_id))
    assert errors_of(answer, "needs") == {"item": ["This item is in the list already. Change its number there."]}


def test_an_item_of_another_office_is_not_offered(client, drive, other_office):
    foreign = Item.objects.create(office=other_office, name="Trees")
    answer = change(client, drive, **management("needs", 1) | need_row(0, foreign))
    assert list(errors_of(answer, "needs")) == ["item"] and "Trees" not in client.get(reverse("admin:donations_drive_change", args=[drive.pk])).text


def test_what_nobody_promised_can_be_taken_out_and_what_somebody_did_stays(client, drive):
    free, promised = goods.need(drive), goods.need(drive)
    promise({promised: 3})
    rows = management("needs", 2, 2) | need_row(0, free.item_id, pk=free.pk, drop="on") | need_row(1, promised.item_id, pk=promised.pk, drop="on")
    answer = change(client, drive, **rows)
    assert errors_of(answer, "needs") == {"drop": ["Somebody has promised or brought this, so it stays in the list. Set the number to what has come."]}
    assert Need.objects.count() == 2
    change(client, drive, **management("needs", 2, 2) | need_row(0, free.item_id, pk=free.pk, drop="on") | need_row(1, promised.item_id, pk=promised.pk))
    assert list(Need.objects.all()) == [promised]


def test_a_promised_item_does_not_turn_into_another_one(client, drive, item):
    need = goods.need(drive)
    promise({need: 3})
    assert list(errors_of(change(client, drive, **management("needs", 1, 1) | need_row(0, item, pk=need.pk)), "needs")) == ["item"]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("Mon 6 p.m.–9 a.m.", "ends before it begins"), ("Someday 9 a.m.–noon", "no day of the week"), ("Mon 9–5", "no time we can read"),
        ("Mon 9 a.m.–noon, 11 a.m.–1 p.m.", "overlap on Monday"), ("open all day", "cannot be read"), ("Mon 9 a.m.", "needs two times"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_as_they_were_typed(client, drive, venue, hours, said):
    answer = change(client, drive, **management("locations", 1) | place_row(0, venue, hours=hours))
    assert said in errors_of(answer, "locations")["hours"][0] and hours in answer.context["inline_admin_formsets"][1].formset.forms[0]["hours"].value()
    assert not DropOffLocation.objects.exists()


def test_a_place_takes_goods_once_in_a_drive(client, drive, venue):
    at = goods.location(drive, venue=venue, hours=())
    answer = change(client, drive, **management("locations", 2, 1) | place_row(0, venue, pk=at.pk) | place_row(1, venue))
    assert errors_of(answer, "locations") == {"venue": ["This place takes goods for this drive already."]}


def test_hours_are_kept_row_by_row_and_the_page_shows_them_again(client, drive, venue):
    at = goods.location(drive, venue=venue, hours=())
    change(client, drive, **management("locations", 1, 1) | place_row(0, venue, pk=at.pk, hours="Mon–Wed 9 a.m.–noon; Sat 10:30 am - 2 pm"))
    monday = LocationHours.objects.get(weekday=0).pk
    change(client, drive, **management("locations", 1, 1) | place_row(0, venue, pk=at.pk, hours="Mon 9 a.m.–noon"))
    assert [row.pk for row in at.hours.all()] == [monday]
    assert "Mon 9 a.m.–noon" in client.get(reverse("admin:donations_drive_change", args=[drive.pk])).text


def test_where_people_promised_to_come_is_not_moved_behind_their_back(client, drive, venue):
    at = goods.location(drive, hours=())
    promise({goods.need(drive): 1}, location=at)
    answer = change(client, drive, **management("locations", 1, 1) | place_row(0, venue, pk=at.pk))
    assert list(errors_of(answer, "locations")) == ["venue"]


def test_a_stale_form_does_not_reopen_a_location_or_a_drive(client, drive, venue):
    at = goods.location(drive, venue=venue, hours=(), state="full")
    Drive.objects.filter(pk=drive.pk).update(state=Drive.State.CLOSING)
    change(client, drive, **management("locations", 1, 1) | place_row(0, venue, pk=at.pk, state="open"), state="open")
    assert (DropOffLocation.objects.get().state, Drive.objects.get().state) == ("full", "closing")


def test_a_reported_drive_keeps_what_it_needed(client, drive, item):
    Drive.objects.filter(pk=drive.pk).update(state=Drive.State.REPORTED)
    assert "This drive is reported." in change(client, drive, **management("needs", 1) | need_row(0, item)).text and not Need.objects.exists()


def test_two_editors_of_one_drive_overwrite_nothing(client, office, drive):
    need = goods.need(drive, target=50)
    url, dana = reverse("admin:donations_drive_change", args=[drive.pk]), signed_in(make_staff("dana@example.org", office, OfficeRole.Role.COORDINATOR))
    seen = seen_in(dana.get(url).text)
    change(client, drive, **management("needs", 1, 1) | need_row(0, need.item_id, target=60, pk=need.pk))
    answer = dana.post(url, texts(title=drive.title, seen=seen, **management("needs", 1, 1) | need_row(0, need.item_id, target=70, pk=need.pk)))
    assert answer.status_code == 200 and "While you were writing, Carla (" in answer.text and "it is “60” now, you wrote “70”" in answer.text
    assert Need.objects.get().target == 60


def test_words_in_other_languages_stand_below(client, drive):
    row = {"field": "title", "language": "es", "text": "Colecta", "status": "verified"}
    change(client, drive, **management(TRANSLATIONS, 1) | {f"{TRANSLATIONS}-0-{name}": value for name, value in row.items()})
    assert Translation.objects.get().text == "Colecta"


def test_a_location_has_a_page_of_its_own_with_what_it_takes(client, office, drive, venue):
    need, other = goods.need(drive), goods.need(goods.drive(office=office))
    at, url = goods.location(drive, venue=venue, hours=()), "admin:donations_dropofflocation_change"
    data = {"venue": venue.pk, "hours": "daily 9 a.m.–noon", "order": 0, "accepts": [need.pk], **management(TRANSLATIONS, 0)}
    assert client.post(reverse(url, args=[at.pk]), data).status_code == 302
    assert (list(at.accepts.all()), at.hours.count()) == ([need], 7)
    refused = client.post(reverse(url, args=[at.pk]), {**data, "accepts": [other.pk]})
    assert "accepts" in refused.context["adminform"].form.errors and list(at.accepts.all()) == [need]


def test_the_page_costs_the_same_for_one_row_and_for_many(client, drive, django_assert_max_num_queries):
    url = reverse("admin:donations_drive_change", args=[drive.pk])
    goods.need(drive), goods.location(drive)
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    cost = len(one)
    for number in range(4):
        goods.need(drive)
        goods.location(drive, venue=makers.venue(name=f"Hall {number}"))
    with django_assert_max_num_queries(cost):
        page = client.get(url).text
    assert page.count("Notebooks ") >= 5


def test_a_large_drive_fits_on_its_page_which_says_where_the_rest_is(client, drive):
    Need.objects.bulk_create(Need(drive=drive, item=Item.objects.create(office=drive.office, name=f"Item {n}"), target=5) for n in range(30))
    for number in range(10):
        goods.location(drive, venue=makers.venue(name=f"Hall {number}"))
    text = client.get(reverse("admin:donations_drive_change", args=[drive.pk])).text
    assert "All needs (30)" in text and "All locations (10)" in text
    form = text[text.index('id="drive_form"') :]
    assert 200 < len(re.findall(r'<(?:input|select|textarea)[^>]* name="', form)) < 500  # Django takes 500 fields a form
    rows = management("needs", 1, 1) | need_row(0, Need.objects.first().item_id, target=6, pk=Need.objects.first().pk)
    change(client, drive, **rows)
    assert (Need.objects.count(), Need.objects.first().target) == (30, 6)
