"""The flyer of an opportunity: one sheet with what, when, where, whom to call, and a QR code that leads to its page in the same language."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from languages import formats
from languages.content import set_translation
from sharing import qr
from tests import makers
from volunteers.models import Opportunity, Shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    makers.city()
    return makers.opportunity(title="Sort food", slug="sort-food", contact_phone="+16175550177")


def flyer(path="/volunteer/sort-food/flyer/"):
    return Client().get(path)


def test_it_says_what_when_where_and_whom_to_call_beside_the_code(work, settings):
    role = makers.role(of=work, starts=timezone.now() + timedelta(days=9))
    page = flyer().text
    main = page[page.index("<main") :]
    for words in ("Sort food", "Grove Hall Library", "617-555-0177", "Closed shoes", qr.svg(f"{settings.SITE_URL}/volunteer/sort-food/")):
        assert words in main
    assert f"{role.shift.local_starts:%A}" in main


def test_the_code_leads_to_the_page_in_the_readers_language(work, settings):
    set_translation(record=work, field="title", language="es", text="Clasificar alimentos", status="verified", now=timezone.now())
    page = flyer("/es/volunteer/sort-food/flyer/").text
    assert "Clasificar alimentos" in page and qr.svg(f"{settings.SITE_URL}/es/volunteer/sort-food/") in page


def test_the_page_of_the_opportunity_leads_to_it(work):
    assert 'href="/volunteer/sort-food/flyer/"' in Client().get("/volunteer/sort-food/").text


def test_a_date_that_is_called_off_is_not_printed(work):
    off = makers.role(of=work, starts=timezone.now() + timedelta(days=9))
    Shift.objects.filter(pk=off.shift_id).update(cancelled_at=timezone.now(), reason="Heat")
    page = flyer().text
    assert "No dates are planned right now." in page


def test_only_dates_that_take_sign_ups_now_or_later_are_printed(work):
    now, said = timezone.now(), {}
    changes = {
        "open": {}, "opens later": {"sign_up_opens": now + timedelta(days=2)}, "has begun": {"starts": now - timedelta(hours=1), "ends": now + timedelta(hours=1)},
        "has ended": {"sign_up_closes": now - timedelta(hours=1)}, "full": {}, "full, with a waitlist": {},
    }  # fmt: skip
    for number, (name, values) in enumerate(changes.items()):
        made = makers.role(of=work, places=1, starts=now + timedelta(days=20 + number), waitlist=name != "full")
        Shift.objects.filter(pk=made.shift_id).update(**values)
        if name.startswith("full"):
            makers.sign_up(made, who=makers.person(name, f"{number}@example.org"))
        made.shift.refresh_from_db()
        said[name] = formats.when(made.shift)
    page = flyer().text
    assert {name for name, when in said.items() if when in page} == {"open", "opens later", "full, with a waitlist"}


def test_where_all_is_taken_it_says_so(work):
    makers.sign_up(makers.role(of=work, places=1, waitlist=False, starts=timezone.now() + timedelta(days=9)), who=makers.person())
    assert "No place is free right now." in flyer().text


@pytest.mark.parametrize(("state", "status"), [("closed", 302), ("cancelled", 302), ("draft", 404), ("published", 200)])
def test_only_what_takes_sign_ups_has_a_flyer(work, state, status):
    Opportunity.objects.update(state=state)
    assert flyer().status_code == status
    assert ("/flyer/" in Client().get("/volunteer/sort-food/").text) == (state == "published")
