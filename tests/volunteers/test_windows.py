"""When one can sign up, until when cancelling is no trouble, and what one must know before one comes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers
from tests.volunteers.visitor import Visitor
from volunteers import eligibility
from volunteers.actions import sign_up, sign_ups
from volunteers.models import Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
STARTS = timezone.now() + timedelta(days=10)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(starts=STARTS)


def window(role, **changes):
    Shift.objects.update(**changes)
    return ShiftRole.objects.select_related("shift", "opportunity").get(pk=role.pk)


def sent_after(role, **changes):
    """Vera has the form open while staff change the window, and sends it."""
    Shift.objects.update(sign_up_opens=None, sign_up_closes=None)
    vera = Visitor()
    fields = vera.form_of(role)
    window(role, **changes)
    return vera.post(f"/volunteer/shifts/{role.pk}/sign-up/", fields)


# --- The window ---------------------------------------------------------------------------------------------------------


def test_before_sign_up_opens_the_page_says_when_and_offers_no_way(some):
    window(some, sign_up_opens=timezone.now() + timedelta(days=2))
    page = Visitor().get(some.opportunity.get_absolute_url()).content.decode()
    assert "Opens " in page and f"/volunteer/shifts/{some.pk}/sign-up/" not in page


def test_a_form_sent_before_sign_up_opens_makes_nothing_and_says_when(some):
    answer = sent_after(some, sign_up_opens=timezone.now() + timedelta(days=2))
    assert answer.status_code == 422 and "Sign-up opens on " in answer.content.decode()
    assert not SignUp.objects.exists() and not Message.objects.exists()


def test_from_the_minute_on_everybody_can(some):
    opens = timezone.now() + timedelta(days=2)
    role = window(some, sign_up_opens=opens)
    eligibility.check_window(role, opens)
    with pytest.raises(Refused, match="Sign-up opens on"):
        eligibility.check_window(role, opens - timedelta(seconds=1))


def test_it_opens_on_the_clock_of_the_place(some):
    role = window(some, sign_up_opens=makers.NOW)
    with pytest.raises(Refused, match="Tuesday, December 1.*10"):
        eligibility.check_window(role, makers.NOW - timedelta(days=1))


def test_after_sign_up_has_ended_the_page_says_so_and_takes_nobody(some):
    window(some, sign_up_closes=timezone.now())
    assert "Sign-up has ended" in Visitor().get(some.opportunity.get_absolute_url()).content.decode()
    answer = sent_after(some, sign_up_closes=timezone.now())
    assert answer.status_code == 422 and "Sign-up for this shift has ended." in answer.content.decode()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("changes", [{"sign_up_opens": STARTS - timedelta(days=1)}, {"sign_up_closes": STARTS - timedelta(days=20)}])
def test_staff_enter_people_before_and_after(some, changes):
    role = window(some, **changes)
    assert sign_up.enter(shift_role=role, form=makers.form(), by=makers.staff(), now=timezone.now()).state == State.CONFIRMED


def test_sign_up_cannot_end_before_it_begins(some):
    with pytest.raises(IntegrityError, match="shift_sign_up_closes_after_it_opens"):
        window(some, sign_up_opens=makers.NOW, sign_up_closes=makers.NOW)


# --- Late cancelling ------------------------------------------------------------------------------------------------------


def cancel(role, *, hours_before, by=None, **changes):
    """Vera cancels so many hours before the start; returns the addresses that are told."""
    Shift.objects.update(**changes)
    vera = makers.sign_up(role)
    sign_ups.cancel(sign_up=vera, by=by, now=STARTS - timedelta(hours=hours_before))
    vera.refresh_from_db()
    return vera.late, sorted(Message.objects.filter(kind="cancelled_late").values_list("to", flat=True))


def test_who_cancels_late_still_can_and_the_contact_of_the_shift_is_told(some):
    assert cancel(some, hours_before=23, contact_email="site@example.org") == (True, ["site@example.org"])


def test_who_cancels_in_time_troubles_nobody(some):
    assert cancel(some, hours_before=25, contact_email="site@example.org") == (False, [])


def test_each_shift_has_its_own_cut_off(some):
    assert cancel(some, hours_before=47, late_hours=48, contact_email="site@example.org") == (True, ["site@example.org"])


def test_what_staff_cancel_is_told_to_no_contact(some):
    assert cancel(some, hours_before=2, by=makers.staff(), contact_email="site@example.org") == (True, [])


def test_without_a_contact_those_who_lead_it_are_told_else_the_office(some):
    lead = makers.staff("lena@example.org")
    some.opportunity.leads.add(lead)
    assert cancel(some, hours_before=2) == (True, ["lena@example.org"])
    Message.objects.all().delete()
    some.opportunity.leads.clear()
    assert cancel(some, hours_before=2) == (True, ["engagement@example.org"])


def test_the_contact_reads_who_and_how_many_and_no_address(some):
    Shift.objects.update(contact_email="site@example.org")
    vera = makers.sign_up(some, size=2)
    makers.sign_up(some, size=3)
    Shift.objects.update(starts=timezone.now() + timedelta(hours=5), ends=timezone.now() + timedelta(hours=7))
    sign_ups.cancel(sign_up=vera, by=None, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    letter = Message.objects.get(kind="cancelled_late")
    assert letter.subject.startswith(f"Cannot come: {vera.person.name}, Sort food")
    assert f"{vera.person.name} (2 people) has just cancelled" in letter.text and "Still expected: 3 people" in letter.text
    assert vera.person.email not in letter.text


# --- Safety ---------------------------------------------------------------------------------------------------------------


def test_safety_instructions_stand_on_the_page_and_in_every_letter_about_it(some):
    some.opportunity.safety = "Wear gloves.\nCall 911 first."
    some.opportunity.save()
    assert "Wear gloves.<br>Call 911 first." in Visitor().get(some.opportunity.get_absolute_url()).content.decode()
    sign_up.enter(shift_role=some, form=makers.form(), by=makers.staff(), now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert "For your safety: Wear gloves." in Message.objects.get(kind="signed_up").text
