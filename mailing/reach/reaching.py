"""Who would be reached by a note of staff, how, and who not and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mailing.reach.suppression import suppressed


@dataclass(frozen=True)
class Reached:
    """Things of people, by how a note reaches their owners; `not_written` are pairs of a thing and the reason."""

    by_email: list = field(default_factory=list)
    by_call: list = field(default_factory=list)
    not_written: list = field(default_factory=list)

    @property
    def people(self):
        """Everybody who gets the note."""
        return [*self.by_email, *self.by_call]


def sort(records: Iterable[Any], *, why_not: Callable[[Any], str]) -> Reached:
    """Sort records that have a `person` by how a note reaches them; `why_not` returns the reason against it, or nothing. One query."""
    records = list(records)
    refusing = suppressed({one.person.email for one in records})
    found = Reached()
    for record in records:
        person, reason = record.person, why_not(record)
        if reason:
            found.not_written.append((record, reason))
        elif person.is_reached_by_email and person.email not in refusing:
            found.by_email.append(record)
        elif person.phone:
            found.by_call.append(record)
        else:
            found.not_written.append((record, _("no way to reach them: tell them in person")))
    return found
