"""Spreading the word about a drive: counted links for channels and partners, the flyer, and a sign for each door."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.drives import path_of
from donations.desk.drives import fetch
from intake.admin import desk_page
from people.access import staff_page
from sharing import prompts
from sharing.forms import LinkForm
from sharing.models import TrackedLink

_PERMISSION = "sharing.add_trackedlink"


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk):
    """The links of a drive with how often each was followed, and a form for another one; a link that is there already stays."""
    drive = fetch(request.user, _PERMISSION, pk)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        prompts.count_links(path_of(drive), [form.cleaned_data["channel"]], by=request.user)
        messages.success(request, _("Here is the link. It is good in every language."))
        return redirect("admin:share_drive", pk)
    links = TrackedLink.objects.filter(target=path_of(drive))
    return desk_page(
        request, "donations/desk/share.html", title=_("Share and print"), status=422 if request.method == "POST" else 200, drive=drive, form=form,
        links=[{"link": link, "address": prompts.address(link.code)} for link in links], locations=drive.locations.select_related("venue"),
    )  # fmt: skip
