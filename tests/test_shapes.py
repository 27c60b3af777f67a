"""What a page repeats reads as its template would write it, whatever the words are."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from civic.templatetags import day_rows
from donations.templatetags import drive_rows
from events.templatetags import event_cards
from intake import shapes
from people.options import Choice
from volunteers.templatetags import opportunities

PAYLOAD = "\"><script>alert(1)</script>&'"
ALL = [event_cards.CARD, opportunities.CARD, opportunities.WAY, day_rows.ROW, drive_rows.NEED, drive_rows.PLACE]
FLAGS = {
    "languages": (Choice("ht", "ht", "Kreyòl & co"), Choice("es", "es", "Español")),
    "supports": ("Food", "Childcare"),
    "lang": "es",
    "button": "waitlist",
    "kind": "good",
}


def things(repeated):
    """Things with all words and flags, and with each of them left out in turn."""
    full = {**dict.fromkeys(repeated.slots, PAYLOAD), **{flag: FLAGS.get(flag, True) for flag in repeated.flags}}
    yield SimpleNamespace(**full)
    for name in full:
        yield SimpleNamespace(**{**full, name: "" if name in repeated.slots or isinstance(full[name], str) else type(full[name])()})


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("repeated", ALL, ids=lambda one: one.template_name)
def test_what_is_repeated_reads_as_its_template(repeated, language):
    with override(language):
        for thing in things(repeated):
            assert repeated.filled(thing) == render_to_string(repeated.template_name, {repeated.name: thing})


def test_without_escaping_a_word_would_be_a_script(monkeypatch):
    """Negative control: what is put in is escaped here, not by the template."""
    (thing, *_rest) = things(day_rows.ROW)
    assert "<script>" not in day_rows.ROW.filled(thing)
    monkeypatch.setattr(shapes, "_escaped", lambda words: words)
    assert "<script>" in day_rows.ROW.filled(thing)
