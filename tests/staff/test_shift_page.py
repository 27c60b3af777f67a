"""The page of one shift: when sign-up opens and closes, and until when cancelling troubles nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.staff.conftest import signed_in
from tests.staff.test_opportunity_admin import management
from volunteers.models import Shift


@pytest.fixture
def send(carla, shift):
    """Send the page of the shift with these fields changed; returns the answer, and the shift as it is stored."""
    local = shift.local_starts

    def send(**changes):
        fields = {
            "date": local.date(), "start": f"{local:%H:%M}", "end": f"{shift.local_ends:%H:%M}", "venue": shift.venue_id, "notes": "", "late_hours": 24,
            "contact_name": "", "contact_phone": "", "contact_email": "", **management("roles", 0), **changes,
        }  # fmt: skip
        answer = signed_in(carla).post(reverse("admin:volunteers_shift_change", args=[shift.pk]), fields, follow=True)
        return answer, Shift.objects.get(pk=shift.pk)

    return send


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
