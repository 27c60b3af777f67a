"""The partners invited to an event, each with a link to pass on."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from events import invitations, words
from events.actions import invitations as verbs
from events.desk.people_reach import fetch
from events.models import Event, Invitation
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from people.models import PartnerOrganization


class InviteForm(forms.Form):
    """Which partner is invited."""

    partner = forms.ModelChoiceField(label=gettext_lazy("Partner"), queryset=None, empty_label=gettext_lazy("Choose a partner"))

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = PartnerOrganization.objects.filter(office=event.office_id)


@staff_page("events.change_invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """Who is invited, and the form for one more."""
    event = fetch(Event.objects.select_related("office", "venue"), request.user, "events.change_invitation", pk)
    form = InviteForm(request.POST or None, event=event)
    if form.is_valid() and _invite(request, event, form):
        messages.success(request, _("%(partner)s is invited. Pass the link below on, please.") % {"partner": form.cleaned_data["partner"]})
        return redirect("admin:event_invitations", pk)
    found = list(event.invitations.filter(revoked_at=None).select_related("partner", "made_by").order_by("partner__name"))
    for one in found:
        one.event = event
        one.url = invitations.url(one)
    return desk_page(
        request, "events/desk/invitations.html", title=_("Invited partners"), status=422 if request.method == "POST" else 200, event=event, form=form,
        invitations=found, when=words.when(event), where=words.where(event),
    )  # fmt: skip


def _invite(request, event, form):
    try:
        return verbs.invite(event=event, partner=form.cleaned_data["partner"], by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@staff_page("events.change_invitation")
@require_POST
def revoke(request, pk):
    """Take one invitation back."""
    invitation = fetch(Invitation.objects.select_related("event", "partner"), request.user, "events.change_invitation", pk)
    verbs.revoke(invitation=invitation, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": invitation.partner})
    return redirect("admin:event_invitations", invitation.event_id)
