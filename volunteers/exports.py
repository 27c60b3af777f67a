"""Tables of sign-ups: which columns leave, for whom."""

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from bookings.models import State
from intake.phones import spoken_number
from languages import formats
from languages.names import language_names

READ_AT_ONCE = 500
EXPECTED = (State.CONFIRMED, State.ATTENDED, State.WALK_IN, State.NO_SHOW, State.EXCUSED)
ORDER = (*EXPECTED, State.OFFERED, State.REQUESTED, State.HELD, State.WAITLISTED, State.CANCELLED, State.DECLINED, State.EXPIRED)


def of_sign_ups(sign_ups, *, with_contact):
    """Return (header, rows) of a list of sign-ups; phone, email and notes only for staff who may see them."""
    header = [_("opportunity"), _("when"), _("role"), _("name"), _("how many"), _("state"), _("language")]
    found = sign_ups.select_related("person", "shift_role__opportunity", "shift__venue")
    languages = language_names()
    return header + (_contact_header() if with_contact else []), (_row(one, with_contact, languages) for one in found.iterator(READ_AT_ONCE))


def in_roster_order(sign_ups):
    """Sort as the roster reads: by role, those who are expected first, then the unconfirmed, the waitlist and who is gone."""
    places = [When(state=state, then=Value(place)) for place, state in enumerate(ORDER)]
    return sign_ups.order_by("shift_role__order", "shift_role_id", Case(*places, default=Value(len(ORDER))), "waits_since", "person__name", "pk")


def _contact_header():
    return [_("phone"), _("email"), _("notes")]


def _row(sign_up, with_contact, languages):
    role, person = sign_up.shift_role, sign_up.person
    when = formats.plain(formats.when(sign_up.shift)) if sign_up.shift else ""
    row = [role.opportunity.title, when, role.name, person.name, sign_up.party_size, sign_up.get_state_display()]
    row.append(languages.get(sign_up.language, sign_up.language))
    return row + ([spoken_number(person.phone), person.email, sign_up.notes] if with_contact else [])
