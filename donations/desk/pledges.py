"""Staff write down what somebody promises on the phone, and take a promise off the list."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from donations import codes, pledging, typed_times
from donations.actions import pledges
from donations.actions.drives import path_of
from donations.forms.pledges import CallInForm
from donations.models import Drive, Pledge
from intake.admin import desk_page
from intake.refusal import Refused
from languages.names import language_names
from people.access import get_or_404, staff_page


@staff_page("donations.add_pledge")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """The form for somebody who called or came by, and what it leads to."""
    drive = get_or_404(Drive.objects.select_related("office"), request.user, "donations.add_pledge", leads_path="leads", pk=pk)
    offer = pledging.offer(drive, now=timezone.now(), window=typed_times.number(request.POST.get("window", "")))
    form = CallInForm(request.POST or None, page=path_of(drive), initial={"language": settings.LANGUAGE_CODE}, languages=language_names(), offer=offer)
    if form.is_valid() and (made := _enter(request, drive, form)):
        form.note_heard(ref=made.ref, by=request.user)
        said = _("%(name)s is on the list. The code to say at the drop-off, to tell them: %(code)s")
        messages.success(request, said % {"name": form.cleaned_data["name"], "code": codes.spaced(codes.of(made.pk))})
        return redirect("admin:enter_pledge", pk)
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "donations/desk/call_in.html", title=_("Write down a promise"), status=status, drive=drive, form=form)


def _enter(request, drive, form):
    try:
        return pledges.enter(drive=drive, form=form.to_form(settings.LANGUAGE_CODE), by=request.user, key=form.cleaned_data["key"], now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@staff_page("donations.change_pledge")
@require_POST
def withdraw(request, pk):
    """Take a promise off the list; its donor is told, where the promise was confirmed."""
    made = get_or_404(Pledge.objects.all(), request.user, "donations.change_pledge", office="drive__office", leads_path="drive__leads", pk=pk)
    try:
        pledges.withdraw(pledge=made, by=request.user, now=timezone.now())
        messages.success(request, _("Withdrawn. They are told.") if made.link_id is None else _("Withdrawn. It was never confirmed, so nobody is written to."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("admin:donations_pledge_change", pk)
