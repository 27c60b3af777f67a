"""Why not: questions in advance, and what of them everybody reads. Each check raises Refused."""

import re

from django.utils.translation import gettext as _

from events.models import Question
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers

LONGEST_QUESTION = 1000
LONGEST_REASON = 300
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"(?<!\d)(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)")


def check_asked(text: str) -> None:
    """There is a question, and no number in it that nobody should give us."""
    check_no_sensitive_numbers(text, field="question")
    if not text.strip():
        raise Refused(_("Write your question."), field="question")
    if len(text) > LONGEST_QUESTION:
        raise Refused(_("This is too long: at most %(limit_value)d letters fit.") % {"limit_value": LONGEST_QUESTION}, field="question")


def check_for_everybody(question: Question, text: str, *, field: str) -> None:
    """What everybody reads names neither who asked nor how to reach anybody."""
    check_no_sensitive_numbers(text, field=field)
    if not text.strip():
        raise Refused(_("Write it in words for everybody."), field=field)
    if _ADDRESS.search(text) or (field == "public_text" and _NUMBER.search(text)):
        raise Refused(_("An address or a phone number stands in it. Everybody will read this: please take it out."), field=field)
    name = question.person.name.strip() if question.person else ""
    if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
        raise Refused(_("The name of who asked stands in it. Everybody will read this: please take it out."), field=field)


def check_state(question: Question, *allowed: str) -> None:
    """Nobody else has settled it meanwhile."""
    if question.link_id:
        raise Refused(_("The address of who asked is not confirmed yet."), code="held")
    if question.state not in allowed:
        said = _("This question is “%(state)s” by now: somebody else has looked at it. Nothing was changed.")
        raise Refused(said % {"state": question.get_state_display()}, code="state")


def check_because(because: str) -> None:
    """Whoever asked is told why."""
    check_no_sensitive_numbers(because, field="because")
    if not because.strip():
        raise Refused(_("Say why, in a few words: they are told."), field="because")
