"""Short codes for the day: one for each sign-up and one for each blank line of a sign-in sheet, easy to read out and to type.

Six characters, “K7P 4XD”: five come from an HMAC of the row and are stored nowhere, the last one checks the others. Any one wrong
character, and any two that changed places, make a code that nobody has (weights that differ modulo a prime, as in ISBN-10).
"""

import hmac
import unicodedata

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime; without 0, O, 1, I and L
LENGTH = 6
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_LINE = 3  # characters of a blank line that say which line it is; the next two prove that it was printed for this shift
LINES = _BASE**_LINE
_SIGN_UP, _BLANK = "volunteers.codes.sign_up", "volunteers.codes.blank"


def of(sign_up_id):
    """Return the code of a sign-up, without its space."""
    return _with_check(_letters(_number(_SIGN_UP, sign_up_id), LENGTH - 1))


def among(sign_up_ids, code):
    """Return those of the sign-ups (ids) that have the code: one, nobody, or, once in a hundred thousand shifts, two."""
    return [pk for pk in sign_up_ids if of(pk) == code]


def of_blank(shift_id, line):
    """Return the code of a blank line of a shift's sheet; `line` is from 0 to LINES - 1."""
    proof = _letters(_number(_BLANK, f"{shift_id}|{line}"), LENGTH - 1 - _LINE)
    return _with_check(_letters(line, _LINE) + proof)


def blank_line(shift_id, code):
    """Return the number of the blank line of this shift that has the code, or None."""
    line = 0
    for character in code[:_LINE]:
        line = line * _BASE + _VALUE[character]
    return line if of_blank(shift_id, line) == code else None


def spaced(code):
    """Return a code as it is printed and read out: “K7P 4XD”."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def read(typed):
    """Return the code that was typed, however it was spaced and in whatever case; None when it is mistyped: nobody can have it."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    characters = [_digit(character) for character in plain if character.isalnum()]
    if len(characters) != LENGTH or not _VALUE.keys() >= set(characters):
        return None
    code = "".join(characters)
    return code if _with_check(code[:-1]) == code else None


def _digit(character):
    """Digits of other scripts are as good as ours."""
    return str(unicodedata.decimal(character, character))


def _number(salt, row):
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{salt}|{row}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")


def _letters(number, length):
    found = []
    for _place in range(length):
        number, value = divmod(number, _BASE)
        found.append(ALPHABET[value])
    return "".join(reversed(found))


def _with_check(payload):
    total = sum(weight * _VALUE[character] for weight, character in enumerate(payload, start=2))
    return payload + ALPHABET[-total % _BASE]
