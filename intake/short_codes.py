"""Short codes that are easy to read out and to type: “K7P 4XD”.

Six characters: the last one checks the others. Any one wrong character, and any two that changed places, make a code that nobody has
(weights that differ modulo a prime, as in ISBN-10).
"""

import hmac
import unicodedata

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime; without 0, O, 1, I and L
LENGTH = 6
VALUE = {character: value for value, character in enumerate(ALPHABET)}
BASE = len(ALPHABET)


def of(salt, row):
    """Return the code of a row (an id or a text) of one kind, without its space; five characters come from an HMAC and are stored nowhere."""
    return with_check(letters(number(salt, row), LENGTH - 1))


def spaced(code):
    """Return a code as it is printed and read out: “K7P 4XD”."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def read(typed):
    """Return the code that was typed, however it was spaced and in whatever case; None when it is mistyped: nobody can have it."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    characters = [_digit(character) for character in plain if character.isalnum()]
    if len(characters) != LENGTH or not VALUE.keys() >= set(characters):
        return None
    code = "".join(characters)
    return code if with_check(code[:-1]) == code else None


def _digit(character):
    """Digits of other scripts are as good as ours."""
    return str(unicodedata.decimal(character, character))


def number(salt, row):
    """Return the number behind a row's code: 64 bits of an HMAC (RFC 2104) with the portal's key."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{salt}|{row}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")


def letters(number, length):
    """Return the last so many digits of a number in this alphabet."""
    found = []
    for _place in range(length):
        number, value = divmod(number, BASE)
        found.append(ALPHABET[value])
    return "".join(reversed(found))


def with_check(payload):
    """Return five characters with the sixth that checks them."""
    total = sum(weight * VALUE[character] for weight, character in enumerate(payload, start=2))
    return payload + ALPHABET[-total % BASE]
