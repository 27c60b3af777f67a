"""One's own pledge: change it with two windows open, withdraw it twice, and nobody else sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.seats import Full
from donations.actions import pledges
from donations.actions.pledges import Plan
from donations.eligibility import field_of
from donations.models import Appointment, Donation, DonationLine, Drive, DropOffWindow, Pledge
from intake.refusal import Refused
from mailing import proof
from mailing.models import Message
from people.forgetting import forget
from people.models import Person
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import Giver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pledge(books, bags):
    return giving.made({books: 5}, who=goods.dan())


def owner(pledge):
    """A browser that has opened the mailed link of a pledge."""
    dan = Giver()
    dan.get(f"/my/link/{proof.token(proof.manage_links({pledge.ref: pledge.person})[pledge.ref])}/")
    return dan


def own(pledge, act=""):
    return f"/donate/pledges/{pledge.pk}/{act}"


def change_form(browser, pledge, lines, **typed):
    page = browser.get(own(pledge))
    return {**browser.hidden(page), "expected_day": "", **{field_of(need.pk): str(quantity) for need, quantity in lines.items()}, **typed}


def promised(pledge):
    return dict(pledge.lines.values_list("need__item__name", "quantity"))


def plan(lines, **more):
    return Plan(tuple((need.pk, quantity) for need, quantity in lines.items()), **more)


def change(pledge, lines, *, seen=None, **more):
    fresh = Pledge.objects.get(pk=pledge.pk)
    return pledges.change(pledge=fresh, plan=plan(lines, **more), seen=seen or pledges.version(fresh), by=None, now=timezone.now())


def test_numbers_items_place_and_day_can_be_changed_and_the_letter_says_so(drive, books, bags, pledge):
    place = goods.location(drive)
    day = timezone.localdate() + timedelta(days=2)
    dan = owner(pledge)
    form = change_form(dan, pledge, {books: 2, bags: 3}, location=place.pk, expected_day=day.isoformat())
    assert dan.post(own(pledge, "change/"), form)["Location"] == own(pledge)
    pledge.refresh_from_db()
    assert promised(pledge) == {"Notebooks": 2, "Bags": 3}
    assert (pledge.location, pledge.expected_day) == (place, day)
    assert Message.objects.get().kind == "pledge_changed"
    change(pledge, {bags: 3})
    books.refresh_from_db()
    assert (promised(pledge), books.taken) == ({"Bags": 3}, 0)


def test_an_older_window_does_not_overwrite_a_newer_one(books, bags, pledge):
    dan = owner(pledge)
    old = change_form(dan, pledge, {books: 50})
    dan.post(own(pledge, "change/"), change_form(dan, pledge, {books: 7}))
    answer = dan.post(own(pledge, "change/"), old)
    page = answer.content.decode()
    assert answer.status_code == 422 and "changed meanwhile" in page and "7 × Notebooks" in page and 'value="50"' in page
    assert promised(pledge) == {"Notebooks": 7}
    again = {**old, "seen": dan.hidden(answer)["seen"]}
    assert dan.post(own(pledge, "change/"), again).status_code == 302
    assert promised(pledge) == {"Notebooks": 50}


def test_the_change_button_twice_is_one_change_and_one_letter(books, pledge):
    dan = owner(pledge)
    form = change_form(dan, pledge, {books: 7})
    assert [dan.post(own(pledge, "change/"), form).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.filter(kind="pledge_changed").count() == 1


def test_more_than_a_capped_need_takes_changes_nothing_and_says_how_many_fit(books, bags, pledge):
    change(pledge, {bags: 4})
    goods.pledge({bags: 3}, who=makers.person("Sam", "sam@example.org"))
    with pytest.raises(Full, match="Only 7 are still wanted"):
        change(pledge, {books: 1, bags: 8})
    assert promised(pledge) == {"Bags": 4}
    change(pledge, {bags: 7})
    dan = owner(pledge)
    answer = dan.post(own(pledge, "change/"), change_form(dan, pledge, {bags: 9}))
    assert answer.status_code == 200 and "Only 7 are still wanted" in answer.content.decode()


def test_after_the_closing_time_less_can_be_brought_but_not_more(drive, books, pledge):
    Drive.objects.update(closes=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="No more promises"):
        change(pledge, {books: 6})
    change(pledge, {books: 4})
    assert promised(pledge) == {"Notebooks": 4}


def test_what_was_brought_stays_brought(drive, books, bags, pledge):
    bring(drive, pledge, 3)
    for lines in ({books: 2}, {bags: 1}):
        with pytest.raises(Refused, match="brought 3 of this already"):
            change(pledge, lines)
    change(pledge, {books: 3})
    pledge.refresh_from_db()
    assert pledge.state == "brought"


def bring(drive, pledge, quantity):
    line = pledge.lines.get()
    donation = Donation.objects.create(drive=drive, location=goods.location(drive), source="pledge", pledge=pledge, received_at=timezone.now())
    DonationLine.objects.create(donation=donation, need=line.need, quantity=quantity, pledge_line=line)


def test_an_item_that_the_place_does_not_take_is_not_added(drive, books, bags):
    place = goods.location(drive)
    place.accepts.set([books])
    pledge = giving.made({books: 5}, location=place)
    with pytest.raises(Refused) as refused:
        change(pledge, {books: 5, bags: 1}, location=place.pk)
    assert (refused.value.field, refused.value.code, promised(pledge)) == ("location", "not_taken", {"Notebooks": 5})
    assert change(pledge, {books: 5, bags: 1}, location=None).location is None
    place.state = place.State.FULL
    place.save()
    fewer = giving.made({books: 5}, location=place)
    assert promised(change(fewer, {books: 4}, location=place.pk)) == {"Notebooks": 4}


def test_withdrawing_twice_is_withdrawing_once(books, pledge):
    dan = owner(pledge)
    assert "Do you want to withdraw it?" in dan.get(own(pledge, "withdraw/")).content.decode()
    pledge.refresh_from_db()
    assert pledge.state == "promised"
    form = dan.hidden(dan.get(own(pledge, "withdraw/")))
    assert [dan.post(own(pledge, "withdraw/"), form).status_code for _ in range(2)] == [302, 302]
    books.refresh_from_db()
    assert (Pledge.objects.get().state, books.taken, Message.objects.filter(kind="pledge_withdrawn").count()) == ("withdrawn", 0, 1)
    assert "Change it" not in dan.get(own(pledge)).content.decode()


def test_an_office_that_takes_a_pledge_off_the_list_says_so(books, pledge):
    pledges.withdraw(pledge=pledge, by=makers.staff(), now=timezone.now())
    assert Message.objects.get().values == {"by_office": True}


def test_what_is_over_is_not_changed(books, pledge):
    Pledge.objects.update(state=Pledge.State.BROUGHT)
    for act in (lambda: change(pledge, {books: 9}), lambda: pledges.withdraw(pledge=pledge, by=None, now=timezone.now())):
        with pytest.raises(Refused, match="not open any more"):
            act()


# --- Appointments ------------------------------------------------------------------------------------------------------------


def window(place, *, hours=24, capacity=1):
    starts = timezone.now().replace(microsecond=0) + timedelta(hours=hours)
    return DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=capacity)


@pytest.fixture
def place(drive):
    return goods.location(drive, wants_appointments=True)


def test_a_place_that_wants_appointments_asks_for_a_time(drive, books, place):
    dan = Giver()
    free = window(place)
    answer = dan.pledge(drive, {books: 1}, location=place.pk)
    assert answer.status_code == 422 and "only with an appointment" in answer.content.decode()
    assert Pledge.objects.count() == 0
    assert dan.pledge(drive, {books: 1}, window=free.pk).status_code == 302
    assert (Pledge.objects.get().location, Appointment.objects.get().state) == (place, "held")
    proof.settle(link=Pledge.objects.get().link, refs=[Pledge.objects.get().ref], by=None, now=timezone.now())
    assert Appointment.objects.get().state == "confirmed"


def test_a_time_that_is_taken_over_or_elsewhere_is_refused_and_nothing_is_kept(drive, books, place):
    taken, past = window(place), window(place, hours=-1)
    elsewhere = window(goods.location(drive, wants_appointments=True, venue=makers.venue(name="Maverick Library", address="75 Bremen St")))
    first = giving.made({books: 1}, location=place)
    change(first, {books: 1}, location=place.pk, window=taken.pk)
    for wrong, words in [(taken, "is taken"), (past, "is over"), (elsewhere, "belongs to another place")]:
        with pytest.raises(Refused, match=words) as refused:
            pledges.pledge(
                drive=drive, form=giving.form({books: 1}, location=place, window=wrong), proved=set(), key=makers.key(), browser="b", now=timezone.now()
            )
        assert refused.value.field == "window"
    assert Pledge.objects.count() == 1


def test_another_time_frees_the_first_and_withdrawing_frees_both(drive, books, place):
    pledge = giving.made({books: 1}, location=place)
    first, second = window(place), window(place, hours=26)
    for one in (first, second):
        change(pledge, {books: 1}, location=place.pk, window=one.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.taken, second.taken) == (0, 1)
    dan = owner(pledge)
    assert f'value="{second.pk}" selected' in dan.get(own(pledge)).content.decode()
    pledges.withdraw(pledge=pledge, by=None, now=timezone.now())
    second.refresh_from_db()
    assert second.taken == 0


# --- Nobody else ----------------------------------------------------------------------------------------------------------------


def test_foreign_and_unknown_pledges_are_one_404(books, pledge):
    sam = Giver()
    for act in ("", "withdraw/"):
        assert [sam.get(f"/donate/pledges/{number}/{act}").status_code for number in (pledge.pk, 987_654)] == [404, 404]
    other = giving.made({books: 1})
    dan = owner(pledge)
    token = dan.hidden(dan.get(own(pledge)))
    for act in ("change/", "withdraw/"):
        assert dan.post(own(other, act), token).status_code == 404
    assert Pledge.objects.get(pk=other.pk).state == "promised"
    assert dan.get(own(pledge, "change/")).status_code == 405


def test_forgetting_withdraws_without_a_letter_and_drops_what_was_written(drive, books, pledge):
    bring(drive, pledge, 2)
    Pledge.objects.update(organization="Lopez Bakery", notes="In the morning", thanks_agreed_at=timezone.now())
    forget(person=pledge.person, now=timezone.now())
    pledge.refresh_from_db()
    books.refresh_from_db()
    assert (pledge.state, pledge.organization, pledge.notes, pledge.thanks_agreed_at) == ("withdrawn", "", "", None)
    assert (books.taken, books.received) == (0, 2)
    assert Message.objects.count() == 0 and Person.objects.get(pk=pledge.person_id).name == ""
