"""A guardian who agreed to the other dates too takes that back: what was stays, what is to come is given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.consents import answers
from bookings.models import State
from mailing.models import Message
from people.models import GuardianConsent
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import sign_ups
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
MIA = {
    "name": "Mia", "email": "mia@example.org", "age": "minor", "guardian_name": "Ana Lopez", "guardian_email": "ana@example.org", "guardian_phone": "",
    "guardian_language": "en",
}  # fmt: skip


@pytest.fixture
def work(db):
    makers.city()
    return makers.opportunity(minimum_age=14)


def answer(consent, *, says_yes, now, **more):
    return answers.answer(consent=consent, says_yes=says_yes, how="paper", by=None, now=now, **more)


@pytest.fixture
def dates(work):
    """Mia's sign-ups in two, ten and twenty days: her guardian has agreed on the page of the first to the others too."""
    browser, roles = Visitor(), [makers.role(places=1, starts=timezone.now() + timedelta(days=days), of=work) for days in (2, 10, 20)]
    browser.sign_up(roles[0], **MIA)
    browser.type_code(code_for("mia@example.org"))
    answer(GuardianConsent.objects.get(), says_yes=True, is_wide=True, now=timezone.now())
    for role in roles[1:]:
        browser.sign_up(role, **MIA)
    return list(SignUp.objects.order_by("shift__starts"))


def states():
    return list(SignUp.objects.filter(person__name="Mia").order_by("shift__starts").values_list("state", flat=True))


def told():
    return set(Message.objects.filter(kind="guardian_said_no").values_list("about", flat=True))


def test_a_no_after_the_first_date_leaves_that_as_it_was_and_gives_the_others_back(dates):
    assert states() == [State.CONFIRMED] * 3
    waits = makers.sign_up(dates[2].shift_role, state=State.WAITLISTED)
    answer(dates[0].consent, says_yes=False, now=timezone.now() + timedelta(days=3))
    assert states() == [State.CONFIRMED, State.DECLINED, State.DECLINED]
    assert told() == {dates[1].ref, dates[2].ref}
    waits.refresh_from_db()
    assert waits.state == State.OFFERED


def test_a_no_before_the_first_date_gives_all_of_them_back_and_twice_tells_nobody_twice(dates):
    for _twice in range(2):
        dates[0].consent.refresh_from_db()
        if dates[0].consent.state == GuardianConsent.State.GIVEN:
            answer(dates[0].consent, says_yes=False, now=timezone.now())
    assert states() == [State.DECLINED] * 3
    assert told() == {one.ref for one in dates}


def test_what_the_guardian_has_agreed_to_by_itself_and_what_was_given_up_stay(dates):
    answer(dates[1].consent, says_yes=True, now=timezone.now())
    sign_ups.cancel(sign_up=dates[2], by=None, now=timezone.now())
    answer(dates[0].consent, says_yes=False, now=timezone.now())
    assert states() == [State.DECLINED, State.CONFIRMED, State.CANCELLED]


def test_a_no_to_a_yes_for_one_date_is_about_that_date_only(dates):
    answer(dates[1].consent, says_yes=True, now=timezone.now())
    answer(dates[1].consent, says_yes=False, now=timezone.now())
    assert states() == [State.CONFIRMED, State.DECLINED, State.CONFIRMED]


def test_other_people_and_other_work_are_not_touched(dates, work):
    elsewhere = makers.role(places=3, starts=timezone.now() + timedelta(days=10), of=makers.opportunity(minimum_age=14))
    other_work = makers.sign_up(elsewhere, who=dates[0].person, age_band="minor")
    somebody = makers.sign_up(makers.role(starts=timezone.now() + timedelta(days=10), of=work), who=makers.person("Sam", "sam@example.org"), age_band="minor")
    answer(dates[0].consent, says_yes=False, now=timezone.now())
    assert set(SignUp.objects.filter(pk__in=[other_work.pk, somebody.pk]).values_list("state", flat=True)) == {State.CONFIRMED}
