"""What belongs to an event as tables that leave the portal, for colleagues who may take tables away."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from events import exports
from events.desk.handled import fetch
from people.access import allows, staff_page
from sharing.tables import copied_response, excel_or_back

PERMISSION = "events.export_event"
CONTACT = "people.view_contact"
READ_AT_ONCE = 500


@staff_page(PERMISSION)
@require_safe
def of_event(request, pk, kind, ending):
    """One kind of thing of one event, as CSV or for Excel."""
    if kind not in exports.KINDS:
        raise Http404
    event = fetch(request, pk, PERMISSION)
    header, found = exports.of(kind, event, with_contact=allows(request.user, CONTACT, event.office_id))
    name = f"{event.slug}-{kind}"
    if ending == "csv":
        return copied_response(name, header, found, by=request.user)
    return excel_or_back(request, name, header, found.iterator(READ_AT_ONCE), back=reverse("admin:events_event_change", args=[pk]))
