"""Numbers that nobody should give us: cards and social security numbers are refused before anything is stored or logged."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import ParagraphsField
from intake.refusal import Refused

REFUSAL = _("This looks like a card number or a social security number. Please take it out: we never need it, and we do not keep it.")
_RUN = re.compile(r"\d+(?:[ \-.]\d+)*")
_SSN = re.compile(r"(?<!\d)(?!000|666|9)\d{3}([ \-.])(?!00)\d{2}\1(?!0000)\d{4}(?!\d)")  # Social Security Administration, POMS RM 10201.035
_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)")
_SAYS_SSN = re.compile(r"\bssn\b|social security|seguro social", re.IGNORECASE)
SHORTEST, LONGEST = 13, 19  # digits of a card number, ISO/IEC 7812-1


def has_sensitive_number(text: str) -> bool:
    """Tell whether a card number (Luhn, ISO/IEC 7812-1 annex B) or a United States social security number stands in the text; digits of any script count."""
    plain = "".join(str(unicodedata.decimal(character, character)) for character in unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    if _SSN.search(plain) or (_SAYS_SSN.search(plain) and _NINE.search(plain)):
        return True
    return any(_is_card(digits) for run in _RUN.findall(plain) for digits in _candidates(re.split(r"[ \-.]", run)))


def check_no_sensitive_numbers(text: str, *, field: str | None = None) -> None:
    """Raise Refused when a card or social security number stands in the text; the sentence does not repeat it."""
    if has_sensitive_number(text):
        raise Refused(str(REFUSAL), field=field, code="sensitive")


class NotesField(ParagraphsField):
    """Several lines of text that must not hold a card or social security number; what was refused is not shown again."""

    def bound_data(self, data, initial):
        """A form that comes back does not show the number again."""
        return "" if data and has_sensitive_number(str(data)) else super().bound_data(data, initial)

    def clean(self, value):
        value = super().clean(value)
        if has_sensitive_number(value):
            raise forms.ValidationError(REFUSAL, code="sensitive")
        return value


def _candidates(groups):
    """Cards are printed in groups of four digits or more (the last may be shorter); phone numbers have shorter ones and are left alone."""
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            if digits and len(groups[first]) < 4:
                break
            digits += group
            if SHORTEST <= len(digits) <= LONGEST:
                yield digits
            if len(group) < 4 or len(digits) > LONGEST:
                break


def _is_card(digits):
    if digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    doubled = [int(digit) for digit in reversed(digits)]
    return sum(one if place % 2 == 0 else sum(divmod(2 * one, 10)) for place, one in enumerate(doubled)) % 10 == 0
