"""Crowds at the real web server: the last place, the same form many times, cancellations all at once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from mailing.models import AccessLink, Message
from people.models import Person
from tests import makers
from tests.faults import switches
from volunteers.models import ShiftRole, SignUp

SMALL_AND_FULL = [(20, 5), pytest.param(200, 50, marks=pytest.mark.soak)]


def soon():
    return timezone.now() + timedelta(days=10)


def rush(resident, at_once, clients, places):
    """Let a crowd send their forms for one role in the same moment; returns the role and the answers by status."""
    role = makers.role(places=places, starts=soon())
    crowd = [resident() for _ in range(clients)]
    forms = [one.sign_up_form(role.pk, name=f"Vera {n}", email=f"vera{n}-{role.pk}@example.org", waitlist="") for n, one in enumerate(crowd)]
    answers = at_once(lambda pair: pair[0].post(f"/volunteer/shifts/{role.pk}/sign-up/", pair[1]), zip(crowd, forms, strict=True))
    for one in crowd:
        one.close()
    role.refresh_from_db()
    return role, Counter(answer.status for answer in answers)


@pytest.mark.parametrize(("clients", "rounds"), SMALL_AND_FULL)
def test_the_last_places_are_sold_exactly(resident, at_once, clients, rounds):
    for turn in range(rounds):
        places = 1 + turn % 3
        role, answers = rush(resident, at_once, clients, places)
        assert answers == {302: places, 200: clients - places}
        assert (role.taken, SignUp.objects.filter(shift_role=role, state=State.HELD).count()) == (places, places)


def test_without_the_trigger_the_last_place_would_be_sold_to_many(resident, at_once):
    with switches.without_trigger("volunteers_signup", "count_seats"):
        role, answers = rush(resident, at_once, 20, 1)
    assert answers[302] > 1 and SignUp.objects.filter(shift_role=role).count() > 1


def send_one_form_often(resident, at_once, times):
    """Open a form once and send it so many times in the same moment, from the same browser; returns the answers."""
    role = makers.role(starts=soon(), places=times)
    vera = resident()
    form = vera.sign_up_form(role.pk)
    tabs = [resident() for _ in range(times)]
    for tab in tabs:
        tab.cookies = dict(vera.cookies)
    return at_once(lambda tab: tab.post(f"/volunteer/shifts/{role.pk}/sign-up/", form), tabs)


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_the_same_form_many_times_at_once_is_one_sign_up_one_letter_and_a_good_page_each_time(resident, at_once, times):
    answers = send_one_form_often(resident, at_once, times)
    assert {(answer.status, answer.location) for answer in answers} == {(302, "/confirm/")}
    assert (SignUp.objects.count(), Message.objects.count(), Person.objects.count(), AccessLink.objects.count()) == (1, 1, 1, 1)


def test_with_only_one_of_its_two_guards_the_same_form_is_still_one_sign_up(resident, at_once):
    with switches.without_form_keys():
        send_one_form_often(resident, at_once, 5)
        assert SignUp.objects.count() == 1
    SignUp.objects.all().delete()
    with switches.without_one_live_sign_up():
        send_one_form_often(resident, at_once, 5)
        assert SignUp.objects.count() == 1


def test_without_form_keys_and_unique_index_the_same_form_would_be_many_sign_ups(resident, at_once):
    with switches.without_one_live_sign_up(), switches.without_form_keys():
        send_one_form_often(resident, at_once, 5)
        many = SignUp.objects.count()
    assert many > 1


def test_as_many_forms_as_were_opened_would_be_as_many_sign_ups(resident, at_once):
    role = makers.role(starts=soon(), places=None)
    tabs = [resident() for _ in range(5)]
    forms = [tab.sign_up_form(role.pk, name=f"Vera {n}") for n, tab in enumerate(tabs)]
    at_once(lambda pair: pair[0].post(f"/volunteer/shifts/{role.pk}/sign-up/", pair[1]), zip(tabs, forms, strict=True))
    assert SignUp.objects.count() == 5 and Message.objects.count() == 1


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_five_cancel_at_once_and_the_first_five_in_line_are_offered(resident, at_once, rounds):
    for _ in range(rounds):
        role = makers.role(places=10, starts=soon())
        holders = [makers.sign_up(role) for _ in range(10)]
        waiting = [makers.sign_up(role, state=State.WAITLISTED, now=timezone.now() + timedelta(seconds=n)) for n in range(15)]
        links = proof.manage_links({one.ref: one.person for one in holders[:5]})
        leaving = [at_the_cancel_button(resident(), proof.url(links[one.ref]), one) for one in holders[:5]]
        answers = at_once(lambda ready: ready[0].post(*ready[1]), leaving)
        assert {answer.status for answer in answers} == {302}
        offered = list(SignUp.objects.filter(shift_role=role, state=State.OFFERED).order_by("waits_since").values_list("pk", flat=True))
        assert offered == [one.pk for one in waiting[:5]]
        assert ShiftRole.objects.get(pk=role.pk).taken == 10
        letters = Message.objects.filter(kind="waitlist_offer", about__in=[one.ref for one in waiting])
        assert sorted(letters.values_list("about", flat=True)) == sorted(one.ref for one in waiting[:5])


def at_the_cancel_button(browser, address, sign_up):
    """Open the mailed link and fill in the cancel form, so that only the press is left."""
    page = browser.open_mailed(address)
    return browser, (f"/volunteer/sign-ups/{sign_up.pk}/cancel/", browser.form(page))
