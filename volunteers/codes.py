"""The codes for the day (`intake.short_codes`): one for each sign-up, and one for each blank line of a sign-in sheet."""

from intake import short_codes
from intake.short_codes import BASE, LENGTH, VALUE, read, spaced

__all__ = ["LINES", "among", "blank_line", "of", "of_blank", "read", "spaced"]

_LINE = 3  # characters of a blank line that say which line it is; the next two prove that it was printed for this shift
LINES = BASE**_LINE
_SIGN_UP, _BLANK = "volunteers.codes.sign_up", "volunteers.codes.blank"


def of(sign_up_id):
    """Return the code of a sign-up, without its space."""
    return short_codes.of(_SIGN_UP, sign_up_id)


def among(sign_up_ids, code):
    """Return those of the sign-ups (ids) that have the code: one, nobody, or, once in a hundred thousand shifts, two."""
    return [pk for pk in sign_up_ids if of(pk) == code]


def of_blank(shift_id, line):
    """Return the code of a blank line of a shift's sheet; `line` is from 0 to LINES - 1."""
    proof = short_codes.letters(short_codes.number(_BLANK, f"{shift_id}|{line}"), LENGTH - 1 - _LINE)
    return short_codes.with_check(short_codes.letters(line, _LINE) + proof)


def blank_line(shift_id, code):
    """Return the number of the blank line of this shift that has the code, or None."""
    line = 0
    for character in code[:_LINE]:
        line = line * BASE + VALUE[character]
    return line if of_blank(shift_id, line) == code else None
