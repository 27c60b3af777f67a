"""Handing one opportunity to one person: they lead just that, and see nothing else."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from intake.fields import EmailField, LineField, ParagraphsField
from intake.refusal import Refused
from people.access import staff_page
from volunteers.actions import leads
from volunteers.desk.reach import fetch, may
from volunteers.models import Opportunity

PERMISSION = "people.hand_over"


class LeadForm(forms.Form):
    """Who leads it from now on."""

    name = LineField(label=gettext_lazy("Name"), max_length=150)
    email = EmailField(
        label=gettext_lazy("Email"),
        help_text=gettext_lazy("Somebody new gets a letter with a link to choose a password. They see this opportunity and nothing else."),
    )
    note = ParagraphsField(label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5, "cols": 60}))
    instead = forms.BooleanField(label=gettext_lazy("In place of those who lead it now"), required=False)


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk):
    """Give an opportunity to one person."""
    opportunity = fetch(Opportunity.objects.select_related("office"), request.user, PERMISSION, pk)
    form, may_let_in = LeadForm(request.POST if request.method == "POST" else None), may(request.user, "volunteers.change_opportunity", opportunity)
    if request.method == "POST" and form.is_valid():
        try:
            user = leads.give(opportunity=opportunity, **form.cleaned_data, may_let_in=may_let_in, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("%(name)s leads this now. We have written to them.") % {"name": user})
            still_mine = may(request.user, PERMISSION, opportunity)
            return redirect(reverse("admin:give_lead", args=[pk]) if still_mine else reverse("admin:index"))
    return desk_page(
        request, "volunteers/desk/lead.html", title=_("Hand it to one person"), status=422 if form.errors else 200, opportunity=opportunity, form=form,
        leads=opportunity.leads.order_by("name", "email"),
    )  # fmt: skip
