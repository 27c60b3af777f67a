"""One drive as its page shows it: the facts, what is needed, where it can be brought, and in the end what came of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from donations.browsing import locations, needs, results
from donations.models import Drive
from intake.phones import first_dialed
from languages import formats
from languages.content import translated

COMING, OPEN, CLOSING, OVER, REPORTED = "coming", "open", "closing", "over", "reported"


@dataclass(slots=True)
class DrivePage:
    """Everything on the page."""

    drive: Drive
    phase: str
    needs: list
    places: locations.Places
    result: results.Result | None = None

    @property
    def takes_pledges(self):
        """Promises are taken at this moment."""
        return self.phase == OPEN

    @property
    def takes_goods(self):
        """Goods are received."""
        return self.phase in {OPEN, CLOSING}

    @property
    def is_over(self):
        """Somebody has closed the drive."""
        return self.phase in {OVER, REPORTED}

    @property
    def last_day(self):
        """The closing time on the clock of the place, with its weekday."""
        return formats.day_and_clock(self.drive.local_closes)

    @property
    def first_day(self):
        """The opening time on the clock of the place, with its weekday."""
        return formats.day_and_clock(self.drive.opens.astimezone(self.drive.zone))

    @property
    def phone(self):
        """Whom to call, as it is dialed: the drive's own contact, else the office."""
        return first_dialed(self.drive.contact_phone, self.drive.office.phone)


def phase(drive: Drive, now: datetime) -> str:
    """Return how far a public drive is at a moment: the clock at the place counts, whether or not the sweep has come by."""
    if drive.state == Drive.State.REPORTED:
        return REPORTED
    if drive.state == Drive.State.CLOSED:
        return OVER
    if drive.state == Drive.State.CLOSING or now >= drive.closes:
        return CLOSING
    return COMING if now < drive.opens else OPEN


def phase_words(drive: Drive, now: datetime) -> tuple[str, str]:
    """Return (color, words) of the phase, as lists show it."""
    words = {
        COMING: ("wait", _("Begins soon")),
        OPEN: ("good", _("Running")),
        CLOSING: ("wait", _("Ending: takes no more promises")),
        OVER: ("past", _("Over")),
        REPORTED: ("past", _("Over: see what came of it")),
    }
    return words[phase(drive, now)]


def build(drive: Drive, query, *, language: str, now: datetime) -> DrivePage:
    """Return the page of a drive with its office and partner loaded; `query` holds the filters of the places. A constant number of queries."""
    translated([drive], language)
    lines = needs.lines(drive, language)
    found = phase(drive, now)
    if found in {OVER, REPORTED}:  # nobody is sent to a place any more
        return DrivePage(drive, found, lines, locations.Places(locations.Wanted()), results.build(drive, lines) if found == REPORTED else None)
    wanted = locations.read(query, lines)
    return DrivePage(drive, found, lines, locations.build(drive, lines, wanted, language=language, now=now))
