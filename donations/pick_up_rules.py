"""Why not: what is asked of a pick-up before it is taken, scheduled or changed. Each check raises Refused with a sentence for a resident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from donations.models import Drive, PickUpRequest, PickUpRun, PickUpWindow
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from places.models import City, Neighborhood, Venue, ZipCode

WAITING_AT_ONCE = 5  # unproved requests of one address
OPEN_AT_ONCE = 3  # requests of one person in one drive
PHONE_SHARE = 4  # people without email hold at most one stop in so many until the office has called
AHEAD = timedelta(hours=12)  # a time is offered until so long before it begins


@dataclass(frozen=True)
class Area:
    """What a ZIP code says: the neighborhood that it lies in mostly, all that it touches (ids), and a point inside it."""

    zip: str
    neighborhood: Neighborhood
    touches: tuple[int, ...]
    point: tuple[float | None, float | None]


def area_of(zip_code: str) -> Area:
    """Return the area of a ZIP code of the city. Raises Refused for any other, with what else one can do."""
    found = ZipCode.objects.select_related("neighborhood").defer("neighborhood__outline").filter(zip=zip_code).first()
    if found is None:
        city = City.objects.values_list("name", flat=True).first() or ""
        said = _("We pick up in %(city)s only, and %(zip)s is not a ZIP code of the city. You can bring your things to a drop-off place, or call us.")
        raise Refused(said % {"city": city, "zip": zip_code}, field="zip", code="outside")
    names = [share[0] for share in found.shares if share]
    touches = {found.neighborhood_id, *Neighborhood.objects.filter(name__in=names).values_list("pk", flat=True)}
    lat, lng = (found.lat, found.lng) if found.lat is not None else (found.neighborhood.lat, found.neighborhood.lng)
    return Area(zip_code, found.neighborhood, tuple(sorted(touches)), (lat, lng))


def point_of(address: str, area: Area) -> tuple[float | None, float | None]:
    """Return where an address is, as far as we know without asking anybody: a known place's own point, else one inside its ZIP code."""
    known = Venue.objects.filter(address__iexact=address, zip=area.zip, lat__isnull=False, lng__isnull=False).values_list("lat", "lng").first()
    return known or area.point


def offered(drive: Drive, area: Area, now: datetime):
    """Return the windows that are offered to this area: to come, with room, in one of its neighborhoods or the whole city, soonest first."""
    here = Q(neighborhoods=None) | Q(neighborhoods__in=area.touches)
    windows = PickUpWindow.objects.with_room().filter(here, run__drive=drive, run__state=PickUpRun.State.PLANNED, starts__gt=now + AHEAD)
    return windows.distinct().order_by("starts", "pk")


def check_open(drive: Drive, now: datetime) -> None:
    """Pick-ups are asked for while the drive takes promises, on the clock of its place."""
    if not drive.offers_pick_up:
        raise Refused(_("We do not pick up for this drive. You can bring your things to a drop-off place."), code="closed")
    if not drive.takes_pledges(now):
        raise Refused(_("This drive does not take new pick-ups any more."), code="closed")


def check_takes_goods(drive: Drive) -> None:
    """Goods are fetched until somebody closes the drive."""
    if not drive.takes_goods:
        raise Refused(_("This drive is closed: nothing is fetched for it any more."))


def check_window(window: PickUpWindow | None, drive: Drive, area: Area, now: datetime) -> None:
    """The chosen time is still offered where the things are."""
    if window is not None and not offered(drive, area, now).filter(pk=window.pk).exists():
        raise Refused(_("We cannot come at this time any more. Please choose another."), field="window", code="full")


def check_texts(**texts: str) -> None:
    """No card or social-security number is stored, whatever it was typed into."""
    for field, text in texts.items():
        try:
            check_no_sensitive_numbers(text)
        except Refused as refused:
            raise Refused(refused.sentence, field=field, code=refused.code) from refused


def check_phone_share(window: PickUpWindow | None) -> None:
    """People without email hold at most a quarter of the stops (one at least) until the office has called them."""
    if window is None or window.capacity is None:
        return
    if PickUpRequest.objects.filter(window=window, state=PickUpRequest.State.HELD, person__email="").count() >= max(1, window.capacity // PHONE_SHARE):
        raise Refused(_("Too many people are waiting for our call for this time. Please choose another, or give an email address."), field="window")


def check_waiting(address_key: str) -> None:
    """One unproved address waits with only so many requests at a time."""
    if PickUpRequest.objects.filter(state=PickUpRequest.State.HELD, link__address_key=address_key).count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")


def check_few(request: PickUpRequest) -> None:
    """One person has only so many open pick-ups in a drive. Tells nothing to whoever has not proved the address."""
    others = PickUpRequest.objects.open().filter(drive=request.drive_id, person=request.person_id, link=None).exclude(pk=request.pk)
    if others.count() >= OPEN_AT_ONCE:
        raise Refused(_("You have %(n)s open pick-ups for this drive already. Please call us if you need more.") % {"n": OPEN_AT_ONCE}, code="too_many")
