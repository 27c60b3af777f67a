"""Drives on the home page, on the page of a neighborhood, on paper, in the end, and the volunteers' work for them on their own page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic import pagecache, this_week
from donations.models import Arrangement, Drive, HandOver, HandOverLine
from languages.content import set_translation
from languages.models import Language
from outreach import items, toolkit
from people.models import PartnerOrganization
from sharing import prompts, qr
from sharing.models import TrackedLink
from tests import goods, makers
from tests.reading import named
from volunteers.models import Opportunity, ShiftRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(db):
    makers.city()
    now = timezone.now()
    made = goods.drive(title="Winter Drive", slug="winter", opens=now - timedelta(days=5), closes=now + timedelta(days=9), not_accepted="No opened packs.")
    goods.need(made, name="Coats", target=1200)
    goods.location(made)
    return made


def get(path):
    pagecache.forget()
    this_week.forget()
    return Client().get(path)


def text(path):
    page = get(path).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).replace("\u00a0", " "))


def test_home_has_a_door_with_a_live_number_while_a_drive_runs(drive):
    assert "Winter Drive : 1,200 things are still missing" in text("/").replace("Drive:", "Drive :")
    goods.pledge({drive.needs.get(): 200})
    assert "1,000 things are still missing" in text("/")
    Drive.objects.update(state="closed")
    assert "things are still missing" not in text("/")


def test_the_door_stands_in_the_navigation_of_every_page(drive):
    page = get("/volunteer/").text
    assert '<li><a href="/donate/">Donate goods</a></li>' in page and '<a href="/donate/" aria-current="true">' in get("/donate/winter/").text


def test_a_neighborhood_shows_where_to_bring_things(drive):
    said = text("/places/dorchester/")
    assert "Bring donations here" in said and "Grove Hall Library" in said and "Winter Drive" in said
    for state in ("draft", "closed", "reported"):
        Drive.objects.update(state=state)
        assert "Bring donations here" not in text("/places/dorchester/")


def test_a_neighborhood_costs_the_same_however_many_places_there_are(drive):
    def queries(n):
        with CaptureQueriesContext(connection) as asked:
            get(f"/places/dorchester/?n={n}")
        return len(asked)

    queries(0)
    one = queries(1)
    for number in range(3):
        goods.location(drive, venue=makers.venue(name=f"House {number}"))
    assert queries(2) == one


# Volunteers' work for a drive


def work(drive, **changes):
    role = makers.role(of=makers.opportunity(drive=drive, title="Sort coats", **changes), starts=timezone.now() + timedelta(days=2))
    makers.role(of=role.shift.opportunity, starts=timezone.now() + timedelta(days=9))
    return role


def test_ways_to_help_stand_on_the_page_of_the_drive_each_once(drive):
    work(drive)
    makers.role(of=makers.opportunity(title="Paint a fence"), starts=timezone.now() + timedelta(days=2))
    page = get("/donate/winter/").text
    assert page.count(">Sort coats</a>") == 1 and "Or give a few hours" in page and "Paint a fence" not in page


@pytest.mark.parametrize(
    "spoil",
    [
        lambda role: Opportunity.objects.update(state="draft"),
        lambda role: Opportunity.objects.update(state="cancelled"),
        lambda role: ShiftRole.objects.update(capacity=0),
        lambda role: Opportunity.objects.update(drive=None),
        lambda role: Drive.objects.update(state="closed"),
    ],
)
def test_what_nobody_can_join_is_not_shown(drive, spoil):
    spoil(work(drive))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the cards are kept in step at the end of a transaction
    assert "Or give a few hours" not in text("/donate/winter/")


def test_a_drive_that_goes_leaves_the_work_standing(drive):
    role = work(drive)
    drive.needs.all().delete()
    drive.locations.all().delete()
    drive.delete()
    assert Opportunity.objects.get(pk=role.opportunity_id).drive is None


def test_more_work_costs_no_more_queries(drive):
    def queries(n):
        with CaptureQueriesContext(connection) as asked:
            get(f"/es/donate/winter/?n={n}")
        return len(asked)

    work(drive)
    queries(0)
    one = queries(1)
    work(drive)
    work(drive)
    assert queries(2) == one


# On paper


def test_the_flyer_has_all_one_needs_and_a_counted_code(drive, settings):
    prompts.count_links("/donate/winter/", prompts.OWN_CHANNELS, by=None)
    code = TrackedLink.objects.get(channel="flyer").code
    page, said = get("/donate/winter/flyer/").text, text("/donate/winter/flyer/")
    for words in ("Winter Drive", "Coats", "No opened packs.", "Grove Hall Library", "Every day: 9 a.m. to 6 p.m.", "617-555-0142"):
        assert words in said
    assert f"Until {drive.local_closes:%A}" in said and qr.svg(f"{settings.SITE_URL}/s/{code}/") in page


def test_before_a_drive_begins_flyer_and_sign_say_from_when_things_are_taken(drive):
    opens = timezone.now() + timedelta(days=3)
    Drive.objects.update(opens=opens)
    for path in ("flyer/", f"sign/{drive.locations.get().pk}/"):
        assert f"From {timezone.localtime(opens, drive.zone):%A}," in text(f"/donate/winter/{path}"), path


def test_a_place_that_takes_nothing_any_more_is_named_on_no_flyer_card_or_post(drive):
    goods.location(drive, venue=makers.venue(name="Old Fire House"), state="closed")
    goods.location(drive, venue=makers.venue(name="Full Church Hall"), state="full")
    said = text("/donate/winter/flyer/")
    assert "Grove Hall Library" in said and "Full Church Hall" in said and "Old Fire House" not in said
    told = items.build(items.public("donate", "winter"), now=timezone.now())
    assert [place.partition(",")[0] for place in told.places] == ["Grove Hall Library", "Full Church Hall"] and told.where == "2 places to bring things"
    drive.locations.update(state="closed")
    assert "Where to bring it We will tell you." in text("/donate/winter/flyer/")


@pytest.mark.parametrize("spoil", [lambda drive: Drive.objects.update(state="closed"), lambda drive: drive.locations.update(state="closed")])
def test_what_takes_nothing_any_more_has_no_sign_for_its_door(drive, spoil):
    sign = f"/donate/winter/sign/{drive.locations.get().pk}/"
    assert get(sign).status_code == 200 and toolkit.signs(drive, language="en") == [("Grove Hall Library", sign)]
    spoil(drive)
    drive.refresh_from_db()
    assert (get(sign).status_code, get(sign).headers["Location"], toolkit.signs(drive, language="en")) == (302, "/donate/winter/", [])


@pytest.mark.parametrize(("state", "status"), [("open", 200), ("closing", 302), ("closed", 302), ("reported", 302), ("draft", 404)])
def test_only_a_drive_that_takes_promises_has_a_flyer(drive, state, status):
    Drive.objects.update(state=state)
    assert get("/donate/winter/flyer/").status_code == status


def test_the_sign_for_the_door_speaks_the_citys_languages_and_has_the_number_to_call(drive, settings):
    for code, own, offered, line in (
        ("en", "English", True, ""),
        ("es", "Español", True, ""),
        ("ht", "Kreyòl", True, "Rele {phone}"),
        ("ar", "العربية", False, ""),
    ):
        Language.objects.create(code=code, name=own, own_name=own, offered=offered, call_line=line)
    location = drive.locations.get()
    location.contact_phone = "+16175550199"
    location.save()
    set_translation(record=drive, field="title", language="es", text="Colecta de invierno", status="verified", now=timezone.now())
    page = get(f"/donate/winter/sign/{location.pk}/").text
    sign = page[page.index('<article class="sign') : page.index("</article>")]
    assert re.findall(r'<div lang="(\w+)"', sign) == ["en", "es"]
    assert sign.count('href="tel:+16175550199"') == 2 and "Colecta de invierno" in sign and "Coats" in sign and "9\u00a0a.m. to 6\u00a0p.m." in sign
    assert '<p lang="ht"' in sign and 'class="qr__picture"' in sign


def test_a_sign_of_another_drive_or_an_unknown_place_is_not_found(drive):
    other = goods.location(goods.drive())
    answers = [get(f"/donate/winter/sign/{pk}/").status_code for pk in (other.pk, 10**9, 10**30)]
    assert answers == [404, 404, 404]


# In the end


@pytest.fixture
def reported(drive):
    need, at, now = drive.needs.get(), drive.locations.get(), timezone.now()
    for organization, agreed, quantity in (("Bakery Workers", now, 700), ("bakery workers", now, 100), ("Shy Company", None, 200), ("", now, 100)):
        made = drive.donations.create(location=at, source="organization", organization=organization, thanks_agreed_at=agreed, received_at=now)
        made.lines.create(need=need, quantity=quantity)
    goods.pledge({need: 1}, state="withdrawn", organization="Gone Company", thanks_agreed_at=now)
    goods.pledge({need: 1}, state="brought", who=makers.person(), organization="Brought Company", thanks_agreed_at=now)
    box = {"drive": drive, "person": makers.person("Sam", "sam@example.org"), "kind": "box", "reply_by": now.date(), "thanks_agreed_at": now}
    Arrangement.objects.create(**box, organization="Box Company", state="done")
    Arrangement.objects.create(**box, organization="Asked Company", state="asked")
    for name, quantity in (("Partners for Schools", 600), ("Harbor Families", 300)):
        partner = PartnerOrganization.objects.create(office=drive.office, name=name)
        HandOverLine.objects.create(hand_over=HandOver.objects.create(drive=drive, partner=partner, location=at, at=now), need=need, quantity=quantity)
    Drive.objects.update(state="reported", result="Every child got a coat.", people_helped=1040)
    return drive


def test_the_closing_result_says_what_came_where_it_went_and_whom_it_helped(reported):
    said = text("/donate/winter/")
    for words in (
        "Every child got a coat.",
        "1,040 people were helped.",
        "What came Coats 1,100",
        "Harbor Families Coats 300",
        "Partners for Schools Coats 600",
    ):
        assert words in said


def test_only_organizations_that_brought_something_and_agreed_are_thanked_each_once(reported):
    said = text("/donate/winter/")
    thanks = said[said.index("and to these organizations:") :]
    assert "Box Company Brought Company" in thanks
    assert (thanks.casefold().count("bakery workers"), "Shy Company" in said, "Gone Company" in said, "Asked Company" in said) == (1, False, False, False)


def test_nobodys_name_stands_on_any_public_page(reported):
    for path in ("/donate/", "/donate/winter/", "/places/dorchester/", "/"):
        page = get(path).text
        assert not named("Dan", page) and not named("Sam", page) and "example.org" not in page.replace("engagement@example.org", "")


def test_a_result_that_is_not_published_stays_with_the_office(reported):
    Drive.objects.update(state="closed")
    said = text("/donate/winter/")
    assert "Every child got a coat." not in said and "Harbor Families" not in said
