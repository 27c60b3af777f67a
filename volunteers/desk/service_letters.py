"""Letters of service on the desk: issued for a person, printed, withdrawn."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from people import access
from people.access import staff_page
from people.models import Person
from volunteers import amounts, totals
from volunteers.actions import service_letters
from volunteers.forms.service_letters import PeriodForm
from volunteers.models import ServiceLetter
from volunteers.views.service_letters import printed

_LETTERS = ServiceLetter.objects.select_related("person", "office")


@staff_page("volunteers.add_serviceletter")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk):
    """Issue a letter for a person who asks the office for one."""
    person = access.get_or_404(Person.objects.known().filter(apart="").select_related("office"), request.user, "volunteers.add_serviceletter", pk=pk)
    lines = totals.lines([person.pk])
    initial = {"first_day": lines[0].day if lines else None, "last_day": timezone.localdate()}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            letter = service_letters.issue(person=person, **form.period(), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            return redirect("admin:service_letter", letter.pk)
    counted = amounts.duration(sum(line.minutes for line in lines))
    return desk_page(
        request,
        "volunteers/desk/service_letter.html",
        title=_("Letter of service"),
        status=422 if form.errors else 200,
        person=person,
        form=form,
        counted=counted,
    )


@staff_page("volunteers.view_serviceletter")
@require_safe
def show(request, pk):
    """The letter, to print."""
    return printed(request, access.get_or_404(_LETTERS, request.user, "volunteers.view_serviceletter", pk=pk))


@staff_page("volunteers.change_serviceletter")
@require_POST
def revoke(request, pk):
    """Withdraw a letter: from now on a check does not confirm it."""
    letter = access.get_or_404(_LETTERS, request.user, "volunteers.change_serviceletter", pk=pk)
    service_letters.revoke(letter=letter, by=request.user, now=timezone.now())
    messages.success(request, _("The letter is withdrawn: whoever checks it is told that we cannot confirm it."))
    return redirect(reverse("admin:volunteers_serviceletter_change", args=[pk]))
