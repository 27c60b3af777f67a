"""What an event provides for everybody, and until when more is asked for, in words in the active language."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.words import deadline as deadline_words
from events import notices
from events.models import Event, SupportKind
from languages.content import translated
from languages.names import language_names


def promised(event: Event, now: datetime | None = None) -> list[str]:
    """Return what is there for everybody, a line each: “Interpreter: Spanish”, “Childcare (ages 3 to 10)”; constant queries."""
    supports = translated(event.supports.all(), get_language(), ["note"])
    names = language_names() if any(one.language for one in supports) else {}
    return [_line(one, names) for one in supports]


def _line(support, names):
    what = capfirst(support.get_kind_display())
    if support.kind == SupportKind.INTERPRETER and support.language:
        what = _("%(what)s: %(language)s") % {"what": what, "language": names.get(support.language, support.language)}
    return _("%(what)s (%(note)s)") % {"what": what, "note": support.words.note} if support.note else what


def deadline(event: Event, now: datetime) -> str:
    """Return until when people are asked to say what would help them; nothing closes then."""
    if notices.is_soon_or_past(event, now):
        return _("Ask as soon as you can, we will try. Nothing is closed.")
    said = _("Please ask by %(deadline)s, so that we can surely arrange it. Later we still try.")
    return said % {"deadline": deadline_words(notices.request_deadline(event), event.zone)}
