"""Plain Markdown: what is refused, with the line named; what is shown is safe all the same."""

import pytest

from intake.refusal import Refused
from outreach import markdown

GOOD = """# Come and help

Hello [[name]], **three** clean-ups:

- Saturday in *Dorchester*
- Sunday, see <https://www.boston.gov/events> or [the list](https://www.boston.gov/clean?a=1&b=2)

1. bring gloves
2. call [[phone]] or [write](mailto:clean@example.org)

5 < 6 and 7 > 2, a brace { is fine & so is this
second line. [Stop](  [[unsubscribe]]) or [[preferences]]
"""


def refused(source, **more):
    with pytest.raises(Refused) as caught:
        markdown.check(source, placeholders=markdown.PLACEHOLDERS, **more)
    return [one.sentence for one in (caught.value, *caught.value.and_also)]


def test_plain_markdown_passes_and_both_parts_say_the_same():
    source = GOOD.replace("(  [[", "([[")
    markdown.check(source, placeholders=markdown.PLACEHOLDERS)
    html = markdown.to_html(source)
    assert "<h2>Come and help</h2>" in html and "<strong>three</strong>" in html
    assert 'href="[[unsubscribe]]">Stop</a>' in html and 'href="[[preferences]]">[[preferences]]</a>' in html
    assert "Hello [[name]]," in html and "brace { is fine &amp; so is this<br>" in html
    text = markdown.to_text(source)
    assert text.startswith(
        "Come and help\n\nHello [[name]], three clean-ups:\n\n- Saturday in Dorchester\n- Sunday, see https://www.boston.gov/events or the list"
    )
    assert "(https://www.boston.gov/clean?a=1&b=2)\n\n1. bring gloves\n2. call [[phone]] or write (clean@example.org)\n\n5 < 6" in text
    assert text.endswith("so is this\nsecond line. Stop ([[unsubscribe]]) or [[preferences]]")


@pytest.mark.parametrize(
    "line",
    [
        "{{ person.token }}", "{% load x %}", "{0.__class__}", "{person.token}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- hidden -->",
        "</p>", "[click](javascript:alert(1))", "[click](JaVaScRiPt:alert(1))", "[click](java&#115;cript:alert(1))", "[click](data:text/html,x)", "[click](/volunteer/)",
        "[click](http://169.254.169.254/latest)", "[click](https://user:secret@example.org/)", "![picture](https://example.org/x.png)", "Hello [[person.token]]",
        "Hello [[nmae]]", "Hello [[name", "[[]]", "<javascript:alert(1)>", "[a]: javascript:alert(1)\n[a]",
    ],
)  # fmt: skip
def test_abuse_is_refused_and_the_line_is_named(line):
    said = refused(f"A good line.\n\n{line}")
    assert said[0].startswith("Line 3") or said[0].startswith("Line 4")
    assert "<script" not in (html := markdown.to_html(line)) and "javascript:" not in html.replace("[a]: javascript", "") or "href" not in html


def test_every_wrong_line_is_named_at_once():
    said = refused("{{ a }}\nfine\n<b>bold</b>\n[[who]]")
    assert [words.split(":")[0] for words in said] == ["Line 1", "Line 3", "Line 4"]


def test_a_text_without_end_is_refused_at_once():
    assert refused("x" * 1_000_000) == ["This text is too long: 50000 characters are allowed."]
    assert refused("a\x00b") == ["This text has a character that cannot be stored. Please type it again."]


def test_a_story_has_no_placeholders():
    with pytest.raises(Refused) as caught:
        markdown.check("Hello [[name]]")
    assert caught.value.field == "body" and "no placeholders" in caught.value.sentence


def test_a_subject_takes_words_and_names_but_no_links():
    markdown.check_line("News for [[name]] of [[office]]", placeholders=markdown.PLACEHOLDERS)
    for subject in ("[[unsubscribe]]", "{{ x }}", "<b>", "[[who]]"):
        with pytest.raises(Refused):
            markdown.check_line(subject, placeholders=markdown.PLACEHOLDERS)


def test_what_got_past_the_check_is_harmless_all_the_same():
    html = markdown.to_html('<a href="javascript:x()" onclick="y()">z</a> <style>p{}</style> ![p](https://example.org/p.png) [a](data:text/html,b)')
    assert "<a href" not in html and "<style" not in html and "<img" not in html
