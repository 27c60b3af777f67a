"""Every kind of letter in every language, with invented words, for staff to read before anybody gets one."""

from django.db import transaction
from django.utils import translation

from mailing.registry import kind_named, registry
from mailing.writing.rendering import HIDDEN, Writer
from mailing.writing.sender import written_language
from people.models import Office


def kinds():
    """Return the names of the letters that can be shown."""
    return [name for name, kind in registry().items() if kind.sample]


def render(kind, language, *, office=None):
    """Return (subject, text, html) of a kind of letter in a language; its codes and links are hidden. Raises LookupError."""
    known = kind_named(kind)
    if known is None or known.sample is None:
        raise LookupError(f"No letter of the kind {kind!r} can be shown.")
    office = office or Office.objects.order_by("-is_main", "id").first()
    with translation.override(written_language(language)):
        letter = known.sample()
        letter.personal.update(dict.fromkeys(letter.secret, HIDDEN))
        words = Writer().write(known, letter, office=office, language=language)
    return words.subject, words.text, words.html


def of_message(message):
    """Return (subject, text, html) of a letter as it would be written today, codes and links hidden; None when it cannot be.

    Writing a letter may make links; looking at one must not, so everything is rolled back.
    """
    kind = kind_named(message.kind)
    with transaction.atomic():
        words = _written_today(kind, message) if kind else None
        transaction.set_rollback(True)
    return words and (words.subject, words.text, words.html)


def _written_today(kind, message):
    record = kind.load([message]).get(message.id)
    if record is None:
        return None
    with translation.override(written_language(message.language)):
        letter = kind.context(message, record)
        letter.personal.update(dict.fromkeys(letter.secret, HIDDEN))
        office = message.office or Office.objects.order_by("-is_main", "id").first()
        return Writer().write(kind, letter, office=office, language=message.language)
