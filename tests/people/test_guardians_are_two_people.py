"""A guardian who shares a family's phone with the child is no second record of the child: merged, the child would agree to what a guardian has to agree to."""

import pytest
from django.urls import reverse

from intake.refusal import Refused
from people import consents, duplicates, merging
from people.consents import Guardian
from people.models import GuardianConsent
from tests import makers
from tests.makers import NOW
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent():
    makers.city()
    mia = makers.person("Mia Lopez", "mia@example.org", phone="+16175550143")
    return consents.ask(person=mia, guardian=Guardian("Ana Lopez", "", "+16175550143", "en"), age_band="minor", now=NOW)


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_child_and_its_guardian_are_not_merged(consent, is_turned):
    both = [consent.person, consent.guardian]
    kept, gone = both[::-1] if is_turned else both
    with pytest.raises(Refused, match="^Ana Lopez: Guardian of Mia Lopez.$"):
        merging.merge(kept=kept, gone=gone, by=None, now=NOW)
    assert GuardianConsent.objects.filter(person=consent.person, guardian=consent.guardian).exists()


def test_the_page_says_why(consent):
    client = signed_in(make_staff("olga@example.org", is_superuser=True))
    page = client.get(reverse("admin:merge_people", args=[consent.person_id]), {"other": consent.guardian_id})
    assert (page.status_code, "Ana Lopez: Guardian of Mia Lopez." in page.text) == (422, True)


def test_they_are_not_suggested_and_who_may_be_the_guardian_is(consent):
    again = makers.person("Ana López", "ana@example.org", phone="+16175550143")
    found = {(pair.first, pair.second) for pair in duplicates.like(consent.guardian)}
    assert found == {(consent.guardian, again)}
    assert (consent.person, consent.guardian) not in {(pair.first, pair.second) for pair in duplicates.like(consent.person)}
    assert merging.merge(kept=consent.guardian, gone=again, take=["name", "email"], by=None, now=NOW).email == "ana@example.org"
