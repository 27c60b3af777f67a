"""Numbers that nobody should send us: card numbers and social-security numbers. Merging: the pledges' version of this file replaces it."""

import re
import unicodedata

from django.utils.translation import gettext as _

from intake.refusal import Refused

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_SOCIAL_SECURITY = re.compile(r"(?<!\d)(?!000|666|9\d\d)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?!\d)")


def check_no_sensitive_numbers(text: str) -> None:
    """Raise Refused when a text has a card number (ISO/IEC 7812, Luhn) or a social-security number; nothing of it is repeated."""
    plain = unicodedata.normalize("NFKC", text)
    if _SOCIAL_SECURITY.search(plain) or any(_is_card(found[0]) for found in _CARD.finditer(plain)):
        raise Refused(_("This looks like a card number or a social security number. Please take it out: we never need it."), code="sensitive")


def _is_card(found):
    digits = [int(character) for character in found if character.isdecimal()]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
