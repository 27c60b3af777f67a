"""The board of a drive: how far it is, what lags, what comes, and what has to be done."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from donations import board, pictures
from donations.exports import KINDS
from donations.models import Drive
from intake.admin import desk_page
from people import access, roles
from people.access import staff_page

PERMISSION = "donations.view_drive"


@staff_page(PERMISSION)
@require_safe
def of_drive(request, pk):
    """How far one drive is."""
    drive = fetch(request, pk)
    shown = board.of(drive, now=timezone.now(), with_arrangements=may(request.user, "donations.view_arrangement", drive))
    return desk_page(
        request, "donations/desk/board.html", title=_("%(drive)s: how far it is") % {"drive": drive}, drive=drive, board=shown,
        arrived_rows=numbers(shown.arrived_rows), need_rows=numbers(shown.need_rows), expected_rows=numbers(shown.expected_rows), picture=pictures.of_arrivals(shown.arrived, shown.days), doors=_doors(drive), may_change=may(request.user, "donations.change_drive", drive),
        tables=KINDS if may(request.user, "donations.export_drive", drive) else {},
    )  # fmt: skip


def numbers(rows):
    """Return rows of (name, numbers or words, …) as the body of a table; a template takes four times as long for a thousand cells."""
    return format_html_join("", "<tr>{}</tr>", ((mark_safe("".join(_cells(row))),) for row in rows))  # noqa: S308  each cell is escaped below


def _cells(row):
    name, *rest = row
    yield f'<th scope="row">{escape(name)}</th>'
    for cell in rest:
        for one in cell if isinstance(cell, list) else [cell]:
            yield f'<td class="number">{one}</td>' if isinstance(one, int) else f"<td>{escape(one)}</td>"


def fetch(request, pk, permission=PERMISSION):
    """Return a drive that the user may see, or raise Http404."""
    return access.get_or_404(Drive.objects.select_related("office"), request.user, permission, leads_path="leads", pk=pk)


def may(user, permission, drive):
    """Tell whether the user may do this with the drive: by a role in its office, or by leading it; only who leads something costs a query."""
    if access.allows(user, permission, drive.office_id):
        return True
    return permission in roles.LEAD and access.scope(Drive.objects.filter(pk=drive.pk), user, permission, leads_path="leads").exists()


def _doors(drive):
    """Return [(address, words)] of the pages where the work on goods and pick-ups is done."""
    doors = [("drive_goods", _("Goods")), ("pick_up_runs", _("Pick-ups and runs"))]
    return [(reverse(f"admin:{name}", args=[drive.pk]), words) for name, words in doors]
