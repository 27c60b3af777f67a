"""What needs somebody today: drives."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.needs_today.drawers import Drawer, Row
from donations.models import Arrangement, Drive, DropOffLocation, LocationClosure, LocationHours, PickUpRequest
from languages import formats
from people.access import scope

CHECKED_WITHIN = timedelta(days=1)
OFFICE, LEADS = "drive__office", "drive__leads"


def pick_ups_to_decide(user, permission, now):
    """Pick-ups that were asked for and nobody has given a time, the oldest first."""
    asked = PickUpRequest.objects.waiting().select_related("drive", "person", "neighborhood")
    asked = scope(asked, user, permission, office=OFFICE, leads_path=LEADS).order_by("created_at", "pk")

    def row(request):
        note = f"{request.neighborhood or request.zip}, {request.get_size_display()}"
        return Row(f"{request.organization or request.person}: {request.drive}", f"{_board(request.drive_id)}#pick-ups", note)

    return Drawer(_("Pick-ups to decide"), _("No pick-up waits for an answer."), asked, row)


def unchecked_locations(user, permission, now):
    """Locations that take goods today and that nobody has looked at for a day."""
    today = timezone.localtime(now).date()
    open_today = Exists(LocationHours.objects.filter(location=OuterRef("pk"), weekday=today.weekday()))
    closed_today = Exists(LocationClosure.objects.filter(location=OuterRef("pk"), day=today))
    long_ago = Q(checked_at=None) | Q(checked_at__lt=now - CHECKED_WITHIN)
    running = Q(drive__in=Drive.objects.taking_goods().filter(opens__lte=now - CHECKED_WITHIN), state=DropOffLocation.State.OPEN)
    found = DropOffLocation.objects.filter(running, long_ago, open_today, ~closed_today).select_related("drive", "venue")
    found = scope(found, user, permission, office=OFFICE, leads_path=LEADS).order_by(F("checked_at").asc(nulls_first=True), "pk")

    def row(location):
        last = formats.plain(formats.day_and_clock(location.checked_at)) if location.checked_at else _("never")
        return Row(
            f"{location}: {location.drive}", reverse("admin:donations_dropofflocation_change", args=[location.pk]), _("last checked: %(when)s") % {"when": last}
        )

    return Drawer(_("Locations nobody has checked for a day"), _("Every location that is open today was checked."), found, row)


def gifts_to_answer(user, permission, now):
    """Large gifts and collection boxes that wait for the office's answer, the soonest due first."""
    asked = Arrangement.objects.filter(state=Arrangement.State.ASKED, replied_at=None).select_related("drive", "person")
    asked = scope(asked, user, permission, office=OFFICE, leads_path=LEADS).order_by("reply_by", "pk")

    def row(one):
        by = _("answer by %(day)s") % {"day": formats.weekday_date(one.reply_by)}
        return Row(f"{one.organization or one.person}: {one.drive}", f"{_board(one.drive_id)}#arrangements", by)

    return Drawer(_("Large gifts to answer"), _("No gift waits for an answer."), asked, row)


def _board(pk):
    return reverse("admin:drive_board", args=[pk])
