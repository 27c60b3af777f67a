"""Words: shared ones once, personal ones spliced in, nothing typed runs, secrets are not kept."""

import pytest
from django.utils.safestring import mark_safe

from mailing.models import Message
from mailing.registry import Letter, kind_named, registry
from mailing.writing import previews
from mailing.writing.rendering import Writer
from people.models import Office

pytestmark = pytest.mark.django_db


def write(letter, office, kind="django_mail", language="en", writer=None):
    return (writer or Writer()).write(kind_named(kind), letter, office=office, language=language)


def words(**personal):
    return Letter("", {}, {"subject": "Hello", "text": "Hello", "body": "Hello", **personal})


def test_personal_values_reach_text_as_they_are_and_html_escaped(office):
    said = write(words(text="<b>Vera & son</b>", body="<b>Vera & son</b>"), office)
    assert "<b>Vera & son</b>" in said.text
    assert "&lt;b&gt;Vera &amp; son&lt;/b&gt;" in said.html and "<b>Vera" not in said.html


def test_what_is_safe_already_is_not_escaped_twice(office):
    assert "<em>yes</em>" in write(words(body=mark_safe("<em>yes</em>")), office).html


def test_one_readers_values_never_reach_another_reader(office):
    writer = Writer()
    first = write(words(text="for Vera"), office, writer=writer)
    second = write(words(text="for Dan"), office, writer=writer)
    assert "Dan" not in first.text and "Vera" not in second.text


def test_a_template_is_rendered_once_for_all_who_share_its_values(office, django_assert_num_queries):
    writer = Writer()
    write(words(), office, writer=writer)
    with django_assert_num_queries(0):
        for number in range(50):
            write(words(text=str(number)), office, writer=writer)
    assert len(writer._patterns) == 1


def test_secrets_leave_but_are_not_kept(office):
    letter = Letter("", {}, {"subject": "123456 is your code", "text": "123456", "body": "123456"}, secret={"subject", "text"})
    said = write(letter, office)
    assert ("123456" in said.subject, "123456" in said.text) == (True, True)
    assert ("123456" in said.kept_subject, "123456" in said.kept_text) == (False, False)
    assert "•••" in said.kept_text


@pytest.mark.parametrize("typed", ["{{ office.name }}", "{% now 'Y' %}", "\\1", "%s %(x)s", "\ue000", "<script>alert(1)</script>", "$(id)", "‮evil"])
def test_nothing_that_somebody_typed_runs_in_a_letter(typed, office):
    said = write(words(text=typed, body=typed), office)
    assert typed in said.text
    assert "<script" not in said.html


def test_the_text_ends_with_who_writes_and_a_phone_number(office):
    said = write(words(), office)
    assert "617-555-0100 (Monday to Friday, 9 a.m. to 5 p.m.)" in said.text
    assert "\n-- \n" in said.text
    assert "\n\n\n" not in said.text


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_letter_can_be_shown_in_every_language(language, office):
    assert set(previews.kinds()) == set(registry())
    for kind in previews.kinds():
        subject, text, html = previews.render(kind, language)
        assert subject and "\n" not in subject
        assert text.strip() and f'lang="{language}"' in html
        assert ('dir="rtl"' in html) is (language == "ar")


def test_an_unfinished_language_is_written_in_english_and_says_so(office):
    assert 'lang="en"' in previews.render("test_letter", "ht")[2]


def test_a_letter_is_shown_before_the_first_office_is_named():
    assert Office.objects.count() == 0
    assert previews.render("test_letter", "en")[0]


def test_a_queued_letter_can_be_read_before_it_leaves(note, vera, now):
    message = Message.objects.create(person=vera, recipient="p:1", office=vera.office, kind="note", about="test.thing:1", due=now)
    assert "If you can read it" in previews.of_message(message)[1]
    note.unwanted.add("test.thing:1")
    assert previews.of_message(message) is None
