"""What the floors below tell of an address ends its consents."""

import pytest
from django.utils import timezone

from mailing.reach import leaving
from outreach import links
from outreach.models import Subscription
from people import corrections
from tests import makers
from tests.outreach import wanting
from volunteers.models import KeepPosted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("why", "state", "stays_posted"), [("complaint", "suppressed", False), ("bounced", "suppressed", True), ("one_click", "unsubscribed", False)]
)
def test_a_letter_that_came_back_or_was_complained_of_ends_the_consents_of_everybody_at_the_address(why, state, stays_posted):
    topic = wanting.topic()
    vera, vito = (makers.person(name, "shared@example.org") for name in ("Vera", "Vito"))
    both = [one for person in (vera, vito) for one in wanting.wants(person, topic)]
    (other,) = wanting.wants(makers.person("Sam", "sam@example.org"), topic)
    posted = KeepPosted.objects.create(person=vera, agreed_at=timezone.now())
    assert leaving.leave_all(address="Shared@example.org", why=why, now=timezone.now()) == 2
    told = dict(Subscription.objects.values_list("pk", "state"))
    assert ([told[one.pk] for one in both], told[other.pk]) == ([state, state], "confirmed")
    posted.refresh_from_db()
    assert posted.is_standing == stays_posted  # a mailbox that is full today may be read tomorrow


def test_links_mailed_to_a_wrong_address_open_nothing_once_it_is_corrected():
    vera = makers.person("Vera", "vrea@example.org")
    old = wanting.token(vera)
    assert links.behind(old) is not None
    corrections.email_corrected(person=vera)
    assert links.behind(old) is None and links.behind(wanting.token(vera)) is not None
