"""Opening a sign at the door or a kiosk for a shift, printing the sign, starting a kiosk on this device, closing it again."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from intake.form_keys import new_key
from intake.refusal import Refused
from mailing import browser
from people.access import staff_page
from volunteers import check_in_points, check_in_signs
from volunteers.actions import check_in_points as verbs
from volunteers.desk.reach import fetch
from volunteers.forms.check_in import PointForm
from volunteers.models import CheckInPoint, Shift

_PERMISSION = "volunteers.mark_attendance"
_POINTS = CheckInPoint.objects.select_related("shift__opportunity__office", "shift__venue")


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def of_shift(request, pk):
    """The sign and the kiosks of one shift, and the forms for another one."""
    shift = fetch(Shift.objects.select_related("opportunity__office", "venue"), request.user, _PERMISSION, pk)
    form, error = PointForm(request.POST or None), ""
    if form.is_valid():
        try:
            point = verbs.open_point(shift=shift, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            error = refusal.sentence
        else:
            return redirect("admin:check_in_sign", point.pk)
    return desk_page(
        request, "volunteers/desk/check_in.html", title=_("Check-in at the site"), status=422 if request.method == "POST" else 200, shift=shift,
        points=check_in_signs.listed(shift, timezone.now()), form=form, error=error, key=new_key(), languages=settings.LANGUAGES, default_language=settings.LANGUAGE_CODE,
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_safe
def sign(request, pk):
    """The sign to print, or the address of the kiosk for another device."""
    point = fetch(_POINTS, request.user, _PERMISSION, pk)
    return desk_page(request, "volunteers/desk/check_in_sign.html", title=capfirst(point.get_kind_display()), **check_in_signs.sign(point))


@staff_page(_PERMISSION)
@require_POST
def start(request, pk):
    """Make this device the kiosk: whoever works here is signed out first, so that the next person gets no further than the kiosk."""
    return start_here(request, fetch(_POINTS, request.user, _PERMISSION, pk))


def start_here(request, point):
    """Forget everything this browser may see, and let it see the kiosk."""
    response = redirect("volunteers:kiosk", point.pk)
    browser.forget(request, response)
    check_in_points.set_opened(response, point, timezone.now())
    return response


@staff_page(_PERMISSION)
@require_POST
def close(request, pk):
    """Close a kiosk, or take a sign back."""
    point = fetch(_POINTS, request.user, _PERMISSION, pk)
    verbs.close_point(point=point, by=request.user, now=timezone.now())
    messages.success(request, _("It is closed: nobody checks in there any more."))
    return redirect("admin:check_in", point.shift_id)
