"""What a sign at a door says, in several languages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

MOST_LANGUAGES = 3  # what can still be read from three steps away


@dataclass(frozen=True)
class SignWords:
    """The sign in one language."""

    language: str
    is_bidi: bool
    heading: str
    title: str
    when: str
    how: str
    opens: str


def languages_of(*, first: str, wanted: Iterable[str]) -> list[str]:
    """Return the languages of a sign or a sheet: one, then those that are wanted there and the portal speaks; three at most."""
    offered = dict(settings.LANGUAGES)
    return [code for code in dict.fromkeys([first, settings.LANGUAGE_CODE, *wanted]) if code in offered][:MOST_LANGUAGES]


def in_each(codes: Iterable[str], words: Callable[[str], dict[str, str]]) -> list[SignWords]:
    """Return the sign in each language; `words(language)` returns title, when, how and opens, asked while that language is active."""
    found = []
    for code in codes:
        with translation.override(code):
            found.append(SignWords(language=code, is_bidi=get_language_bidi(), heading=_("Check in here"), **words(code)))
    return found
