"""The public archive: letters that went to many, open to everybody."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outreach import archive


@require_safe
def all_letters(request):
    """The newest letters, by day."""
    return TemplateResponse(request, "outreach/archive.html", {"entries": archive.entries(get_language())})


@require_safe
def campaign(request, pk):
    """One letter; drafts, cancelled ones and those kept out of the archive are not there."""
    found = archive.letter(pk, get_language())
    if found is None:
        raise Http404
    entry, html = found
    return TemplateResponse(request, "outreach/archived_campaign.html", {"entry": entry, "html": html})
