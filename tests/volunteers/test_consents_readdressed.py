"""Young people who change the address they gave: their age and their guardian stay what they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.consents import answers
from bookings.models import State
from mailing.models import AccessLink
from people import met
from people.models import GuardianConsent, Requirement
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers import conditions
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
MIA = {"name": "Mia", "email": "mia@example.org"}
GUARDIAN = {"age": "minor", "guardian_name": "Ana Lopez", "guardian_email": "ana@example.org", "guardian_phone": "", "guardian_language": "en"}


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=3, starts=timezone.now() + timedelta(days=10), of=makers.opportunity(minimum_age=14))


def sent(role, **typed):
    """A browser in which Mia has signed up with these answers, and has not typed the code."""
    browser = Visitor()
    assert browser.sign_up(role, **{**MIA, **GUARDIAN, **typed}).status_code == 302
    return browser


def test_a_second_browser_with_another_address_keeps_the_age_and_waits_for_a_guardian(role):
    sent(role)
    other = sent(role)  # she is on the list already
    other.press("/confirm/address/", email="mia.right@example.org")
    other.type_code(code_for("mia.right@example.org"))
    anew = SignUp.objects.get(person__email="mia.right@example.org")
    assert (anew.state, anew.age_band, anew.consent) == (State.REQUESTED, "minor", None)
    assert [gap.kind for gap in conditions.missing(anew, timezone.now())] == [conditions.GUARDIAN]
    assert "Please call us." in other.get(f"/volunteer/sign-ups/{anew.pk}/").content.decode()


def test_a_second_browser_keeps_what_was_agreed_to(role):
    waiver = Requirement.objects.create(office=makers.office(), kind="waiver", name="Agreement")
    met.write_text(requirement=waiver, text="We take care.", now=timezone.now())
    type(role.opportunity).objects.update(waiver=waiver)
    for _twice in range(2):
        other = sent(role, age="adult", agree="on")
    other.press("/confirm/address/", email="mia.right@example.org")
    other.type_code(code_for("mia.right@example.org"))
    assert SignUp.objects.get(person__email="mia.right@example.org").state == State.CONFIRMED


def test_where_the_age_was_never_said_nothing_is_made_anew(role):
    type(role.opportunity).objects.update(minimum_age=None)
    for _twice in range(2):
        other = sent(role, age="")
    type(role.opportunity).objects.update(minimum_age=14)
    refused = other.press("/confirm/address/", email="mia.right@example.org")
    assert refused.status_code == 422 and "it asks for your age" in refused.content.decode()
    assert SignUp.objects.get().person.email == "mia@example.org"


# --- Nobody becomes their own guardian ---------------------------------------------------------------------------------------


def test_the_guardians_address_is_not_taken_for_ones_own(role):
    own = sent(role, email="made.up@example.org")
    refused = own.press("/confirm/address/", email="Ana@example.org")
    assert refused.status_code == 422 and "This address or number is your guardian’s" in refused.content.decode()
    one = SignUp.objects.get()
    assert (one.person.email, one.consent.person) == ("made.up@example.org", one.person)
    assert not AccessLink.objects.filter(address="ana@example.org").exists()


def test_the_guardians_number_and_name_are_not_taken_for_ones_own(role):
    own = sent(role, name="Ana Lopez", email="", phone="617-555-0186", guardian_email="", guardian_phone="617-555-0187")
    assert own.press("/confirm/number/", phone="617-555-0187").status_code == 422
    assert own.press("/confirm/number/", phone="617-555-0185").status_code == 302


def test_a_no_after_a_corrected_address_ends_what_held_for_other_dates(role):
    own = sent(role, email="wrong@example.org")
    own.press("/confirm/address/", email="mia@example.org")
    own.type_code(code_for("mia@example.org"))
    consent = GuardianConsent.objects.get()
    assert consent.person == SignUp.objects.get().person
    answers.answer(consent=consent, says_yes=True, is_wide=True, how="paper", by=None, now=timezone.now())
    later = makers.role(of=role.opportunity, starts=timezone.now() + timedelta(days=30))
    own.sign_up(later, **MIA, **GUARDIAN)
    second = SignUp.objects.get(shift_role=later)
    assert second.state == State.CONFIRMED
    answers.answer(consent=second.consent, says_yes=False, how="paper", by=None, now=timezone.now())
    consent.refresh_from_db()
    assert consent.covers_until is None
