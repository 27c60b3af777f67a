"""Past weekly emails as everybody may read them: what was sent to the whole city, no reader's own. Open to everyone, no cookie is set."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intake import asked
from languages.content import translated
from outreach.digest import archive
from outreach.digest.entries import sections
from outreach.models import DigestIssue

KEPT_SECONDS = 60
PAGE = 26  # half a year
_PERIOD = re.compile(r"\d{4}-W\d{2}")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def past(request):
    """The issues that were made, the latest first; a week that was passed over is none."""
    after = asked.cursor(request.GET.get("page"))
    rows = DigestIssue.objects.exclude(contents={}).defer("contents").select_related("office").order_by("-due", "-pk")
    if after and after.starts:
        rows = rows.filter(due__lte=after.starts).exclude(due=after.starts, pk__gte=after.id)
    found = list(rows[: PAGE + 1])
    issues = found[:PAGE]
    translated([issue.office for issue in issues], get_language(), ["name"])
    more = asked.Cursor(issues[-1].due, issues[-1].pk) if len(found) > PAGE else None
    context = {"issues": issues, "next_url": f"?page={more}" if more else "", "first_url": "." if after else ""}
    return render(request, "outreach/past_digests.html", context)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def one(request, office, period):
    """One issue in the language of the page; what was taken down since is left out."""
    if not _PERIOD.fullmatch(period):
        raise Http404
    issue = get_object_or_404(DigestIssue.objects.exclude(contents={}).select_related("office"), office__slug=office, period=period)
    translated([issue.office], get_language(), ["name"])
    intro, entries = archive.shown(issue, get_language(), timezone.now())
    return render(request, "outreach/past_digest.html", {"issue": issue, "intro": intro, "sections": sections(entries)})
