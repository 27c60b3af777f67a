"""People to invite as staff type or paste them: one a line, with a name and a language if they like; every wrong line is named."""

import re
from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from events.actions.invitations import Guest
from intake.fields import EmailField
from intake.text import comparison_key
from languages.names import language_names
from people.models import PartnerOrganization

MOST_LINES = 100
LONGEST_NAME = 120
_CELLS = re.compile(r"[,;\t]")
_IN_BRACKETS = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>\s*$")
_email = EmailField()


def read(text: str, *, default_language: str, partners: Iterable[PartnerOrganization]) -> list[Guest]:
    """Return whom these lines name; a name that is a partner's makes it the partner's invitation. Raises forms.ValidationError, a sentence for each line."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(_("These are %(n)s lines. At most %(most)s can be written to at once.") % {"n": len(lines), "most": MOST_LINES})
    by_name = {comparison_key(partner.name): partner for partner in partners}
    codes = _language_codes()
    guests, wrong, seen = [], [], {}
    for number, line in lines:
        try:
            guest = _guest(line, codes, default_language, by_name)
            if guest.email in seen:
                raise forms.ValidationError(_("This address stands on line %(line)s already.") % {"line": seen[guest.email]})
        except forms.ValidationError as error:
            wrong.append(_("Line %(line)s: %(error)s") % {"line": number, "error": " ".join(error.messages)})
            continue
        seen[guest.email] = number
        guests.append(guest)
    if wrong:
        raise forms.ValidationError(wrong)
    return guests


def _guest(line, codes, default_language, by_name):
    """Read “Name, address, language” in any order, or “Name <address>”; only the address must be there."""
    cells = []
    for cell in _CELLS.split(line):
        match = _IN_BRACKETS.match(cell.strip())
        cells += [match["name"], match["email"]] if match else [cell]
    cells = [cell.strip().strip('"') for cell in cells if cell.strip()]
    addresses = [cell for cell in cells if "@" in cell]
    if len(addresses) != 1:
        raise forms.ValidationError(_("Write one email address.") if not addresses else _("There are two addresses. Write one a line."))
    rest = [cell for cell in cells if cell != addresses[0]]
    languages = [codes[comparison_key(cell)] for cell in rest if comparison_key(cell) in codes]
    name = ", ".join(cell for cell in rest if comparison_key(cell) not in codes)
    if len(name) > LONGEST_NAME:
        raise forms.ValidationError(_("The name may have %(most)s characters.") % {"most": LONGEST_NAME})
    if "\x00" in name:
        raise forms.ValidationError(_("There is a character in the name that cannot be kept."))
    return Guest(
        email=_email.clean(addresses[0]),
        language=languages[0] if languages else default_language,
        name=name,
        partner=by_name.get(comparison_key(name)) if name else None,
    )


def _language_codes():
    """Return the codes of the portal's languages by all their names."""
    names, found = language_names(), {}
    for code, own_name in settings.LANGUAGES:
        for name in (code, str(own_name), names.get(code, code)):
            found[comparison_key(name)] = code
    return found
