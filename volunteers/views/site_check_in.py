"""Whoever leads a shift on its day opens its sign or a kiosk, by their own link and without an account."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.form_keys import new_key
from intake.refusal import Refused
from languages.content import translated
from volunteers import check_in_signs, words
from volunteers.actions import check_in_points as verbs
from volunteers.desk.check_in import start_here
from volunteers.forms.check_in import PointForm
from volunteers.models import CheckInPoint
from volunteers.views.site import site_page


@site_page
@require_http_methods(["GET", "HEAD", "POST"])
def of_shift(request, link, *, now):
    """The sign and the kiosks of the shift, and the forms for another one."""
    form, error, shift = PointForm(request.POST or None), "", link.shift
    if form.is_valid():
        try:
            point = verbs.open_point(shift=shift, by=link, now=now, **form.cleaned_data)
        except Refused as refusal:
            error = refusal.sentence
        else:
            return redirect("volunteers:site_check_in_sign", link.pk, point.pk)
    translated([shift.opportunity], get_language(), ["title"])
    context = {
        "link": link, "shift": shift, "opportunity": shift.opportunity, "when": words.when(shift), "points": check_in_signs.listed(shift, now), "error": error,
        "key": new_key(), "languages": settings.LANGUAGES, "default_language": get_language(),
    }  # fmt: skip
    return render(request, "volunteers/site/check_in.html", context, status=422 if request.method == "POST" else 200)


@site_page
@require_safe
def sign(request, link, point, *, now):
    """The sign, to hold up or to print; or the address of the kiosk for another device."""
    return render(request, "volunteers/site/check_in_sign.html", {"link": link, **check_in_signs.sign(_point(link, point))})


@site_page
@require_POST
def start(request, link, point, *, now):
    """Make this device the kiosk; the list of people is closed here first."""
    return start_here(request, _point(link, point))


@site_page
@require_POST
def close(request, link, point, *, now):
    """Close a kiosk, or take the sign back."""
    verbs.close_point(point=_point(link, point), by=link, now=now)
    messages.success(request, _("It is closed: nobody checks in there any more."))
    return redirect("volunteers:site_check_in", link.pk)


def _point(link, pk):
    return get_object_or_404(CheckInPoint.objects.filter(revoked_at=None).select_related("shift__opportunity__office", "shift__venue"), pk=pk, shift=link.shift)
