"""Text as people type it, made safe to store: no NUL, no surrogates, no invisible or direction-changing characters."""

import re
import unicodedata

from django.utils.translation import gettext as _

from intake.refusal import Refused

# Cf holds zero-width and bidirectional-override characters; joiners are letters' companions in Arabic, Persian and emoji.
_JOINERS = {"\u200c", "\u200d"}
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


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
    text = "".join(character for character in text if _keep(character))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def comparison_key(text):
    """Return the text as names are compared: case and spaces ignored."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def refuse_malformed(text):
    """Raise Refused for text that PostgreSQL cannot store: NUL bytes and lone surrogates."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused(_("This text has a character that cannot be stored. Please type it again."))
