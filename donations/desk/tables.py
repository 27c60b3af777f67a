"""Everything of a drive as a table that leaves the portal, for colleagues who may take tables away; and last year's donors."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from donations import donors, exports
from donations.desk.boards import fetch, may
from intake.admin import desk_page
from people.access import staff_page
from sharing.tables import copied_response, csv_response, excel_or_back

PERMISSION = "donations.export_drive"
CONTACT = "people.view_contact"
DONORS = "people.view_person"
READ_AT_ONCE = 500
SHOWN = 200


@staff_page(PERMISSION)
@require_safe
def of_drive(request, pk, kind, ending):
    """One kind of thing of one drive, as CSV or for Excel."""
    if kind not in exports.KINDS:
        raise Http404
    drive = fetch(request, pk, PERMISSION)
    header, found = exports.of(kind, drive, with_contact=may(request.user, CONTACT, drive))
    name = f"{drive.slug}-{kind}"
    if ending == "csv":
        return copied_response(name, header, found, by=request.user)
    return excel_or_back(request, name, header, found.iterator(READ_AT_ONCE), back=reverse("admin:drive_board", args=[pk]))


@staff_page(DONORS)
@require_safe
def last_years_donors(request, pk):
    """Who gave to the drive before this one: a list, with what they gave and whether they are here again."""
    drive = fetch(request, pk, DONORS)
    earlier = donors.earlier_drives(drive)
    chosen = donors.chosen(drive, earlier, request.GET.get("of", ""))
    found = donors.of(chosen, now_at=drive, most=SHOWN + 1) if chosen else []
    return desk_page(
        request, "donations/desk/donors.html", title=_("Who gave last time"), drive=drive, earlier=earlier, chosen=chosen, donors=found[:SHOWN], shown=SHOWN,
        is_cut=len(found) > SHOWN, with_contact=may(request.user, CONTACT, drive), may_take=may(request.user, PERMISSION, drive),
    )  # fmt: skip


@staff_page(PERMISSION)
@require_safe
def donors_table(request, pk, of, ending):
    """The same list as a table."""
    drive = fetch(request, pk, PERMISSION)
    chosen = donors.chosen(drive, donors.earlier_drives(drive), str(of))
    if chosen is None or chosen.pk != of:
        raise Http404
    header, rows = donors.table(donors.of(chosen, now_at=drive), with_contact=may(request.user, CONTACT, drive))
    name = f"{chosen.slug}-donors"
    if ending == "csv":
        return csv_response(name, header, rows, by=request.user)
    return excel_or_back(request, name, header, rows, back=reverse("admin:drive_board", args=[pk]))
