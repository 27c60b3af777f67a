"""{% need_row need %}, {% place_row place %} and {% item_choices needs chosen %}: the many rows of a drive's page. Their templates say how they look."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.browsing.locations import LocationLine
from donations.browsing.needs import NeedLine
from intake.shapes import Repeated
from languages.content import Words
from languages.templatetags.words import marked
from mailing.templatetags.phones import phone_link

register = template.Library()

NEED = Repeated("donations/_need.html", "need", slots=["name", "unit", "note", "missing", "target", "received", "promised"], flags=["is_urgent", "is_complete"])
PLACE = Repeated(
    "donations/_place.html",
    "place",
    slots=[
        "id", "number", "name", "state", "reason", "checked", "address", "distance", "directions", "notes", "step_free", "hours", "closed_days", "accepts",
        "more_accepts", "instructions", "phone",
    ],
    flags=["kind", "is_stale", "wants_appointments"],
)  # fmt: skip


@register.simple_tag
def need_row(need: NeedLine) -> SafeString:
    """One need, as templates/donations/_need.html says."""
    return _need_row(get_language(), need)


@lru_cache(maxsize=4096)
def _need_row(_language, need):
    """The row of the very same need in the active language, which is part of what is kept."""
    return NEED.filled(
        need, name=marked(need.name), unit=marked(need.unit), note=marked(need.note), target=str(need.target), received=str(need.received),
        promised=str(need.promised or ""),
    )  # fmt: skip


@register.simple_tag
def place_row(place: LocationLine) -> SafeString:
    """One location, as templates/donations/_place.html says."""
    return _place_row(get_language(), place)


@lru_cache(maxsize=1024)
def _place_row(_language, place):
    """The row of the very same location and moment (“checked 2 hours ago”) in the active language."""
    status = place.status
    return PLACE.filled(
        place, id=str(place.id), number=str(place.number), kind=status.kind, state=status.words, reason=marked(status.reason), checked=capfirst(status.checked),
        is_stale=status.is_stale, notes=_in_line("", [f"<br>{_escaped(note)}" for note in place.notes]),
        hours=_in_line("<br>", [f"{escape(days)}: {escape(times)}" for days, times in place.hours]),
        closed_days=_in_line("", [f"<br>{_closed(day, reason)}" for day, reason in place.closed_days]),
        accepts=_in_line(", ", map(_escaped, place.accepts)), instructions=marked(place.instructions), phone=phone_link(place.phone),
    )  # fmt: skip


def _closed(day, reason):
    words = _("Closed on %(day)s") % {"day": escape(day)}
    return f"{words}: {_escaped(reason)}" if reason else words


def _escaped(words: Words) -> str:
    return conditional_escape(marked(words))


def _in_line(between: str, pieces: Iterable[str]) -> SafeString:
    return mark_safe(between.join(pieces))  # noqa: S308  each piece is escaped


@register.simple_tag
def item_choices(needs: Iterable[NeedLine], chosen: int | None) -> SafeString:
    """The items as options of a select."""
    return _in_line("", [_choice(need, need.id == chosen) for need in needs])


def _choice(need, is_chosen):
    lang = f' lang="{escape(need.name.language)}"' if need.name.is_fallback else ""
    return f'<option value="{need.id}"{lang}{" selected" if is_chosen else ""}>{escape(need.name.text)}</option>'
