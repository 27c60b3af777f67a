"""Tables of sign-ups: which columns leave, for whom."""

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from bookings.models import State
from languages.names import language_names
from sharing import columns

EXPECTED = (State.CONFIRMED, State.ATTENDED, State.WALK_IN, State.NO_SHOW, State.EXCUSED)
ORDER = (*EXPECTED, State.OFFERED, State.REQUESTED, State.HELD, State.WAITLISTED, State.CANCELLED, State.DECLINED, State.EXPIRED)


def of_sign_ups(sign_ups, *, with_contact):
    """Return (header, queryset of values) of a list of sign-ups; phone, email and notes only for staff who may see them."""
    table = {
        _("opportunity"): "shift_role__opportunity__title",
        _("from"): columns.clock("shift__starts", "shift__time_zone"),
        _("to"): columns.clock("shift__ends", "shift__time_zone"),
        _("role"): "shift_role__name",
        _("name"): "person__name",
        _("how many"): "party_size",
        _("state"): columns.words("state", dict(State.choices)),
        _("language"): columns.words("language", language_names()),
    }
    if with_contact:
        table |= {_("phone"): columns.phone("person__phone"), _("email"): "person__email", _("notes"): "notes"}
    return list(table), sign_ups.select_related(None).values_list(*table.values())


def in_roster_order(sign_ups):
    """Sort as the roster reads: by role, those who are expected first, then the unconfirmed, the waitlist and who is gone."""
    places = [When(state=state, then=Value(place)) for place, state in enumerate(ORDER)]
    return sign_ups.order_by("shift_role__order", "shift_role_id", Case(*places, default=Value(len(ORDER))), "waits_since", "person__name", "pk")
