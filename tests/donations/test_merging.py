"""Two people become one: what both promised alike is asked about and counts once, what is only alike in the drive may stay twice, nothing crashes."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from donations.actions import appointments, pledges
from donations.models import Appointment, Arrangement, DropOffWindow, Pledge
from intake.refusal import Refused
from mailing.models import AccessLink, Message
from people import merging
from tests import goods, makers
from tests.donations import giving
from tests.volunteers.meeting import meet

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(drive):
    return makers.person("Dan Doe", "dan@example.org", email_confirmed_at=timezone.now())


@pytest.fixture
def gone(kept):
    return makers.person("Dan Do", "ddoe@example.org")


@pytest.fixture
def window(drive):
    place = goods.location(drive, wants_appointments=True)
    starts = timezone.now().replace(minute=0) + timedelta(days=2)
    return DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=2)


def promised(who, lines, window=None, **more):
    pledge = giving.made(lines, who=who, location=window and window.location, **more)
    if window:
        with transaction.atomic():
            appointments.keep(pledge=Pledge.objects.get(pk=pledge.pk), window_id=window.pk, now=timezone.now())
    return pledge


def asked(kept, gone):
    return {clash.key: [value for value, _words in clash.options] for clash in merging.clashes(kept, gone)}


def merge(kept, gone, chosen=None, **more):
    return merging.merge(kept=kept, gone=gone, chosen=chosen, by=None, now=timezone.now(), **more)


def standing(person):
    return set(Pledge.objects.live().filter(person=person))


def test_one_time_of_both_is_asked_about_with_words(kept, gone, window, books):
    promised(kept, {books: 5}, window), promised(gone, {books: 4}, window)
    (clash,) = merging.clashes(kept, gone)
    assert clash.title.startswith(f"Both have an appointment at {window.location.venue.name}, ") and clash.title.endswith("Which promise stays?")
    assert clash.options == [
        ("kept", "That of Dan Doe: 5 × Notebooks (promised)"), ("gone", "That of Dan Do: 4 × Notebooks (promised)"), ("both", "Both: they bring different things"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        merge(kept, gone)
    assert (refused.value.field, refused.value.code) == (f"window-{window.pk}", "clash")


@pytest.mark.parametrize("choice", ["kept", "gone"])
def test_the_promise_that_does_not_stay_gives_its_time_and_its_number_back_without_a_letter(kept, gone, window, books, choice):
    own, other = promised(kept, {books: 5}, window), promised(gone, {books: 4}, window)
    merge(kept, gone, {f"window-{window.pk}": choice})
    stays = own if choice == "kept" else other
    window.refresh_from_db()
    assert standing(kept) == {stays} and (window.taken, giving.taken(books)) == (1, stays.lines.get().quantity)
    assert set(Appointment.objects.values_list("person", flat=True)) == {kept.pk}
    assert Pledge.objects.filter(person=gone).count() == 0 and Message.objects.count() == 0


def test_both_may_stay(kept, gone, window, books, bags):
    both = {promised(kept, {books: 5}, window), promised(gone, {bags: 4}, window)}
    merge(kept, gone, {f"window-{window.pk}": "both"})
    window.refresh_from_db()
    assert standing(kept) == both and (window.taken, giving.taken(books), giving.taken(bags)) == (2, 5, 4)


def test_promises_for_one_drive_are_asked_about_and_those_of_different_drives_are_not(kept, gone, books):
    own, twice = promised(kept, {books: 5}), promised(gone, {books: 5})
    elsewhere = promised(gone, {goods.need(giving.running()): 1})
    assert asked(kept, gone) == {f"drive-{books.drive_id}": ["kept", "gone", "both"]}
    merge(kept, gone, {f"drive-{books.drive_id}": "kept"})
    twice.refresh_from_db()
    assert standing(kept) == {own, elsewhere} and (twice.state, twice.person, giving.taken(books)) == ("withdrawn", kept, 5)


def test_a_promise_stands_in_one_question_only(kept, gone, window, books, bags):
    promised(kept, {books: 5}, window), promised(gone, {books: 4}, window)
    promised(kept, {bags: 1})
    assert list(asked(kept, gone)) == [f"window-{window.pk}"]
    promised(gone, {bags: 1})
    assert list(asked(kept, gone)) == [f"window-{window.pk}", f"drive-{books.drive_id}"]


def test_what_is_over_is_not_asked_about_and_simply_moves(kept, gone, books):
    own, over = promised(kept, {books: 5}), promised(gone, {books: 4}, state="withdrawn")
    assert asked(kept, gone) == {}
    merge(kept, gone)
    assert set(Pledge.objects.filter(person=kept)) == {own, over}


def test_what_came_of_a_promise_that_does_not_stay_stays_given(kept, gone, books):
    own, other = promised(kept, {books: 5}), promised(gone, {books: 4})
    donation = other.donations.create(drive=books.drive, location=goods.location(books.drive), source="pledge", person=gone, received_at=timezone.now())
    donation.lines.create(need=books, quantity=3, pledge_line=other.lines.get())
    merge(kept, gone, {f"drive-{books.drive_id}": "kept"})
    books.refresh_from_db()
    assert (standing(kept), books.taken, books.received) == ({own}, 5, 3)


def test_a_promise_that_waits_for_a_code_at_the_other_address_is_not_merged_away(kept, gone, books):
    giving.promise(books.drive, {books: 3}, name="Dan Do", email="ddoe@example.org")
    with pytest.raises(Refused) as refused:
        merge(kept, gone)
    assert (refused.value.field, refused.value.code) == ("email", "waits")
    assert merge(kept, gone, take=["email"]) == kept


@pytest.mark.parametrize("what", ["a pick-up", "an offer"])
def test_neither_is_a_pick_up_or_an_offer(kept, gone, drive, what):
    link = AccessLink.objects.create(purpose="prove", address="ddoe@example.org", office=gone.office)
    if what == "a pick-up":
        made = goods.pick_up(drive, who=gone, state="held", link=link)
    else:
        made = Arrangement.objects.create(drive=drive, kind="large_gift", person=gone, what="Pallets", reply_by=timezone.localdate(), link=link)
    with pytest.raises(Refused) as refused:
        merge(kept, gone)
    assert (refused.value.field, refused.value.code) == ("email", "waits")
    type(made).objects.update(state=made.State.EXPIRED)
    assert merge(kept, gone) == kept


def test_each_of_two_side_by_side_shows_what_they_promised(kept, gone, books):
    promised(kept, {books: 5}), promised(kept, {books: 1}, state="withdrawn")
    said = [dict(merging.told(person))["Promises for drives"] for person in (kept, gone)]
    assert said == ["2, 1 of them to come", ""]


@pytest.mark.django_db(transaction=True)
def test_somebody_who_withdraws_meanwhile_is_waited_for(kept, gone, window, books):
    from_page = promised(gone, {books: 4}, window)
    promised(kept, {books: 5}, window)

    def withdraw():
        return pledges.withdraw(pledge=from_page, by=None, now=timezone.now())

    met = meet(lambda: merge(kept, gone, {f"window-{window.pk}": "gone"}), withdraw)
    window.refresh_from_db()
    assert (met.state, met.person_id, window.taken, giving.taken(books)) == ("withdrawn", kept.pk, 0, 0)
