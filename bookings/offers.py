"""Whether a place that was offered, or that staff give, can still be taken: the same for a shift and an event. The caller holds the booking."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings.models import Booking, State
from intake.refusal import Refused


def is_taken(booking: Booking, *, is_off: bool, now: datetime) -> bool:
    """Tell whether an offered place was taken already, be it that somebody else still has to agree; if not, it can be taken now.

    Raises Refused after its deadline, or where there is no offer.
    """
    if booking.state in {State.CONFIRMED, State.REQUESTED}:
        return True
    if booking.state != State.OFFERED or booking.until <= now or is_off:
        raise Refused(_("This offer has ended. The place went to the next person in line."))
    return False


def is_declined(booking: Booking) -> bool:
    """Tell whether an offered place was declined already; if not, it can be declined now. Raises Refused where there is no offer."""
    if booking.state == State.DECLINED:
        return True
    if booking.state != State.OFFERED:
        raise Refused(_("There is no offer to decline. Nothing was changed."))
    return False


def check_can_be_given(booking: Booking, *, said: str) -> None:
    """Staff give a place to somebody who has none yet (`said` where they have one) and is still known. Raises Refused."""
    if booking.state in {State.CONFIRMED, State.ATTENDED}:
        raise Refused(said)
    if booking.person.forgotten_at:
        raise Refused(_("This person asked us to forget them, so nobody can be confirmed here."))
