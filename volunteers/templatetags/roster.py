"""The people of a roster: {% person_rows people "expected" %}. A row of each shape is rendered once; each person's own words are put into it."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import ngettext

from intake.phones import spoken_text
from languages import formats

register = template.Library()

# What stands for a person's own words while the shape is rendered: characters for private use (Unicode 23.5), which `intake.text`
# keeps out of everything that is typed, and a number no sign-up will have.
_NUMBER = 4_611_686_018_427_300_001
_WORDS = {
    name: chr(0xE000 + place)
    for place, name in enumerate(
        ["name", "party", "phone", "spoken", "email", "language", "notes", "until_day", "until_time", "partner", "children", "group", "reply"]
    )
}
_PIECES = re.compile(f"([{''.join(_WORDS.values())}]|{_NUMBER})")


@dataclass(frozen=True)
class Shape:
    """All that makes one row read differently from another, but for the person's own words."""

    list: str
    state: str
    late: bool
    coming: bool
    asked_anew: bool
    forgotten: bool
    has: frozenset  # which own words there are


@register.simple_tag(takes_context=True)
def person_rows(context, people, list):
    """Return one row for each sign-up, in the order given; each carries its number as `dialed`."""
    kept = context.render_context.setdefault("person_rows", {})
    return mark_safe("".join(_row(context, sign_up, list, kept) for sign_up in people))  # noqa: S308  own words are escaped below


def _row(context, sign_up, list, kept):
    own = _own_words(sign_up, list)
    shape = Shape(
        list, sign_up.state, sign_up.late, sign_up.answer == sign_up.Answer.COMING,
        getattr(sign_up, "waits_for_answer", False), sign_up.person.forgotten_at is not None, frozenset(name for name, words in own.items() if words),
    )  # fmt: skip
    if shape not in kept:
        kept[shape] = _PIECES.split(_rendered(context, shape, sign_up.get_state_display()))
    put = {str(_NUMBER): str(sign_up.pk)} | {_WORDS[name]: words for name, words in own.items()}
    return "".join(put.get(piece, piece) for piece in kept[shape])


def _own_words(sign_up, list):
    person = sign_up.person
    words = {
        "name": person.name, "party": str(sign_up.party_size) if sign_up.party_size > 1 else "", "phone": sign_up.dialed,
        "spoken": spoken_text(sign_up.dialed), "email": person.email, "language": sign_up.language_name, "partner": sign_up.partner_name,
        "children": children(sign_up.children), "group": group(sign_up),
    }  # fmt: skip
    if sign_up.until and list == "unconfirmed":
        words |= {"until_day": formats.weekday_date(sign_up.until), "until_time": formats.clock(sign_up.until)}
    typed = {name: linebreaksbr(text, True) for name, text in (("notes", sign_up.notes), ("reply", sign_up.reply)) if text}
    return {name: escape(text) for name, text in words.items() if text} | typed


def children(number):
    """Return how many children come along, in words; nothing for none."""
    return ngettext("%(children)s child comes along", "%(children)s children come along", number) % {"children": number} if number else ""


def group(sign_up):
    """Return a group in words: its name, and who comes as far as that was said."""
    return ": ".join(part for part in (sign_up.group_name, ", ".join(sign_up.group_names or [])) if part)


def _rendered(context, shape, state_words):
    row = SimpleNamespace(pk=_NUMBER, state_words=state_words, **{name: _WORDS[name] if name in shape.has else "" for name in _WORDS}, **vars(shape))
    with context.push(row=row):
        return context.template.engine.get_template("volunteers/desk/_person.html").render(context)
