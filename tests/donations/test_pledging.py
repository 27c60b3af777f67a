"""“I'll bring this”: the form, the proof, and everything that speaks against it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.seats import Full
from donations.models import Drive, Pledge, PledgeLine
from intake.refusal import Refused
from mailing import proof
from mailing.models import AccessLink, CallTask, Message
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import Giver, promise, taken
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)


# --- The way a donor goes ---------------------------------------------------------------------------------------------------


def test_what_the_office_notes_of_an_item_begins_as_a_sentence_does(drive):
    goods.need(drive, name="Coats", target=120, note="sizes 4 to 16")
    assert "120 of 120 still missing. Sizes 4 to 16." in Giver().get(f"/donate/{drive.slug}/pledge/").text


def test_several_items_are_held_until_the_code_is_typed_and_then_stand(drive, books, bags):
    dan = Giver()
    answer = dan.pledge(drive, {books: 12, bags: 3})
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    pledge = Pledge.objects.get()
    assert (pledge.state, taken(books), taken(bags)) == ("held", 12, 3)
    page = dan.get("/confirm/").content.decode()
    assert "12 × Notebooks, 3 × Bags" in page and "We expect your gift" in page and "We keep you posted" not in page
    answer = dan.type_code(code_for("dan@example.org"))
    pledge.refresh_from_db()
    assert (pledge.state, pledge.link) == ("promised", None)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["confirm_code", "pledged"]
    done = dan.get(answer["Location"]).content.decode()
    assert "We expect this from you" in done and "calendar file" not in done
    own = dan.get(f"/donate/pledges/{pledge.pk}/")
    assert own.status_code == 200 and "12 × Notebooks" in own.content.decode()
    assert "Notebooks" in dan.get("/my/").content.decode()


def test_a_proved_browser_promises_at_once(drive, books):
    dan = Giver()
    dan.pledge(drive, {books: 1})
    dan.type_code(code_for("dan@example.org"))
    answer = dan.pledge(drive, {books: 2})
    assert answer["Location"] == f"/donate/pledges/{Pledge.objects.latest('pk').pk}/"
    assert Pledge.objects.latest("pk").state == "promised"


def test_without_email_the_office_calls_and_the_pledge_stands(drive, books, bags):
    outcome = promise(drive, {books: 4}, email="", phone="+16175550123")
    pledge = Pledge.objects.get()
    assert pledge.until is not None and outcome.address == "+16175550123"
    assert Message.objects.get().kind == "confirm_code"
    proof.settle_by_phone(link=AccessLink.objects.get(), by=makers.staff(), now=timezone.now())
    pledge.refresh_from_db()
    assert pledge.state == "promised"
    assert CallTask.objects.count() == 0 and Message.objects.filter(kind="pledged").count() == 0


def test_people_without_email_hold_a_quarter_of_a_capped_need_at_most(drive, bags):
    promise(drive, {bags: 2}, email="", phone="+16175550123")
    with pytest.raises(Refused, match="waiting for our call") as refused:
        promise(drive, {bags: 1}, email="", phone="+16175550124", name="Sam")
    assert refused.value.field == "phone"
    promise(drive, {bags: 1}, email="sam@example.org", name="Sam")


def test_the_wrong_address_is_changed_and_the_pledge_stays(drive, bags):
    dan = Giver()
    dan.pledge(drive, {bags: 3}, email="dna@example.org")
    link, moved = proof.change_address(
        typed={Pledge.objects.get().ref: {"name": "Dan", "phone": "", "is_new": True, "party_size": 1}}, email="dan2@example.org", now=timezone.now()
    )
    pledge = Pledge.objects.get()
    assert (pledge.person.email, pledge.link, taken(bags)) == ("dan2@example.org", link, 3)


# --- Bad input ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "at least one item"), ("", "at least one item"), ("-3", "Enter 0 or more"), ("2.5", "whole number"), ("1" * 30, "Enter at most 1000000"), ("9" * 5000, "whole number"),
        ("ten", "whole number"), ("1e3", "whole number"), ("\x00", "whole number"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_meant_is_refused_beside_its_item_and_nothing_is_lost(drive, books, typed, sentence):
    answer = Giver().pledge(drive, {books: typed}, name="Dan Lopez", notes="In the morning")
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert "Dan Lopez" in page and "In the morning" in page
    assert (Pledge.objects.count(), Message.objects.count(), taken(books)) == (0, 0, 0)


def test_digits_of_another_script_are_digits(drive, books):
    assert Giver().pledge(drive, {books: "٢٥"}).status_code == 302
    assert taken(books) == 25


def test_an_item_of_another_drive_is_refused_not_ignored(drive, books):
    foreign = goods.need(giving.running())
    answer = Giver().pledge(drive, {books: 1, foreign: 2})
    assert answer.status_code == 422 and "not collected in this drive" in answer.content.decode()
    with pytest.raises(Refused, match="not collected"):
        promise(drive, {foreign: 2})
    assert Pledge.objects.count() == 0


@pytest.mark.parametrize("notes", ["My card is 4111 1111 1111 1111", "4111-1111-1111-1111", "ssn 078-05-1120", "٤١١١١١١١١١١١١١١١"])
def test_card_and_social_security_numbers_are_refused(drive, books, notes):
    answer = Giver().pledge(drive, {books: 1}, notes=notes)
    assert answer.status_code == 422 and "we never need it" in answer.content.decode()
    assert Pledge.objects.count() == 0


def test_a_form_without_a_way_to_be_reached_is_refused(drive, books):
    answer = Giver().pledge(drive, {books: 1}, email="", phone="")
    assert answer.status_code == 422 and "so that we can reach you" in answer.content.decode()


def test_a_draft_and_an_unknown_drive_are_one_404(drive):
    draft = giving.running(state=Drive.State.DRAFT)
    pages = [Giver().get(f"/donate/{slug}/pledge/") for slug in (draft.slug, "no-such-drive")]
    assert [page.status_code for page in pages] == [404, 404]


# --- When the drive takes nothing ------------------------------------------------------------------------------------------


def test_a_drive_that_closed_a_minute_ago_at_its_place_takes_no_promise(drive):
    """Midnight in Los Angeles is three in the morning in Boston."""
    zone = "America/Los_Angeles"
    closes = timezone.now().replace(second=0, microsecond=0)
    far = giving.running(time_zone=zone, closes=closes)
    wanted = goods.need(far)
    promise(far, {wanted: 1}, now=closes - timedelta(seconds=1))
    with pytest.raises(Refused, match="No more promises"):
        promise(far, {wanted: 1}, now=closes, email="sam@example.org")
    page = Giver().get(f"/donate/{far.slug}/pledge/").content.decode()
    assert "No more promises are taken here" in page and 'name="key"' not in page


def test_a_form_that_was_open_when_the_drive_closed_is_refused(drive, books):
    dan = Giver()
    form = dan.pledge_form(drive, {books: 3})
    Drive.objects.filter(pk=drive.pk).update(closes=timezone.now() - timedelta(minutes=1))
    answer = dan.post(f"/donate/{drive.slug}/pledge/", form)
    assert answer.status_code == 422 and "No more promises" in answer.content.decode()
    assert Pledge.objects.count() == 0


def test_what_was_promised_in_time_may_be_confirmed_after_the_closing_time(drive, books):
    dan = Giver()
    dan.pledge(drive, {books: 3})
    Drive.objects.filter(pk=drive.pk).update(closes=timezone.now() - timedelta(minutes=1))
    dan.type_code(code_for("dan@example.org"))
    assert Pledge.objects.get().state == "promised"


# --- When it is full, or too much --------------------------------------------------------------------------------------------


def test_all_lines_or_none(drive, books, bags):
    with pytest.raises(Full) as full:
        promise(drive, {books: 5, bags: 11})
    assert full.value.field == f"need_{bags.pk}"
    assert (Pledge.objects.count(), taken(books), taken(bags)) == (0, 0, 0)


def test_a_full_item_leads_to_what_is_still_missing_and_nothing_typed_is_lost(drive, books, bags):
    dan = Giver()
    form = dan.pledge_form(drive, {bags: 2}, name="Dan Lopez")
    goods.pledge({bags: 10}, who=makers.person())
    answer = dan.post(f"/donate/{drive.slug}/pledge/", form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Enough is promised of this by now" in page and "This is still missing" in page and "Dan Lopez" in page
    assert f'href="#id_need_{books.pk}">Notebooks</a></li>' in page


def test_a_large_gift_is_arranged_with_its_door_and_a_date(drive, books):
    Drive.objects.filter(pk=drive.pk).update(arrange_from=50, reply_days=2, contact_name="Carla", contact_phone="+16175550142")
    goods.location(drive, loading_door="Behind the library", storage_limit="40 boxes")
    answer = Giver().pledge(drive, {books: 50}, name="Dan Lopez")
    page = answer.content.decode()
    assert answer.status_code == 422 and Pledge.objects.count() == 0
    for words in ("Let’s arrange it", "within 2 days", "Carla", "Behind the library", "40 boxes", "Dan Lopez"):
        assert words in page
    assert Giver().pledge(drive, {books: 49}).status_code == 302


# --- Where and when --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "words"), [("full", "is full just now"), ("paused", "takes nothing just now"), ("closed", "is closed")])
def test_a_place_that_takes_nothing_is_refused(drive, books, state, words):
    place = goods.location(drive, state=state)
    answer = Giver().pledge(drive, {books: 1}, location=place.pk)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_place_that_does_not_take_the_item_or_is_of_another_drive_is_refused(drive, books, bags):
    place = goods.location(drive)
    place.accepts.add(bags)
    with pytest.raises(Refused, match="does not take all"):
        promise(drive, {books: 1}, location=place)
    with pytest.raises(Refused, match="does not belong"):
        promise(drive, {books: 1}, location=goods.location(giving.running()))
    promise(drive, {bags: 1}, location=place)


def test_the_day_is_between_today_and_the_last_day_and_one_on_which_the_place_is_open(drive, books):
    place = goods.location(drive)
    today = timezone.localdate(timezone.now(), drive.zone)
    last = drive.local_closes.date()
    place.closures.create(day=today + timedelta(days=2), reason="Moving house")
    place.hours.filter(weekday=(today + timedelta(days=4)).weekday()).delete()
    for day, words in [
        (today - timedelta(days=1), "is over"),
        (last + timedelta(days=1), "The last day is"),
        (today + timedelta(days=2), "takes nothing on"),
        (today + timedelta(days=4), "takes nothing on"),
    ]:
        with pytest.raises(Refused, match=words) as refused:
            promise(drive, {books: 1}, location=place, day=day)
        assert refused.value.field == "expected_day"
    promise(drive, {books: 1}, location=place, day=last)
    assert Pledge.objects.get().expected_day == last


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "9" * 40, "٢٠٢٦-١٠-١٠x"])
def test_a_day_that_the_calendar_does_not_have_is_refused(drive, books, day):
    assert Giver().pledge(drive, {books: 1}, expected_day=day).status_code == 422


# --- Once ------------------------------------------------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_pledge_and_one_letter(drive, books):
    dan = Giver()
    form = dan.pledge_form(drive, {books: 3})
    first, second = (dan.post(f"/donate/{drive.slug}/pledge/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Pledge.objects.count(), PledgeLine.objects.count(), Message.objects.count(), taken(books)) == (1, 1, 1, 3)


def test_one_unproved_address_holds_ten_promises_at_most(drive, books):
    for _ in range(10):
        promise(drive, {books: 1})
    with pytest.raises(Refused, match="many promises") as refused:
        promise(drive, {books: 1})
    assert refused.value.code == "too_many"


def test_the_page_costs_the_same_queries_for_one_item_and_for_fifty(drive, books, django_assert_max_num_queries):
    goods.location(drive)
    dan = Giver()
    dan.get(f"/donate/{drive.slug}/pledge/?x=1")
    with django_assert_max_num_queries(30) as few:
        dan.get(f"/donate/{drive.slug}/pledge/?x=1")
    for _ in range(49):
        goods.need(drive)
    goods.location(drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"))
    with django_assert_max_num_queries(len(few)):
        dan.get(f"/donate/{drive.slug}/pledge/?x=1")
