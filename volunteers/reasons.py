"""Why something is called off: a reason from the list, and more words where somebody typed some.

Kept as one English line ("Heat: the hall has no fan"), so that the reason from the list can be read in every language.
"""

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

_REASONS = {
    "heat": _("Heat"), "storm": _("A storm"), "snow": _("Snow or ice"), "air": _("Unhealthy air"), "place": _("The place is closed"),
    "people": _("Not enough people"), "other": _("Another reason"),
}  # fmt: skip
OTHER = "other"
LONGEST_WORDS = 250


def choices():
    """Return the list, as (value, words in the active language)."""
    return [(value, gettext_lazy(line)) for value, line in _REASONS.items()]


def line(reason, more=""):
    """Return the line that is kept for a reason of the list and what was typed; for another reason only what was typed."""
    if reason == OTHER:
        return more
    return f"{_REASONS[reason]}: {more}" if more else _REASONS[reason]


def in_words(kept):
    """Return a kept line in the active language: the reason from the list is translated, typed words stay as they are."""
    reason, colon, more = kept.partition(": ")
    if reason in _REASONS.values() and reason != _REASONS[OTHER]:
        return f"{gettext(reason)}{colon}{more}"
    return kept
