"""Why not: small checks about pledges and arrangements, each raises Refused with a sentence a donor understands.

Whatever belongs to one item names the form's field of that item: `need_17`.
"""

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.seats import Full
from donations.models import DropOffLocation, Need, Pledge, PledgeLine
from intake.refusal import Refused
from languages import formats

HELD_AT_ONCE = 10  # pledges that one unproved address may hold at a time
PHONE_SHARE = 4  # people without email may hold a quarter of a capped need until the office has called
MOST = 1_000_000  # of one item


def field_of(need_id):
    """Return the name of the form's field of an item."""
    return f"need_{need_id}"


def check_open(drive, now):
    """The drive takes promises: open, and its closing time at the place has not come."""
    if drive.takes_pledges(now):
        return
    if drive.state == drive.State.OPEN and now < drive.opens:
        opens = formats.day_and_clock(timezone.localtime(drive.opens, drive.zone))
        raise Refused(_("You can promise something here from %(when)s on.") % {"when": opens}, code="not_yet")
    if drive.takes_goods:
        raise Refused(_("No more promises are taken here. What you have may still be brought: please call us first."), code="closed")
    raise Refused(_("This drive is over. Thank you for thinking of it."), code="closed")


def check_still_open(drive, now):
    """After the promise is written: read the drive again, which waits for whoever ends its promises just now, and refuse what came too late.

    The lock is shared by all who promise and lasts to the end of the transaction: whoever ends the promises waits for it. Taken last, it is held as
    briefly as the needs are, so that even in a rush the next one to close the drive comes in between.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, opens, closes FROM donations_drive WHERE id = %s FOR SHARE", [drive.pk])
        drive.state, drive.opens, drive.closes = cursor.fetchone()
    check_open(drive, now)


def check_lines(drive, lines):
    """Return the needs of these (need id, quantity) pairs by id: every one is wanted in this drive, in a number that can be meant."""
    if not lines:
        raise Refused(_("Enter how many you bring of at least one item."), code="nothing")
    needs = getattr(drive, "needs_at_hand", None) or Need.objects.in_bulk([need for need, _quantity in lines])
    for need, quantity in lines:
        if need not in needs or needs[need].drive_id != drive.pk:
            raise Refused(_("One of these items is not collected in this drive. Please look at the list again."), code="foreign")
        if not 1 <= quantity <= MOST:
            raise Refused(_("Enter a whole number from 1 to %(most)s.") % {"most": formats.whole_number(MOST)}, field=field_of(need), code="number")
    return {need: needs[need] for need, _quantity in lines}


def check_not_too_much(drive, lines):
    """From the office's number of one item on the gift is arranged with the donor."""
    for need, quantity in lines:
        if drive.arrange_from and quantity >= drive.arrange_from:
            sentence = _("That is a large gift. From %(number)s of one item on we arrange it with you: see below.")
            raise Refused(sentence % {"number": formats.whole_number(drive.arrange_from)}, field=field_of(need), code="arrange")


def check_room(needs, lines, *, own=None):
    """What is full already is refused before anything is written: far cheaper than to let the database say it.

    `needs` by id; `own`: what one has promised, or brought, already.
    """
    for need, quantity in lines:
        left, before = needs[need].places_left, (own or {}).get(need, 0)
        if left is not None and quantity > left + before:
            raise full(needs[need], own=before)


def full(need, *, own=0):
    """Return the refusal of more than is still wanted of an item, `own` promises included."""
    left = (need.places_left or 0) + own
    if left:
        sentence = ngettext(
            "Only %(left)s is still wanted. Please enter %(left)s, or leave it out.",
            "Only %(left)s are still wanted. Please enter %(left)s or fewer, or leave it out.",
            left,
        )
    else:
        sentence = _("Enough is promised of this by now. Thank you! Please choose something else.")
    return Full(sentence % {"left": formats.whole_number(left)} if left else sentence, field=field_of(need.pk), code="full")


def check_location(drive, location_id, lines):
    """Return the location that was chosen, or None: it belongs to the drive, is open, and takes every item."""
    if location_id is None:
        return None
    location = DropOffLocation.objects.filter(drive=drive, pk=location_id).select_related("venue").prefetch_related("accepts").first()
    if location is None:
        raise Refused(_("This place does not belong to this drive. Please choose one of the list."), field="location", code="foreign")
    if location.state != location.State.OPEN:
        raise Refused(why_not_open(location), field="location", code="not_open")
    accepted = {need.pk for need in location.accepts.all()}
    if accepted and not accepted.issuperset(need for need, _quantity in lines):
        raise Refused(
            _("%(place)s does not take all of these items. Please choose another place.") % {"place": location.venue.name}, field="location", code="not_taken"
        )
    return location


def why_not_open(location):
    """Return why a location that is not open takes nothing, as a sentence."""
    words = {
        "paused": _("%(place)s takes nothing just now. Please choose another place."),
        "full": _("%(place)s is full just now. Please choose another place."),
    }
    closed = _("%(place)s is closed. Please choose another place.")
    return words.get(location.state, closed) % {"place": location.venue.name}


def check_day(drive, location, day, now):
    """The day is between today and the drive's last day, and the place receives goods on it."""
    if day is None:
        return
    today, last = timezone.localdate(now, drive.zone), drive.local_closes.date()
    if day < today:
        raise Refused(_("This day is over. Choose today or a later day."), field="expected_day", code="past")
    if day > max(last, today):
        raise Refused(_("The last day is %(day)s. Choose an earlier day.") % {"day": formats.weekday_date(last)}, field="expected_day", code="too_late")
    if location is not None:
        check_receives(location, day, field="expected_day")


def check_receives(location, day, *, field):
    """The place receives goods on that day. Raises Refused beside the named field."""
    if not receives_on(location, day):
        sentence = _("%(place)s takes nothing on %(day)s. Choose another day or another place.")
        raise Refused(sentence % {"place": location.venue.name, "day": formats.weekday_date(day)}, field=field, code="closed_that_day")


def receives_on(location, day):
    """Tell whether a location has hours on that day and is not closed on it; one that has told no hours at all receives on any day."""
    if any(closure.day == day for closure in location.closures.all()):
        return False
    hours = list(location.hours.all())
    return not hours or any(one.weekday == day.weekday() for one in hours)


def check_held(email, phone):
    """One unproved address or number holds only so many pledges at a time."""
    same = Q(person__email=email) if email else Q(person__email="", person__phone=phone)
    if Pledge.objects.filter(same, state=Pledge.State.HELD, link__isnull=False)[:HELD_AT_ONCE].count() >= HELD_AT_ONCE:
        raise Refused(_("This address is holding many promises that are not confirmed yet. Please confirm those first."), field="email", code="too_many")


def check_phone_share(needs, lines):
    """People without email hold at most a quarter of a capped need until the office has called them; holds the needs in the order of ids."""
    capped = [need for need, _quantity in lines if needs[need].capacity is not None]
    if not capped:
        return
    list(Need.objects.select_for_update().filter(pk__in=capped).order_by("pk").values_list("pk"))
    waiting = PledgeLine.objects.filter(need__in=capped, pledge__state=Pledge.State.HELD, pledge__person__email="")
    held = dict(waiting.order_by().values_list("need").annotate(Sum("quantity")))
    for need, quantity in lines:
        if needs[need].capacity is not None and held.get(need, 0) + quantity > max(1, needs[need].capacity // PHONE_SHARE):
            raise Refused(
                _("Too many people are waiting for our call for this item. Please call us, or give an email address."), field="phone", code="phone_share"
            )
