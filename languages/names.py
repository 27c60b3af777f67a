"""What the city's languages are called in the language of the page."""

from django.utils.text import capfirst
from django.utils.translation import get_language

from languages.formats import babel_locale
from languages.models import SOURCE, Language


def language_names():
    """Return {code: name} of the city's languages in their order, in the active language; one query."""
    return {code: in_words(code, name) for code, name in Language.objects.values_list("code", "name")}


def in_words(code, name):
    """Return what a language is called in the active language; `name` is what it is called in English."""
    here = get_language() or SOURCE
    if here == SOURCE:
        return name
    script = "_".join([part if at == 0 else part.title() for at, part in enumerate(code.split("-"))])
    known = babel_locale(here).languages
    return capfirst(known.get(script) or known.get(code) or name)
