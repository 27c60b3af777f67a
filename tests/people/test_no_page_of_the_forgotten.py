"""Who was forgotten is in no list and has no page any more: nothing is typed into their record again, not even by whoever had it open."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.forgetting import forget
from people.models import Person
from tests import makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


def test_a_page_that_was_open_writes_nothing_back_when_the_person_is_forgotten():
    makers.city()
    vera, dan = makers.person("Vera Lopez", "vera@example.org"), makers.person("Dan", "dan@example.org")
    client = signed_in(make_staff("olga@example.org", is_superuser=True))
    address = reverse("admin:people_person_change", args=[vera.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields} | {"phone": "617-555-0143"}
    forget(person=vera, now=timezone.now())
    assert (client.post(address, typed).status_code, client.get(address).status_code) == (404, 404)
    assert Person.objects.values_list("name", "email", "phone").get(pk=vera.pk) == ("", "", "")
    assert list(client.get(reverse("admin:people_person_changelist")).context["cl"].result_list) == [dan]
