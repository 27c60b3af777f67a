"""The page of one shift: when sign-up opens and closes, and until when cancelling troubles nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.staff.conftest import signed_in
from tests.staff.test_opportunity_admin import change as change_opportunity
from tests.staff.test_opportunity_admin import existing, management
from volunteers.actions import shifts
from volunteers.models import Shift


def change(carla, shift, **changes):
    """Send the page of a shift with these fields changed."""
    local = shift.local_starts
    fields = {
        "date": local.date(), "start": f"{local:%H:%M}", "end": f"{shift.local_ends:%H:%M}", "venue": shift.venue_id, "notes": "", "late_hours": 24,
        "contact_name": "", "contact_phone": "", "contact_email": "", **management("roles", 0), **changes,
    }  # fmt: skip
    return signed_in(carla).post(reverse("admin:volunteers_shift_change", args=[shift.pk]), fields, follow=True)


@pytest.fixture
def send(carla, shift):
    """Send the page of the shift; returns the answer, and the shift as it is stored."""
    return lambda **changes: (change(carla, shift, **changes), Shift.objects.get(pk=shift.pk))


def at(field, moment):
    return {f"{field}_0": f"{moment:%Y-%m-%d}", f"{field}_1": f"{moment:%H:%M}"}


def test_sign_up_opens_and_closes_on_the_clock_of_the_place(send, shift):
    opens, closes = shift.local_starts - timedelta(days=2), shift.local_starts - timedelta(hours=1)
    answer, stored = send(**at("sign_up_opens", opens), **at("sign_up_closes", closes), late_hours=48)
    assert answer.redirect_chain, answer.text
    assert (stored.sign_up_opens, stored.sign_up_closes, stored.late_hours) == (
        opens.replace(second=0, microsecond=0),
        closes.replace(second=0, microsecond=0),
        48,
    )


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [(1, None, "Sign-up would open after the shift begins."), (-2, -3, "Sign-up has to close after it opens.")],
)
def test_a_slip_of_the_finger_is_said_and_nothing_is_stored(send, shift, opens, closes, said):
    fields = at("sign_up_opens", shift.local_starts + timedelta(days=opens))
    if closes:
        fields |= at("sign_up_closes", shift.local_starts + timedelta(days=closes))
    answer, stored = send(**fields)
    assert said in answer.text and not answer.redirect_chain
    assert (stored.sign_up_opens, stored.sign_up_closes) == (None, None)


def test_hours_that_nobody_means_are_refused(send):
    answer, stored = send(late_hours=9999)
    assert not answer.redirect_chain and stored.late_hours == 24


@pytest.fixture
def window(shift):
    """Sign-up opens at noon of the day before the shift, and closes that evening; as the page of the shift says it."""
    opens = (shift.local_starts - timedelta(days=1)).replace(hour=12)
    closes = (shift.local_starts - timedelta(days=1)).replace(hour=20)
    Shift.objects.filter(pk=shift.pk).update(sign_up_opens=opens, sign_up_closes=closes)
    return {**at("sign_up_opens", opens), **at("sign_up_closes", closes)}


def days_and_hours(shift):
    """The window as days before the shift and hours on the clock."""
    start = shift.local_starts.date()
    moments = [moment.astimezone(shift.zone) for moment in (shift.sign_up_opens, shift.sign_up_closes)]
    return [((start - moment.date()).days, moment.hour) for moment in moments]


def test_the_window_moves_along_from_the_page_of_the_opportunity_and_from_the_page_of_the_shift(carla, shift, send, window):
    later = {"date": shift.local_starts.date() + timedelta(days=6), "start": "13:00", "end": "16:00"}
    change_opportunity(signed_in(carla), shift.opportunity, **existing(shift, **later))
    moved = Shift.objects.get()
    assert (moved.local_starts.hour, days_and_hours(moved)) == (13, [(1, 12), (1, 20)])
    shown = {**at("sign_up_opens", moved.sign_up_opens.astimezone(moved.zone)), **at("sign_up_closes", moved.sign_up_closes.astimezone(moved.zone))}
    earlier = {"date": moved.local_starts.date() - timedelta(days=4), "start": "08:00", "end": "11:00"}  # before the window that the page shows
    answer, again = send(**shown, **earlier)
    assert answer.redirect_chain, answer.text
    assert (again.local_starts.hour, days_and_hours(again)) == (8, [(1, 12), (1, 20)])


def test_a_window_that_is_typed_while_the_shift_moves_stays_as_it_is_typed(shift, send, window):
    day, closes = shift.local_starts.date() + timedelta(days=6), (shift.local_starts + timedelta(days=5)).replace(hour=18)
    _answer, stored = send(**{**window, **at("sign_up_closes", closes)}, date=day)
    assert stored.local_starts.date() == day and days_and_hours(stored) == [(7, 12), (1, 18)]


# --- One of a series --------------------------------------------------------------------------------------------------------


@pytest.fixture
def weekly(carla, shift):
    """The shift as the first of three weeks."""
    local = shift.local_starts
    return shifts.plan(
        opportunity=shift.opportunity, day=local.date(), start=local.time(), end=shift.local_ends.time(), places=8, venue=shift.venue, by=carla,
        now=timezone.now(), repeat_until=local.date() + timedelta(weeks=2),
    )  # fmt: skip


def roles(shift, *, places):
    role = shift.roles.get()
    return {
        **management("roles", 1, 1), "roles-0-id": role.pk, "roles-0-shift": shift.pk, "roles-0-name": "", "roles-0-capacity": places,
        "roles-0-waitlist": "on", "roles-0-order": 0,
    }  # fmt: skip


def test_the_page_of_a_shift_that_comes_again_asks_for_whom_the_change_is(carla, shift, weekly):
    page = signed_in(carla).get(reverse("admin:volunteers_shift_change", args=[weekly[0].pk])).text
    assert "every week, on " in page and "this shift and the following ones of its series" in page
    assert "the following ones" not in signed_in(carla).get(reverse("admin:volunteers_shift_change", args=[shift.pk])).text


def test_only_this_one(carla, weekly):
    local = weekly[1].local_starts
    change(carla, weekly[1], scope="this", start=f"{local.hour + 1:02}:{local.minute:02}", notes="Side door")
    assert [one.local_starts.hour - local.hour for one in Shift.objects.filter(pk__in=[one.pk for one in weekly]).order_by("starts")] == [0, 1, 0]
    assert list(Shift.objects.filter(notes="Side door")) == [weekly[1]]


def test_this_one_and_the_following_with_notes_and_places(carla, weekly):
    local = weekly[1].local_starts
    change(carla, weekly[1], scope="following", start=f"{local.hour + 1:02}:{local.minute:02}", notes="Side door", **roles(weekly[1], places=5))
    rows = Shift.objects.filter(pk__in=[one.pk for one in weekly]).order_by("starts")
    assert [(one.local_starts.hour - local.hour, one.notes, one.roles.get().capacity) for one in rows] == [(0, "", 8), (1, "Side door", 5), (1, "Side door", 5)]


def test_the_windows_of_the_following_move_along(carla, weekly):
    for one in weekly:
        one.sign_up_opens = (one.local_starts - timedelta(days=1)).replace(hour=12)
        one.sign_up_closes = (one.local_starts - timedelta(days=1)).replace(hour=20)
        one.save()
    first = weekly[0]
    shown = {**at("sign_up_opens", first.sign_up_opens), **at("sign_up_closes", first.sign_up_closes)}
    change(carla, first, **shown, scope="following", date=first.local_starts.date() + timedelta(days=3))
    rows = Shift.objects.filter(pk__in=[one.pk for one in weekly]).order_by("starts")
    assert [days_and_hours(one) for one in rows] == [[(1, 12), (1, 20)]] * 3 and rows[0].local_starts.date() - first.local_starts.date() == timedelta(days=3)


def test_what_cannot_be_for_one_of_the_following_is_said_and_nothing_is_stored(carla, weekly):
    makers.sign_up(weekly[2].roles.get(), who=makers.person(office=weekly[2].opportunity.office), size=7)
    answer = change(carla, weekly[1], scope="following", notes="Side door", **roles(weekly[1], places=5))
    assert "7 places are already taken" in answer.text and not answer.redirect_chain
    assert not Shift.objects.filter(notes="Side door").exists() and weekly[1].roles.get().capacity == 8
