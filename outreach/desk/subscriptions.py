"""Consents at the desk: written down for somebody on the phone, and ended for somebody who asks us to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.admin import desk_page
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.content import translated
from mailing.views.taking import with_fresh_key
from outreach import consent
from outreach.actions import subscriptions
from outreach.forms.desk import PhoneSubscriptionForm
from outreach.models import Subscription, Topic
from people import access
from people.access import staff_page
from people.models import Office


@staff_page("outreach.add_subscription")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """The words to read out, and the form."""
    offices = list(
        access.scope(Office.objects.filter(pk__in=Topic.objects.filter(is_open=True).values("office")), request.user, "outreach.add_subscription", office="pk")
    )
    office = _chosen(request, offices)
    form = PhoneSubscriptionForm(request.POST if request.method == "POST" else None, initial={"language": get_language()}, office=office) if office else None
    if form and form.is_valid() and (found := _enter(request, office, form)):
        messages.success(request, _said(found))
        return redirect("admin:outreach_subscription_changelist")
    status = 422 if form and form.errors else 200
    if status == 422:
        with_fresh_key(form)
    translated(offices, get_language(), ["name"])
    others = [one for one in offices if one != office]
    return desk_page(
        request, "outreach/desk/enter.html", title=_("Subscribe somebody on the phone"), status=status, form=form, office=office, others=others,
        words=consent.TO_READ_OUT, version=consent.VERSION,
    )  # fmt: skip


def _chosen(request, offices):
    """Return the office named in the address, else the first; None where no office of theirs has an open topic. Raises Http404 for another's."""
    named = request.GET.get("office")
    if not named:
        return offices[0] if offices else None
    for office in offices:
        if office.slug == named:
            return office
    raise Http404


def _enter(request, office, form):
    try:
        return subscriptions.enter(
            office=office, form=form.to_form(), key=form.cleaned_data["key"], browser=browser_of(request), by=request.user, now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


def _said(found):
    if found.settled_at is None:
        return _("Written down. A letter with a button is on its way; once it is pressed, we write to them.")
    return _("Done: from now on we write to them about these topics.")


@staff_page("outreach.change_subscription")
@require_POST
def end(request, pk):
    """End one consent: somebody called or wrote. A second press changes nothing."""
    found = access.get_or_404(Subscription.objects.filter(person__apart=""), request.user, "outreach.change_subscription", office="topic__office", pk=pk)
    subscriptions.end(persons=[found.person_id], topics=[found.topic_id], how=Subscription.Ended.STAFF, now=timezone.now())
    messages.success(request, _("Ended. They get no more letters about this topic."))
    return redirect("admin:outreach_subscription_change", pk)
