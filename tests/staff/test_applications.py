"""The list of applicants: each leads to its newest sign-up, and it costs the same for one and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.staff.conftest import signed_in
from volunteers.models import Application

pytestmark = pytest.mark.django_db
LIST = "/admin/volunteers/application/"


def applicant(role, name, *, who=None):
    sign_up = makers.sign_up(role, who=who or makers.person(name, f"{name.lower()}@example.org", office=role.opportunity.office), state="requested")
    Application.objects.create(opportunity=role.opportunity, person=sign_up.person, created_at=timezone.now())
    return sign_up


def test_the_list_leads_to_the_newest_sign_up_of_each(carla, role):
    old = makers.sign_up(role, who=makers.person(office=role.opportunity.office), state="expired")
    new, other = applicant(role, "Vera", who=old.person), applicant(role, "Dan")
    page = signed_in(carla).get(LIST).content.decode()
    links = [reverse("admin:sign_up_desk", args=[one.pk]) in page for one in (old, new, other)]
    assert links == [False, True, True]


def test_the_list_costs_the_same_for_one_and_for_many(carla, role):
    client, asked = signed_in(carla), []
    client.get(LIST)
    for names in (["Vera"], ["Dan", "Sam", "Mia"]):
        for name in names:
            applicant(role, name)
        with CaptureQueriesContext(connection) as queries:
            assert names[-1] in client.get(LIST).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
