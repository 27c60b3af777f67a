"""What the page of a location shows to the people there, in the active language; a constant number of queries."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from donations import goods_words
from donations.actions import locations
from donations.actions.goods import TAKE_BACK
from donations.forms.site import STATES
from donations.goods_rules import named
from donations.models import Donation, DonationLine, Need, Stock, TurnedAway
from intake.script_answers import counted
from languages import formats
from languages.content import translated

LATEST = 10


@dataclass(frozen=True, slots=True)
class Booked:
    """One donation that was booked in at the location today."""

    donation: Donation
    goods: list
    source: str
    time: str
    may_take_back: bool


def needs_of(location):
    """Return what the location takes, in words: what it accepts, or, where it does not say, everything its drive needs."""
    accepted = Need.objects.filter(drive=location.drive_id, locations=location)
    found = list(accepted.select_related("item")) or list(Need.objects.filter(drive=location.drive_id).select_related("item"))
    return named(found)


def state_words(state):
    """Return how a state reads at the site; what staff closed for good reads as their word."""
    return str({**dict(STATES), "closed": _("Closed by the office")}[state])


def checked(location):
    """Return when somebody looked last, in words; nothing when nobody has."""
    return formats.day_and_clock(timezone.localtime(location.checked_at, location.drive.zone)) if location.checked_at else ""


def of(location, *, link, now):
    """Return what stands on the page besides its forms."""
    translated([location.drive], get_language(), ["title"])
    translated([location], get_language(), ["instructions"])
    zone, day = location.drive.zone, locations.local_day(location, now)
    state = locations.state_now(location, now)
    turned = [one for one in TurnedAway.objects.filter(location=location, at__gte=now - timedelta(days=1)) if one.at.astimezone(zone).date() == day]
    return {
        "state": state, "state_words": state_words(state), "states": STATES, "checked": checked(location), "booked": booked(location, link=link, now=now),
        "stock": stock_of(location), "turned_away": len(turned), "reasons": TurnedAway.Reason.choices,
    }  # fmt: skip


def booked(location, *, link, now):
    """Return what was booked in here last; the people with this link may take back their own for a quarter of an hour."""
    donations = list(Donation.objects.filter(location=location, received_at__gte=now - timedelta(days=1)).order_by("-received_at", "-pk")[:LATEST])
    lines = DonationLine.objects.filter(donation__in=donations).select_related("need__item").order_by("pk")
    by_donation = {}
    for one in goods_words.goods_of(lines):
        by_donation.setdefault(one.line.donation_id, []).append(one)
    return [
        Booked(
            donation=donation, goods=by_donation.get(donation.pk, []), source=donation.organization or donation.get_source_display(),
            time=formats.clock(timezone.localtime(donation.received_at, location.drive.zone)),
            may_take_back=donation.link_id == link.pk and donation.state == Donation.State.RECEIVED and donation.created_at + TAKE_BACK > now,
        )
        for donation in donations
    ]  # fmt: skip


def stock_of(location):
    """Return what stands at the location, as (item, note, how many)."""
    rows = list(Stock.objects.filter(location=location, quantity__gt=0).select_related("need__item").order_by("need__priority", "need__order", "need_id"))
    named([row.need for row in rows])
    return [goods_words.goods(row, row.need, row.quantity) for row in rows]


def script_words(name, state_choices):
    """Return what the script says that keeps what is pressed without a connection (`templates/_ticks.html`)."""
    waiting = counted(
        lambda n: ngettext("%(n)s note waits on this phone for the connection.", "%(n)s notes wait on this phone for the connection.", n),
        _("More than %(n)s notes wait on this phone for the connection."),
    )
    return {"name": name, "waiting": waiting, "states": state_choices, "shut": _("One note could not be saved. Please look at the page and press again.")}
