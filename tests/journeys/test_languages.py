"""A sign-up in Spanish from the first page to the letter, and the same pages from right to left."""

import re

import pytest

from languages.models import Translation, source_hash
from mailing.models import Message
from volunteers.models import SignUp


@pytest.fixture
def translated(shift):
    """The opportunity with a verified Spanish title."""
    opportunity = shift.opportunity
    Translation.objects.create(
        record=opportunity,
        field="title",
        language="es",
        text="Clasificar alimentos en la despensa",
        status="verified",
        source_hash=source_hash(opportunity.title),
    )
    return shift


def test_a_sign_up_in_spanish_ends_with_a_letter_in_spanish(walk, translated):
    vera = walk(width=320, javascript=False)
    vera.open("/es/volunteer/")
    assert "Clasificar alimentos en la despensa" in vera.text
    vera.follow("Clasificar alimentos en la despensa").follow(re.compile("^Inscr"))
    assert vera.page.locator("html").get_attribute("lang") == "es" and vera.page.locator("[name=language]").input_value() == "es"
    vera.fill(name="Vera", email="vera@example.org")
    vera.page.locator("main form button[type=submit]").first.click()
    vera.look()
    assert "/es/confirm/" in vera.page.url
    vera.type_code(vera.code(), re.compile("^Confirmar"))
    assert SignUp.objects.get().state == "confirmed" and SignUp.objects.get().language == "es"
    letter = vera.letter("signed_up")
    assert letter.message["Content-Language"] == "es" and "Clasificar alimentos en la despensa" in letter.text
    assert not re.search(r"\b(You are signed up|Please bring|See, change or cancel)\b", letter.text)
    assert set(Message.objects.values_list("language", flat=True)) == {"es"}


def test_a_text_without_translation_is_marked_as_english(walk, shift):
    vera = walk().open(f"/es/volunteer/{shift.opportunity.slug}/")
    assert vera.page.locator("h1 [lang=en], h1[lang=en]").count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_the_sign_up_works_from_right_to_left(walk, shift, width):
    vera = walk(width=width)
    vera.open("/ar/volunteer/").open(f"/ar/volunteer/{shift.opportunity.slug}/").open(f"/ar/volunteer/shifts/{shift.pk}/sign-up/")
    assert vera.page.locator("html").get_attribute("dir") == "rtl"
    box = vera.page.locator("[name=name]").bounding_box()
    label = vera.page.locator("label[for=id_name]").bounding_box()
    assert abs((label["x"] + label["width"]) - (box["x"] + box["width"])) < 40, "labels stand at the right edge"
    vera.fill(name="محمد", email="vera@example.org")
    vera.page.locator("main form button[type=submit]").first.click()
    vera.look()
    assert "vera@example.org" in vera.text and vera.page.locator("strong[dir=ltr]").first.inner_text() == "vera@example.org"
    vera.fill(code=vera.code())
    vera.page.locator("main form button[type=submit]").first.click()
    vera.look()
    assert SignUp.objects.get().person.name == "محمد" and SignUp.objects.get().state == "confirmed"
