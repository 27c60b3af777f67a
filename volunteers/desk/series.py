"""The series of a shift: its rule in words, the coming dates, and the form that lets it go on longer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers import words
from volunteers.actions import series
from volunteers.desk.forms import ExtendForm
from volunteers.desk.reach import fetch
from volunteers.models import Shift

SHOWN = 30


@staff_page("volunteers.change_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def of_shift(request, pk):
    """What comes again, until when, and a later last day."""
    shift = fetch(Shift.objects.select_related("opportunity__office", "venue", "series__opportunity"), request.user, "volunteers.change_shift", pk)
    if shift.series is None:
        raise Http404
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        try:
            new = series.extend(series=shift.series, until=form.cleaned_data["until"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            said = ngettext("%(number)s shift was planned.", "%(number)s shifts were planned.", len(new))
            messages.success(request, said % {"number": len(new)})
            return redirect("admin:series", pk)
    coming = Shift.objects.upcoming(timezone.now()).filter(series=shift.series_id).order_by("starts")
    return desk_page(
        request, "volunteers/desk/series.html", title=_("Series"), status=422 if request.method == "POST" else 200, shift=shift, rule=words.series(shift.series),
        coming=list(coming[:SHOWN]), number=coming.count(), form=form,
    )  # fmt: skip
