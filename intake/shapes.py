"""What a page repeats, such as the cards of a list: its template is rendered once for each language and shape, then only words are put in.

Twenty cards differ in little but their words, and rendering each of them anew is most of what a list costs.
"""

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Characters of the private use area (Unicode 23.5), which no cleaned text holds, mark where words go.
_BEGIN, _END = "\ue000", "\ue001"
SHAPES = 2048  # kept of one template


class Repeated:
    """A template of one thing, called `name` in it: `slots` are the thing's own words, `flags` (hashable) decide which shape it has.

    The template may ask of a slot only whether there are any words.
    """

    def __init__(self, template_name: str, name: str, *, slots: Iterable[str], flags: Iterable[str]):
        self.template_name, self.name, self.slots, self.flags = template_name, name, tuple(slots), tuple(flags)
        self._pieces = lru_cache(maxsize=SHAPES)(self._cut)

    def filled(self, thing: object, **more: object) -> SafeString:
        """Return the template with the words of this thing, each escaped; `more` is what the thing does not know itself."""
        words: dict[str, Any] = {slot: more[slot] if slot in more else getattr(thing, slot, "") for slot in self.slots}
        flags = tuple([more[flag] if flag in more else getattr(thing, flag, "") for flag in self.flags])
        pieces = self._pieces(get_language(), tuple([slot for slot in self.slots if words[slot]]), flags)
        return mark_safe("".join([_escaped(words[piece]) if is_slot else piece for is_slot, piece in pieces]))  # noqa: S308 - escaped

    def _cut(self, language, shown, flags):
        """The template in pieces, for one language and shape: pairs of (is it a slot, its name or the text between)."""
        thing = {slot: f"{_BEGIN}{slot}{_END}" for slot in shown} | dict(zip(self.flags, flags, strict=True))
        first, *others = render_to_string(self.template_name, {self.name: thing}).split(_BEGIN)
        pieces = [(False, first)]
        for other in others:
            slot, _mark, text = other.partition(_END)
            pieces += [(True, slot), (False, text)]
        return pieces


def _escaped(words):
    """As Django escapes, without asking of each of a page's thousands of plain words whether it is lazy or knows its own HTML."""
    if type(words) is SafeString:
        return words
    return html.escape(words) if type(words) is str else conditional_escape(words)
