"""Texts of records in the reader's language."""

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from intake.refusal import Refused
from languages.content import set_translation, translatable_models, translated
from languages.models import Translation
from people.models import Office
from volunteers.models import Opportunity, ShiftRole

VERIFIED, DRAFT, MACHINE = Translation.Status.VERIFIED, Translation.Status.DRAFT, Translation.Status.MACHINE


@pytest.fixture
def office(db):
    return Office.objects.create(
        name="Office of Trees", slug="trees", phone="+16175550142", phone_hours="Monday to Friday", email="trees@example.org", address="1 Elm St"
    )


def make_opportunity(office, title="Plant trees"):
    return Opportunity.objects.create(office=office, title=title, slug=title.lower().replace(" ", "-"), summary="Dig & plant.\n\nBring friends.", bring="")


def translate(record, text, *, field="title", language="es", status=VERIFIED):
    return set_translation(record=record, field=field, language=language, text=text, status=status, now=timezone.now())


def test_a_verified_text_is_shown_in_the_readers_language(office):
    record = make_opportunity(office)
    translate(record, "Plantar árboles")
    (shown,) = translated([record], "es")
    assert (str(shown.words.title), shown.words.title.language, shown.words.title.is_fallback) == ("Plantar árboles", "es", False)


@pytest.mark.parametrize("status", [DRAFT, MACHINE])
def test_a_text_nobody_has_verified_is_not_shown(office, status):
    record = make_opportunity(office)
    translate(record, "Plantar árboles", status=status)
    (shown,) = translated([record], "es")
    assert (shown.words.title.text, shown.words.title.language, shown.words.title.is_fallback) == ("Plant trees", "en", True)


def test_a_text_goes_stale_when_the_english_one_changes(office):
    record = make_opportunity(office)
    translate(record, "Plantar árboles")
    assert not translated([record], "es")[0].words.title.is_stale
    record.title = "Plant shrubs"
    record.save(update_fields=["title"])
    assert translated([record], "es")[0].words.title.is_stale
    translate(record, "Plantar arbustos")
    assert not translated([record], "es")[0].words.title.is_stale


def test_a_list_costs_one_query_and_english_none(office, django_assert_num_queries):
    records = [make_opportunity(office, f"Plant {number}") for number in range(3)]
    translated(records, "es")  # the content type is looked up once per process
    for many in (records[:1], records):
        with django_assert_num_queries(1):
            translated(many, "es")
        with django_assert_num_queries(0):
            translated(many, "en")


def test_an_empty_text_removes_the_translation(office):
    record = make_opportunity(office)
    translate(record, "Plantar árboles")
    translate(record, "  ")
    assert Translation.objects.count() == 0


def test_a_field_without_translations_is_refused(office):
    with pytest.raises(Refused):
        translate(make_opportunity(office), "x", field="slug")


def test_a_fallback_is_marked_with_its_language_and_escaped(office):
    (record,) = translated([make_opportunity(office, "Plant <b> trees")], "es")
    with translation.override("es"):
        page = Template('{% load words %}{% words record "title" %}|{% translation_note record %}|{% words record "summary" True %}').render(
            Context({"record": record})
        )
    title, note, summary = page.split("|")
    assert title == '<span lang="en" dir="ltr">Plant &lt;b&gt; trees</span>'
    assert "español" in note
    assert summary == '<div lang="en" dir="ltr"><p>Dig &amp; plant.</p>\n\n<p>Bring friends.</p></div>'


def test_a_translated_text_has_no_mark_and_no_note(office):
    record = make_opportunity(office, "Plant trees")
    translate(record, "Plantar <i> árboles")
    (record,) = translated([record], "es", fields=["title"])
    with translation.override("es"):
        page = Template('{% load words %}{% words record "title" %}|{% translation_note record %}').render(Context({"record": record}))
    assert page == "Plantar &lt;i&gt; árboles|"


def test_models_with_texts_are_found():
    assert {Opportunity, ShiftRole} <= set(translatable_models())
