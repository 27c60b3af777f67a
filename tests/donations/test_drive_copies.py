"""Last year's drive as this year's draft."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from donations.actions import copies
from donations.models import Donation, Drive, LocationClosure, Pledge
from intake.refusal import Refused
from languages.content import set_translation, translated
from tests import goods, makers

pytestmark = pytest.mark.django_db

BOSTON = ZoneInfo("America/New_York")
NOW = datetime(2026, 8, 20, 12, tzinfo=BOSTON)


@pytest.fixture
def last(db):
    """Last year's drive: reported, with everything it had."""
    made = goods.drive(
        title="Back to School Drive", slug="back-to-school-drive", state="reported", result="Much came.", people_helped=300, not_accepted="Nothing opened.",
        opens=datetime(2025, 9, 6, 8, tzinfo=BOSTON), closes=datetime(2025, 11, 8, 18, tzinfo=BOSTON), arrange_from=50, offers_pick_up=True,
    )  # fmt: skip
    pens, coats = goods.need(made, name="Pens", note="new only", is_capped=True), goods.need(made, name="Coats", priority=1)
    at = goods.location(made, state="full", checked_at=NOW, instructions="Ring twice.", contact_phone="+16175550123")
    at.accepts.add(pens)
    LocationClosure.objects.create(location=at, day=date(2025, 9, 9), reason="Water")
    goods.pledge({pens: 3, coats: 1})
    donation = made.donations.create(location=at, source="walk_in", received_at=NOW)
    donation.lines.create(need=pens, quantity=7)
    made.leads.add(makers.staff())
    return made


def copied(drive, last_day=date(2026, 11, 7), key=None):
    return copies.copy(drive=drive, last_day=last_day, key=key or makers.key(), by=drive.leads.get(), now=NOW)


def test_the_copy_is_a_draft_with_the_same_texts_needs_places_and_leads(last):
    new = Drive.objects.get(pk=copied(last).pk)
    assert (new.title, new.slug, new.state, new.not_accepted, new.arrange_from, new.copied_from, new.offers_pick_up) == (
        "Back to School Drive", "back-to-school-drive-2", "draft", "Nothing opened.", 50, last, True,
    )  # fmt: skip
    assert [(need.item.name, need.target, need.note, need.is_capped, need.priority) for need in new.needs.all()] == [
        ("Coats", 100, "", False, 1), ("Pens", 100, "new only", True, 2),
    ]  # fmt: skip
    at = new.locations.get()
    assert (at.venue, at.instructions, str(at.contact_phone)) == (last.locations.get().venue, "Ring twice.", "+16175550123")
    assert [str(need.item) for need in at.accepts.all()] == ["Pens"] and at.accepts.get().drive == new
    assert at.hours.count() == 7 and list(new.leads.all()) == list(last.leads.all())


def test_nobodys_promise_no_goods_no_state_of_the_day_and_no_result_come_along(last):
    new = Drive.objects.get(pk=copied(last).pk)
    at = new.locations.get()
    assert (new.result, new.people_helped, new.reported_at) == ("", None, None)
    assert (at.state, at.checked_at, at.closures.count()) == ("open", None, 0)
    assert {(need.taken, need.received) for need in new.needs.all()} == {(0, 0)}
    assert (Pledge.objects.filter(drive=new).count(), Donation.objects.filter(drive=new).count()) == (0, 0)


def test_days_move_alike_and_keep_their_times_on_the_clock_of_the_place(last):
    new = copied(last)
    # The old drive ended in winter time and began in summer time; so does the copy.
    assert new.local_closes.isoformat() == "2026-11-07T18:00:00-05:00"
    assert new.opens.astimezone(BOSTON).isoformat() == "2026-09-05T08:00:00-04:00"


def test_translations_come_along(last):
    for record, field, text in (
        (last, "title", "Regreso a clases"),
        (last.locations.get(), "instructions", "Toque dos veces."),
        (last.needs.first(), "note", ""),
    ):
        set_translation(record=record, field=field, language="es", text=text, status="verified", now=NOW)
    new = Drive.objects.get(pk=copied(last).pk)
    translated([new, *new.locations.all()], "es")
    assert str(new.words.title) == "Regreso a clases"
    assert str(translated(list(new.locations.all()), "es")[0].words.instructions) == "Toque dos veces."


def test_a_double_click_makes_one_copy(last):
    key = makers.key()
    assert copied(last, key=key) == copied(last, key=key)
    assert Drive.objects.count() == 2


def test_a_last_day_that_is_past_is_refused(last):
    with pytest.raises(Refused, match="still to come") as refused:
        copied(last, last_day=date(2026, 8, 19))
    assert refused.value.field == "last_day" and Drive.objects.count() == 1


def test_today_is_still_to_come_until_the_closing_time(last):
    assert copied(last, last_day=date(2026, 8, 20)).local_closes.date() == date(2026, 8, 20)
