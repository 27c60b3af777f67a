"""Following a counted link. The one door where a GET adds to a number: it knows nobody. The browser keeps the code for the visit (`intake.visits`)."""

from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls.resolvers import LocalePrefixPattern
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake import visits
from sharing.models import LENGTH, TrackedLink


@require_safe
@never_cache
def follow(request, code):
    """Lead to the page in the reader's language, and count that somebody came this way; looking ahead (HEAD, prefetch) is not counted."""
    link = TrackedLink.objects.filter(code=code.lower()[: LENGTH * 2]).first()
    if link is None or not url_has_allowed_host_and_scheme(link.target, allowed_hosts=None):
        raise Http404
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        TrackedLink.objects.filter(pk=link.pk).update(followed=F("followed") + 1)
    prefix = LocalePrefixPattern(prefix_default_language=False).language_prefix
    answer = redirect(f"/{prefix}{link.target.removeprefix('/')}")
    visits.remember(request, answer, link.code)
    return answer
