"""Who is invited to an event: by a letter, or by a link to pass on; what they answered; the letter again, or the invitation back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import invitation_words, words
from events.actions import invitations as verbs
from events.desk.handled import done
from events.desk.people_reach import fetch
from events.forms.invitations import InviteForm
from events.models import Event, Invitation
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

_PERMISSION = "events.change_invitation"


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """Who is invited, and the form for one more link."""
    event = fetch(Event.objects.select_related("office", "venue"), request.user, _PERMISSION, pk)
    form = InviteForm(request.POST or None, event=event)
    if form.is_valid() and done(form, lambda: verbs.invite(event=event, partner=form.cleaned_data["partner"], by=request.user, now=timezone.now())):
        messages.success(request, _("%(partner)s is invited. Pass the link below on, please.") % {"partner": form.cleaned_data["partner"]})
        return redirect("admin:event_invitations", pk)
    found = invitation_words.standing(event)
    return desk_page(
        request, "events/desk/invitations.html", title=_("Invitations"), status=422 if request.method == "POST" else 200, event=event, form=form,
        invitations=found, coming=sum(one.coming for one in found), when=words.when(event), where=words.where(event),
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_POST
def again(request, pk):
    """Send the letter once more."""
    invitation = fetch(Invitation.objects.select_related("event", "partner"), request.user, _PERMISSION, pk)
    try:
        verbs.send_again(invitation=invitation, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, f"{invitation.who}: {refusal.sentence}")
    else:
        messages.success(request, _("Another letter is on its way to %(name)s.") % {"name": invitation.who})
    return redirect("admin:event_invitations", invitation.event_id)


@staff_page(_PERMISSION)
@require_POST
def revoke(request, pk):
    """Take one invitation back."""
    invitation = fetch(Invitation.objects.select_related("event", "partner"), request.user, _PERMISSION, pk)
    verbs.revoke(invitation=invitation, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": invitation.who})
    return redirect("admin:event_invitations", invitation.event_id)
