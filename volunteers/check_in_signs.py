"""What a sign at the door says, and the list of what is open for a shift."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from volunteers import check_in_points, words
from volunteers.eligibility import OPENS_BEFORE
from volunteers.models import CheckInPoint

MOST_LANGUAGES = 3  # what can still be read from three steps away


@dataclass(frozen=True)
class SignWords:
    """The sign in one language."""

    language: str
    is_bidi: bool
    heading: str
    title: str
    when: str
    how: str
    opens: str


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
        "texts": [_words(point, code) for code in languages_of(shift, first=point.language)],
    }  # fmt: skip


def languages_of(shift, *, first):
    """Return the languages of a sign or a sheet: one, then those the opportunity wants spoken and the portal speaks; three at most."""
    offered = dict(settings.LANGUAGES)
    codes = [first, settings.LANGUAGE_CODE, *shift.opportunity.languages_wanted]
    return [code for code in dict.fromkeys(codes) if code in offered][:MOST_LANGUAGES]


def _words(point, language):
    shift = point.shift
    with translation.override(language):
        translated([shift.opportunity], language, ["title"])
        return SignWords(
            language=language,
            is_bidi=get_language_bidi(),
            heading=_("Check in here"),
            title=str(shift.opportunity.words.title),
            when=words.when(shift),
            how=_("Point your phone's camera at the code and type the code from your letter. No phone? Ask the person who leads the shift."),
            opens=_("Open from %(opens)s") % {"opens": formats.clock((shift.starts - OPENS_BEFORE).astimezone(shift.zone))},
        )
