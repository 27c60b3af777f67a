"""Codes for the day: easy to read out, and never somebody else's by a slip of the finger."""

import itertools
import re

import pytest

from intake import short_codes
from volunteers import codes

SOME = [codes.of(number) for number in range(1, 60)]
CONFUSING = set("01OIL")


def test_a_code_is_six_characters_that_cannot_be_mistaken_for_one_another():
    assert all(re.fullmatch(f"[{short_codes.ALPHABET}]{{6}}", code) for code in SOME)
    assert not CONFUSING & set(short_codes.ALPHABET)


def test_it_is_the_same_each_time_and_differs_from_row_to_row():
    assert codes.of(7) == codes.of(7)
    assert len({codes.of(number) for number in range(5_000)}) > 4_990


def test_it_cannot_be_worked_out_without_the_portals_secret(settings):
    before = codes.of(7)
    settings.SECRET_KEY = "another secret of fifty characters, made up for this test only"
    assert codes.of(7) != before


def test_any_one_wrong_character_is_noticed():
    for code in SOME:
        for place, other in itertools.product(range(6), short_codes.ALPHABET):
            if other != code[place]:
                assert codes.read(code[:place] + other + code[place + 1 :]) is None


def test_any_two_characters_that_changed_places_are_noticed():
    for code in SOME:
        for one, other in itertools.combinations(range(6), 2):
            swapped = list(code)
            swapped[one], swapped[other] = code[other], code[one]
            if swapped != list(code):
                assert codes.read("".join(swapped)) is None


def test_without_the_check_character_a_slip_would_find_somebody_else(monkeypatch):
    monkeypatch.setattr(short_codes, "with_check", lambda payload: payload + "2")
    assert codes.read("23456" + "2") and codes.read("23457" + "2")


@pytest.mark.parametrize("shape", ["{0}{1}", "{0} {1}", "{0}-{1}", " {0} – {1}. ", "{0}\u00a0{1}"])
def test_spaces_dashes_and_capitals_do_not_matter(shape):
    code = SOME[0]
    typed = shape.format(code[:3], code[3:])
    assert codes.read(typed) == codes.read(typed.lower()) == code


def test_digits_of_an_arabic_keyboard_are_read():
    code = next(code for code in SOME if any(character.isdigit() for character in code))
    assert codes.read(code.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})) == code


@pytest.mark.parametrize("typed", ["", "K7P", "K7P4XDD", "OOO000", "\x00" * 6, "⚀⚁⚂⚃⚄⚅", "✓✓✓✓✓✓", "K" * 5000, "617-555-0142", "vera@example.org"])
def test_what_is_no_code_is_none(typed):
    assert codes.read(typed) is None


def test_a_blank_line_belongs_to_the_shift_it_was_printed_for():
    for line in (0, 1, 29, 961, codes.LINES - 1):
        code = codes.of_blank(7, line)
        assert codes.read(code) == code and codes.blank_line(7, code) == line
        assert codes.blank_line(8, code) is None


def test_a_code_that_was_never_printed_is_hardly_ever_a_blank_line():
    assert sum(codes.blank_line(7, codes.of(number)) is not None for number in range(20_000)) < 60
