"""Whoever says yes to work that the office approves people for is not told that they are expected before that."""

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from tests import makers
from tests.volunteers.asking import short_shift, willing
from tests.volunteers.visitor import Visitor
from volunteers.actions import asks
from volunteers.models import Ask, Opportunity, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("approval", "state", "said"),
    [(False, State.CONFIRMED, "Thank you. We expect you."), (True, State.REQUESTED, "We write to you, or call you, as soon as your place is confirmed.")],
)
def test_a_yes_is_answered_as_the_place_stands(approval, state, said):
    makers.city()
    role, vera = short_shift(), willing("Vera")
    Opportunity.objects.update(approval=approval)
    asks.ask(shift_role=role, persons=[vera.pk], by=makers.staff(), key=makers.key(), now=timezone.now())
    ask, browser = Ask.objects.get(), Visitor()
    browser.get(f"/my/link/{proof.token(proof.manage_links({ask.ref: vera})[ask.ref])}/", follow=True)
    answer = browser.press(f"{ask.get_absolute_url()}coming/", from_page=ask.get_absolute_url())
    assert SignUp.objects.get().state == state
    alert = browser.get(answer["Location"]).content.decode().partition("usa-alert--success")[2].partition("</div>")[0]
    assert said in alert
