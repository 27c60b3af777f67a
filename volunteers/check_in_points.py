"""Check-in points: the address behind a QR code or of a kiosk, for which shifts it is, and how it reads in the history."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from mailing.links.doors import LinkDoor
from volunteers.models import CheckInPoint, Shift

DOOR = LinkDoor(CheckInPoint, "volunteers.check_in_points", "volunteers:open_check_in", "check_in", ("shift__opportunity__office", "shift__venue"))
token, url, behind, set_opened, opened = DOOR.token, DOOR.url, DOOR.behind, DOOR.set_opened, DOOR.opened


def shifts_of(point):
    """Return the shifts one can check in to at a point: its own, or all of its office at that place on that day, by start."""
    if not point.whole_day or point.shift.venue_id is None:
        return [point.shift]
    begins = datetime.combine(point.shift.local_starts.date(), datetime.min.time(), tzinfo=point.shift.zone)
    same_place = Shift.objects.filter(venue=point.shift.venue_id, opportunity__office=point.shift.opportunity.office_id)
    that_day = same_place.filter(starts__gte=begins, starts__lt=datetime.combine(begins.date() + timedelta(days=1), begins.time(), tzinfo=point.shift.zone))
    return list(that_day.select_related("opportunity__office", "venue").order_by("starts", "pk"))


def names(ids):
    """Return how what was done at a check-in point reads in the history."""
    said = {CheckInPoint.Kind.SIGN: _("Checked in by phone at the door"), CheckInPoint.Kind.KIOSK: _("Checked in at the kiosk")}
    return {pk: said[kind] for pk, kind in CheckInPoint.objects.filter(pk__in=ids).values_list("pk", "kind")}
