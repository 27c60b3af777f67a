"""Text as people type it, made safe to store: no NUL, no surrogates, no invisible or direction-changing characters."""

import re
import unicodedata

from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext as _

from intake.refusal import Refused

# Cf holds zero-width and bidirectional-override characters; joiners are letters' companions in Arabic, Persian and emoji.
_JOINERS = {"\u200c", "\u200d"}
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_NUMBER = re.compile(r"[+\d(][\d\s().+/-]*")


def is_visible(text):
    """Tell whether the text has at least one letter, digit, punctuation mark or symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def _keep(character):
    category = unicodedata.category(character)
    return character == "\n" or character in _JOINERS or category not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_line(text):
    """Return one line: NFC, invisible characters dropped, white space folded."""
    return clean_paragraphs(text.replace("\r", " ").replace("\n", " "))


def clean_paragraphs(text):
    """Return several lines: NFC, invisible characters dropped, spaces folded, no more than one empty line in a row."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if not (text.isascii() and text.replace("\n", "").isprintable()):  # a table of ten thousand rows is mostly this
        text = "".join(character for character in text if _keep(character))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def comparison_key(text):
    """Return the text as names are compared: case and spaces ignored."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def words_of(typed):
    """Return the words of a search as Django admin splits them; what stands in quotes stays together."""
    return [unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1 else word for word in smart_split(typed)]


def search_key(word):
    """Return a word as it stands in names, addresses and numbers that are searched: of a phone number, its digits."""
    digits = "".join(character for character in word if character.isdecimal())
    return digits if digits and _NUMBER.fullmatch(word) else comparison_key(word)


def refuse_malformed(text):
    """Raise Refused for text that PostgreSQL cannot store: NUL bytes and lone surrogates."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused(_("This text has a character that cannot be stored. Please type it again."))
