"""Staff correct how a person is reached."""

import pytest
from django.test import Client

from mailing import proof
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("email", "status"), [("right@example.org", 404), ("vera@example.org", 302)])
def test_the_link_in_the_letters_to_a_wrong_address_opens_nothing_once_it_is_corrected(carla, vera, email, status):
    link = proof.manage_links({vera.ref: vera.person})[vera.ref]
    typed = {"name": "Vera Lopez", "email": email, "phone": "617-555-0142", "address": "", "channel": "email", "language": "en", "neighborhood": ""}
    answer = signed_in(carla).post(f"/admin/people/person/{vera.person.pk}/change/", typed)
    vera.person.refresh_from_db()
    assert (answer.status_code, vera.person.email) == (302, email)
    assert Client().get(f"/my/link/{proof.token(link)}/").status_code == status
