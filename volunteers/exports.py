"""Tables of sign-ups: which columns leave, for whom."""

from django.utils.translation import gettext as _

from languages import formats

READ_AT_ONCE = 500


def of_sign_ups(sign_ups, *, with_contact):
    """Return (header, rows) of a list of sign-ups; phone, email and notes only for staff who may see them."""
    header = [_("opportunity"), _("when"), _("role"), _("name"), _("how many"), _("state"), _("language")]
    found = sign_ups.select_related("person", "shift_role__opportunity", "shift__venue")
    return header + (_contact_header() if with_contact else []), (_row(one, with_contact) for one in found.iterator(READ_AT_ONCE))


def _contact_header():
    return [_("phone"), _("email"), _("notes")]


def _row(sign_up, with_contact):
    role, person = sign_up.shift_role, sign_up.person
    when = formats.plain(formats.when(sign_up.shift)) if sign_up.shift else ""
    row = [role.opportunity.title, when, role.name, person.name, sign_up.party_size, sign_up.get_state_display(), sign_up.language]
    return row + ([str(person.phone), person.email, sign_up.notes] if with_contact else [])
