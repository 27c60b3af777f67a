"""Links for the people who lead a shift on its day: made, listed with who made them, taken back."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page
from volunteers import site_links
from volunteers.actions import site_links as verbs
from volunteers.desk.forms import SiteLinkForm
from volunteers.desk.reach import fetch
from volunteers.models import Shift, SiteLink


@staff_page("volunteers.give_site_link")
@require_http_methods(["GET", "HEAD", "POST"])
def of_shift(request, pk):
    """The links of one shift, and the form for another one."""
    shift = fetch(Shift.objects.select_related("opportunity__office", "venue"), request.user, "volunteers.give_site_link", pk)
    form = SiteLinkForm(request.POST or None, initial={"language": settings.LANGUAGE_CODE})
    if form.is_valid() and (link := _give(request, shift, form)):
        sent = _("%(name)s has a link, and a letter with it is on its way.") if link.email else _("%(name)s has a link. Read it out or send it, please.")
        messages.success(request, sent % {"name": link.name})
        return redirect("admin:site_links", pk)
    return desk_page(
        request,
        "volunteers/desk/site_links.html",
        title=_("Links for the lead at the site"),
        status=422 if request.method == "POST" else 200,
        shift=shift,
        links=listed(shift, timezone.now(), with_addresses=True),
        form=form,
    )


def listed(shift, now, *, with_addresses=False):
    """Return the links that are good or will be, with who made them; their addresses only where they are to be passed on."""
    links = list(shift.site_links.listed(now).select_related("made_by"))
    for link in links:
        link.shift = shift
        link.url = site_links.url(link) if with_addresses else ""
    return links


def _give(request, shift, form):
    try:
        return verbs.give(shift=shift, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


@staff_page("volunteers.give_site_link")
@require_POST
def revoke(request, pk):
    """Take one link back."""
    link = fetch(SiteLink.objects.all(), request.user, "volunteers.give_site_link", pk)
    verbs.revoke(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": link.name})
    return redirect("admin:site_links", link.shift_id)
