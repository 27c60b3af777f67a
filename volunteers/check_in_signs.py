"""What a sign at the door says, and the list of what is open for a shift."""

from django.utils.translation import gettext as _

from bookings import signs
from bookings.check_in import OPENS_BEFORE
from languages import formats
from languages.content import translated
from volunteers import check_in_points, words
from volunteers.models import CheckInPoint


def listed(shift, now):
    """Return the open sign and kiosks of a shift, the oldest first, each with the address that opens it."""
    points = list(shift.check_in_points.listed(now).select_related("made_by", "made_through"))
    for point in points:
        point.shift = shift
        point.url = check_in_points.url(point)
    return points


def sign(point):
    """Return what the page of a point shows: its address, its words in the languages of the shift, where it is."""
    shift = point.shift
    return {
        "point": point, "shift": shift, "place": shift.venue, "url": check_in_points.url(point), "is_kiosk": point.kind == CheckInPoint.Kind.KIOSK,
        "texts": signs.in_each(languages_of(shift, first=point.language), lambda code: _words(shift, code)),
    }  # fmt: skip


def languages_of(shift, *, first):
    """Return the languages of a sign or a sheet: one, then those the opportunity wants spoken and the portal speaks; three at most."""
    return signs.languages_of(first=first, wanted=shift.opportunity.languages_wanted)


def _words(shift, language):
    translated([shift.opportunity], language, ["title"])
    return {
        "title": str(shift.opportunity.words.title), "when": words.when(shift),
        "how": _("Point your phone's camera at the code and type the code from your letter. No phone? Ask the person who leads the shift."),
        "opens": _("Open from %(opens)s") % {"opens": formats.clock((shift.starts - OPENS_BEFORE).astimezone(shift.zone))},
    }  # fmt: skip
