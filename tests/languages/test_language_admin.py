"""The list of languages in the staff site."""

import pytest
from django.urls import reverse

from languages.models import Language
from tests.places.test_city_admin import as_shown, owner  # noqa: F401  a fixture


@pytest.fixture
def languages(db):
    return [Language.objects.create(code=code, name=name, own_name=name, offered=True) for code, name in [("en", "English"), ("es", "Spanish")]]


def test_a_language_keeps_its_code_so_that_there_is_no_second_one(owner, languages):  # noqa: F811  the fixture
    change = reverse("admin:languages_language_change", args=["es"])
    sent = {name: value for name, value in as_shown(owner.get(change)).items() if name != "offered"}
    assert owner.post(change, sent | {"code": "ar", "own_name": "Español"}).status_code == 302
    assert list(Language.objects.order_by("code").values_list("code", "own_name", "offered")) == [("en", "English", True), ("es", "Español", False)]


def test_english_stays_offered_and_is_not_deleted(owner, languages):  # noqa: F811  the fixture
    change, delete = (reverse(f"admin:languages_language_{page}", args=["en"]) for page in ("change", "delete"))
    sent = {name: value for name, value in as_shown(owner.get(change)).items() if name != "offered"}
    assert owner.post(change, sent | {"own_name": "english"}).status_code == 302
    assert owner.post(delete, {"post": "yes"}).status_code == 403
    assert Language.objects.filter(code="en", offered=True, own_name="english").exists()
    assert owner.post(reverse("admin:languages_language_delete", args=["es"]), {"post": "yes"}).status_code == 302
