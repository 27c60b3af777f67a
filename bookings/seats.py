"""Taking, giving back and offering seats. Lock order everywhere: the seats row first, then bookings in id order."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.deadlines import offer_until
from bookings.models import State
from intake.refusal import Refused
from places.office_days import next_office_day_end

UNIQUE_VIOLATION = "23505"  # SQLSTATE, PostgreSQL appendix A


class Full(Refused):
    """No place is free for this party."""


class OnTheList(Refused):
    """The person has another live booking here."""


def lock(seats):
    """Return the seats row, locked until the end of the transaction and fresh."""
    return type(seats)._default_manager.select_for_update().get(pk=seats.pk)


def keep(*, held):
    """Store places kept for somebody, new or changed. Raises Full when the database says that they do not fit."""
    _write(held)


def take(*, booking):
    """Insert a booking that holds a seat. Raises Full when the database says that it does not fit, and OnTheList."""
    _write(booking, force_insert=True)


def occupy(*, booking, state, now, also=()):
    """Move an existing booking to a seat-holding state, with the fields named in `also`. Raises Full when it does not fit, and OnTheList."""
    booking.state, booking.until, booking.changed_at = state, None, now
    _write(booking, update_fields=["state", "until", "party_size", "link", "changed_at", *also])


def _write(booking, **how):
    try:
        with transaction.atomic():
            booking.save(**how)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if says_full(error):
            raise full(0) from error
        if diagnosis and diagnosis.sqlstate == UNIQUE_VIOLATION:
            raise OnTheList(_("This person is on the list already, with another sign-up. Nothing was changed."), code="on_the_list") from error
        raise


def says_full(error):
    """Tell whether the database refused to let something pass a capacity."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return ((diagnosis and diagnosis.constraint_name) or "").endswith("_seats_fit")


def has_waiting_party_that_fits(*, bookings, places_left):
    """Tell whether somebody in line would fit: then a newcomer goes to the end of the line."""
    waiting = bookings.waiting()
    if places_left is not None:
        waiting = waiting.filter(party_size__lte=places_left)
    return waiting.exists()


def somebody_waits_who_fits(thing, *, bookings, places_left):
    """Tell the same of what has seats; one that was read for booking a place knows the smallest party in line as `smallest_waiting`."""
    if not hasattr(thing, "smallest_waiting"):
        return has_waiting_party_that_fits(bookings=bookings, places_left=places_left)
    return thing.smallest_waiting is not None and thing.smallest_waiting <= places_left


def offer_free_places(*, seats, bookings, now):
    """Offer every free place: the earliest waiting party that fits whole; who is passed over keeps the place in line.

    Returns the bookings that got an offer. Nothing is offered after the start. Runs in the caller's transaction.
    """
    seats = lock(seats)
    occasion = seats.occasion
    if seats.is_cancelled or (occasion and occasion.starts <= now) or seats.is_full:
        return []
    free, offered, zone = seats.places_left, [], zone_of(seats)
    for booking in bookings.waiting().select_related("person__office").select_for_update(of=("self",)):
        if free is not None and booking.party_size > free:
            continue
        booking.state = State.OFFERED
        booking.until = offer_until(now=now, starts=occasion and occasion.starts, zone=zone, call_by=_call_by(booking.person, zone, now))
        booking.save(update_fields=["state", "until", "changed_at"])
        offered.append(booking)
        free = None if free is None else free - booking.party_size
        if free == 0:
            break
    return offered


def _call_by(person, zone, now):
    """Return when somebody who is called must have been called, or None for those who are written to."""
    return None if person.is_reached_by_email else next_office_day_end(now=now, zone=zone, closes=person.office.closes)


def zone_of(seats):
    """Return the time zone of what these seats are for."""
    return seats.occasion.zone if seats.occasion else seats.zone


def change_places(*, seats, capacity):
    """Set how many fit. Raises Refused when more are already taken or kept."""
    seats = lock(seats)
    held = seats.taken + seats.reserved
    if capacity is not None and capacity < held:
        raise Refused(_("%(held)s places are already taken. Cancel some sign-ups first, or choose %(held)s or more.") % {"held": held}, field="capacity")
    seats.capacity = capacity
    seats.save(update_fields=["capacity"])
    return seats


def full(places_left):
    """Return the refusal for a party that does not fit."""
    if places_left:
        sentence = ngettext("Only %(left)s place is left.", "Only %(left)s places are left.", places_left) % {"left": places_left}
    else:
        sentence = _("All places are taken.")
    return Full(sentence, field="party_size", code="full")


def store(*, booking, fields=None):
    """Save whatever else holds a seat, new or with these fields changed. Raises Full when the database says that it does not fit."""
    _write(booking, **({"update_fields": fields} if fields else {}))


def resize(*, booking):
    """Save a booking's new party size. Raises Full when the database says that it does not fit."""
    _write(booking, update_fields=["party_size", "changed_at"])
