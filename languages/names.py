"""What the city's languages are called in the language of the page."""

from django.utils.text import capfirst
from django.utils.translation import get_language

from languages.content import SOURCE_LANGUAGE
from languages.formats import babel_locale
from languages.models import Language

_SCRIPT_LETTERS = 4  # zh-hant names a script, pt-br a country (BCP 47)


def language_names():
    """Return {code: name} of the city's languages in their order, in the active language; one query."""
    return {code: in_words(code, name) for code, name in Language.objects.values_list("code", "name")}


def in_words(code, name):
    """Return what a language is called in the active language; `name` is what it is called in English."""
    here = get_language() or SOURCE_LANGUAGE
    if here == SOURCE_LANGUAGE:
        return name
    known = babel_locale(here).languages
    return capfirst(known.get(_as_babel_writes(code)) or name)


def _as_babel_writes(code):
    language, *parts = code.split("-")
    return "_".join([language, *(part.title() if len(part) == _SCRIPT_LETTERS else part.upper() for part in parts)])
