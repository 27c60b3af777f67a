"""Card and social security numbers are noticed in whatever is typed, and what only looks like one is left alone."""

import pytest

from intake.refusal import Refused
from intake.sensitive import NotesField, check_no_sensitive_numbers, has_sensitive_number


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111", "my card 4111 1111 1111 1111 exp 12/27", "4111-1111-1111-1111", "378282246310005", "3782 822463 10005", "6011 1111 1111 1117 12", "078-05-1120", "078 05 1120",
        "SSN: 078051120", "mi seguro social es 078051120", "٤١١١١١١١١١١١١١١١", "４１１１ １１１１ １１１１ １１１１", "4111–1111–1111–1111", "078.05.1120", "2223 0031 2200 3222",
    ],
)  # fmt: skip
def test_a_number_that_nobody_should_give_us_is_noticed(text):
    assert has_sensitive_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "617-555-0142", "617 555 0142, 617 555 0143", "+1 617 555 0142", "02118-1234", "October 10, 2026, 9:30", "4111 1111 1111 1112", "2026-10-10", "12 boxes of 48 pencils, 300 bags", "000-12-3456", "666-12-3456",
        "900-12-3456", "078-00-1120", "078-05-0000", "0000000000000000", "tracking 078051120", "1111 1111 1111 1111", "", "ISBN 978-0-306-40615-7", "7" * 300,
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(text):
    assert not has_sensitive_number(text)


def test_the_refusal_is_a_plain_sentence_that_does_not_repeat_the_number():
    with pytest.raises(Refused, match="we never need it") as refused:
        check_no_sensitive_numbers("Card 4111 1111 1111 1111", field="notes")
    assert refused.value.field == "notes" and "4111" not in refused.value.sentence
    field = NotesField()
    with pytest.raises(Exception, match="we never need it"):
        field.clean("Card 4111 1111 1111 1111")
    assert field.clean("Two boxes") == "Two boxes"


def test_a_long_text_is_read_quickly():
    assert not has_sensitive_number("1234 " * 20_000)
