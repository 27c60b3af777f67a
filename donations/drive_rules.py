"""What a drive needs before it may open, close or be reported: each check raises Refused with a sentence for staff."""

from datetime import datetime

from django.utils.translation import gettext as _

from donations.models import Drive, PickUpRequest
from intake.refusal import Refused


def check_may_open(drive: Drive, now: datetime) -> None:
    """Refuse to show a drive to everybody before it says what is needed, where to bring it, and where people in need find help."""
    if drive.state not in {Drive.State.DRAFT, Drive.State.CLOSING}:
        raise Refused(_("Only a draft, or a drive that takes no more promises, can be opened."), code="state")
    if drive.closes <= now:
        raise Refused(_("Its last day is past. Give it a later one first."), field="closes")
    if not drive.help_text.strip():
        raise Refused(_("Say first under “Need help yourself?” where and when the goods are given out."), field="help_text")
    if not drive.needs.exists():
        raise Refused(_("Add what is needed first."), code="needs")
    if not drive.locations.exists() and not drive.offers_pick_up:
        raise Refused(_("Add a drop-off location first, or offer to fetch goods."), code="locations")


def check_may_stop(drive: Drive) -> None:
    """Refuse to end the promises of a drive that takes none."""
    if drive.state != Drive.State.OPEN:
        raise Refused(_("It takes no promises as it is."), code="state")


def check_may_close(drive: Drive) -> None:
    """Refuse to close a drive that takes no goods."""
    if not drive.takes_goods:
        raise Refused(_("Only a drive that takes goods can be closed."), code="state")
    if drive.pick_ups.exclude(state="held").filter(state__in=[*PickUpRequest.OPEN, *PickUpRequest.TO_DECIDE]).exists():
        raise Refused(_("Some pick-ups are still open. Fetch, decline or cancel them first: nobody should wait for us in vain."), code="pick_ups")


def check_may_take_goods_again(drive: Drive) -> None:
    """Refuse to open the doors again when the drive is not closed, or its result is public already."""
    if drive.state != Drive.State.CLOSED:
        raise Refused(_("Only a closed drive that is not reported yet can take goods again."), code="state")


def check_may_report(drive: Drive, *, result: str, people_helped: int | None) -> None:
    """Refuse a report without figures: what came has to be booked, and how many people it helped has to be said."""
    if drive.state not in {Drive.State.CLOSED, Drive.State.REPORTED}:
        raise Refused(_("Close the drive first: until then goods still come in."), code="state")
    if not result.strip():
        raise Refused(_("Say what came of it: everybody will read it."), field="result")
    if not people_helped:
        raise Refused(_("Say how many people were helped. A careful estimate is enough."), field="people_helped")
    if not drive.needs.filter(received__gt=0).exists():
        raise Refused(_("Nothing that came is booked yet. Book the goods first: the figures are part of the report."), code="figures")
