"""How many people a segment finds, counted while it is put together: nothing is stored."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.admin import desk_page
from outreach import segments, whom
from outreach.admin.segments import offices_of
from outreach.forms.segments import SegmentForm
from outreach.models import Segment
from people import access
from people.access import staff_page
from people.models import Office

_CHANGE = "outreach.change_segment"


@staff_page("outreach.add_segment")
@require_POST
def count_new(request):
    """Count one that is not stored yet."""
    offices = offices_of(request)
    chosen = request.POST.get("office", "")
    office = next((one for one in offices if str(one.pk) == chosen), offices[0] if offices else None)
    if office is None:
        raise Http404
    return _count(request, Segment(office=office), office)


@staff_page(_CHANGE)
@require_POST
def count(request, pk):
    """Count one as its form stands now."""
    segment = access.get_or_404(Segment.objects.select_related("office"), request.user, _CHANGE, pk=pk)
    return _count(request, segment, segment.office)


def _count(request, segment: Segment, office: Office):
    form = SegmentForm({**request.POST.dict(), **{name: request.POST.getlist(name) for name in request.POST if "_" in name}}, instance=segment)
    form.offices = offices_of(request)
    form.is_valid()
    segment.office = office
    said = segments.gone(segment.rule, office)
    people = None if said else whom.of_segment(segment, timezone.now())
    names = (
        people.order_by("pk").values_list("name", flat=True)[: whom.SHOWN]
        if people is not None and access.allows(request.user, "people.view_person", office.pk)
        else []
    )
    return desk_page(
        request, "outreach/desk/segment_count.html", title=_("How many people this finds"), segment=segment, said=said, lines=segments.in_words(segment.rule, office),
        people=people.count() if people is not None else 0, names=list(names),
    )  # fmt: skip
