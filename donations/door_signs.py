"""What the sign at the door of a drop-off location says, in each language of the city."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from donations import opening
from donations.models import Drive, DropOffLocation, Need
from languages import formats
from languages.content import translated
from languages.models import Language

MOST_LANGUAGES = 4  # what can still be read from three steps away
MOST_ITEMS = 8


@dataclass(frozen=True)
class SignWords:
    """The sign in one language."""

    language: str
    is_bidi: bool
    heading: str
    title: str
    hours: list
    until: str
    items: str
    not_accepted: str
    call: str


def location_of(drive: Drive, pk: int) -> DropOffLocation | None:
    """Return a location of a drive with its place and hours, or None."""
    found = DropOffLocation.objects.filter(drive=drive).select_related("venue").prefetch_related("hours", "closures", "accepts__item")
    location = found.filter(pk=pk).first() if pk < 2**63 else None
    if location:
        location.drive = drive
    return location


def phone(drive: Drive, location: DropOffLocation):
    """Return whom to call about a location: its own contact, else the drive's, else the office."""
    return location.contact_phone or drive.contact_phone or drive.office.phone


def languages() -> list[str]:
    """Return the finished languages that the city offers, English first; as many as can be read on a sign."""
    finished = dict(settings.LANGUAGES)
    offered = [code for code in Language.objects.filter(offered=True).values_list("code", flat=True) if code in finished]
    return list(dict.fromkeys([settings.LANGUAGE_CODE, *offered]))[:MOST_LANGUAGES]


def texts(drive: Drive, location: DropOffLocation, now: datetime) -> list[SignWords]:
    """Return the words of a sign that is printed at a moment, in each language."""
    needs = list(location.accepts.all()) or list(Need.objects.filter(drive=drive).select_related("item"))
    needs = sorted(needs, key=lambda need: (need.priority, need.order, need.pk))[:MOST_ITEMS]
    return [_words(drive, location, needs, code, now) for code in languages()]


def _words(drive, location, needs, language, now):
    with translation.override(language):
        translated([drive], language, ["title", "not_accepted"])
        items = translated([need.item for need in needs], language, ["name"])
        return SignWords(
            language=language,
            is_bidi=get_language_bidi(),
            heading=_("Bring donations here"),
            title=str(drive.words.title),
            hours=opening.weekly(location),
            until=_until(drive, now),
            items=", ".join(str(item.words.name) for item in items),
            not_accepted=str(drive.words.not_accepted),
            call=_("Door closed, or a question? Please leave nothing outside. Call us:"),
        )


def _until(drive, now):
    """The last day; before the drive has begun the first too, so that nobody stands there with things that nobody takes yet."""
    last = formats.day_and_clock(drive.local_closes)
    if now >= drive.opens:
        return _("Last day: %(last)s") % {"last": last}
    return _("From %(first)s to %(last)s") % {"first": formats.day_and_clock(drive.opens.astimezone(drive.zone)), "last": last}
