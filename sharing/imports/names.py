"""Names in a table that mean a record: found whatever their case and spaces; an unknown one is refused with what may be meant."""

from difflib import get_close_matches

from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from languages.models import Language
from people.models import PartnerOrganization
from places.models import Neighborhood, Venue


class Names:
    """Records of one kind by their names; asked for once for a whole table."""

    def __init__(self, records, *names_of, unknown):
        self.unknown, self.by_key, self.spelled, self.double = unknown, {}, {}, set()
        for record in records:
            for name in {str(name) for name in (get(record) for get in names_of) if name}:
                key = comparison_key(name)
                if self.by_key.get(key, record) != record:
                    self.double.add(key)
                self.by_key[key] = record
                self.spelled[key] = name
        self.said = {}

    def find(self, name):
        """Return the record of this name. Raises Refused for an unknown name, with a suggestion, and for one that means several."""
        key = comparison_key(name)
        if key in self.double:
            raise Refused(_("“%(name)s” could mean several. Use one name for one thing, or an id.") % {"name": name})
        if key in self.by_key:
            return self.by_key[key]
        raise Refused(self._said(key, name))

    def _said(self, key, name):
        if key not in self.said:  # a thousand rows may have the same slip
            close = [self.spelled[one] for one in get_close_matches(key, self.by_key, n=2, cutoff=0.7)]
            meant = _("Did you mean %(names)s?") % {"names": ", ".join(f"“{one}”" for one in close)} if close else ""
            self.said[key] = f"{self.unknown % {'name': name}} {meant}".strip()
        return self.said[key]


def neighborhoods():
    """All neighborhoods by name."""
    return Names(Neighborhood.objects.only("id", "name"), lambda one: one.name, unknown=_("There is no neighborhood “%(name)s”."))


def venues():
    """All venues by name, and by name with address."""
    full = lambda one: f"{one.name}, {one.address}"  # noqa: E731
    return Names(Venue.objects.all(), lambda one: one.name, full, unknown=_("There is no place “%(name)s”. Add it to the places first, or correct the name."))


def languages():
    """The city's languages by code and by name."""
    unknown = _("“%(name)s” is none of the city's languages.")
    return Names(Language.objects.all(), lambda one: one.code, lambda one: one.name, lambda one: one.own_name, unknown=unknown)


def partners(office):
    """Return {name as compared: partner} of an office."""
    return {comparison_key(one.name): one for one in PartnerOrganization.objects.filter(office=office)}
