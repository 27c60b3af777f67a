"""The people of an event as a table: which columns leave, for whom."""

from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from bookings.models import State
from events.models import Event, Registration
from languages.names import language_names
from sharing import columns

_ORDER = (
    State.CONFIRMED, State.ATTENDED, State.WALK_IN, State.NO_SHOW, State.EXCUSED, State.OFFERED, State.REQUESTED, State.HELD, State.WAITLISTED, State.CANCELLED,
    State.DECLINED, State.EXPIRED,
)  # fmt: skip


def of(event: Event, *, with_contact: bool) -> tuple[list[str], Any]:
    """Return (header, queryset of values) of everyone on the list, as the page reads; phone and email only for staff who may see them.

    Of a sensitive event no name and no way to reach anybody leaves: a file would outlive the 30 days.
    """
    table = {
        _("event"): "event__title",
        _("from"): columns.clock("event__starts", "event__time_zone"),
        _("name"): "person__name",
        _("how many"): "party_size",
        _("children"): "children",
        _("school or organization"): "organization",
        _("takes part"): columns.words("attends", dict(Registration.Attends.choices)),
        _("state"): columns.words("state", dict(State.choices)),
        _("language"): columns.words("language", language_names()),
    }
    if event.is_sensitive:
        table = {header: column for header, column in table.items() if column not in {"person__name", "organization"}}
    elif with_contact:
        table |= {_("phone"): columns.phone("person__phone"), _("email"): "person__email"}
    place = Case(*[When(state=state, then=Value(place)) for place, state in enumerate(_ORDER)], default=Value(len(_ORDER)))
    found = Registration.objects.filter(event=event).order_by(place, "waits_since", "person__name", "pk")
    return list(table), found.values_list(*table.values())
