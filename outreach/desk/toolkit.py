"""The toolkit of an opportunity, a drive or an event: what to copy and hand on in each language, its counted links, how people heard."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from outreach import bundles, items, toolkit
from outreach.forms.toolkit import LinkForm
from people import access
from people.access import staff_page
from sharing import prompts
from sharing.models import TrackedLink

_PERMISSION = "sharing.add_trackedlink"
_MODELS = {kind.model._meta.label_lower: kind.model for kind in items.KINDS.values()}


def _fetch(user, app, model, pk):
    """Return a record of the user's offices, or raise Http404: another kind, foreign and unknown look the same."""
    found = _MODELS.get(f"{app}.{model}")
    if found is None:
        raise Http404
    return access.get_or_404(found.objects.select_related("office"), user, _PERMISSION, pk=pk)


def _language_of(request):
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(toolkit.languages()) else get_language()


def _link_of(request, record):
    """Return the link that the texts are asked for, or None: of this record only."""
    code = request.GET.get("for", "")[:20]
    return TrackedLink.objects.filter(target=items.path_of(record), code=code).first() if code else None


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, app, model, pk):
    """Everything in one language, and a form for one more link; a link that is there already stays."""
    record = _fetch(request.user, app, model, pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        prompts.count_links(items.path_of(record), [form.cleaned_data["channel"]], by=request.user)
        made = TrackedLink.objects.get(target=items.path_of(record), channel=form.cleaned_data["channel"])
        messages.success(request, _("Here is the link. The texts below lead by it now; it is good in every language."))
        return redirect(f"{_address(record)}?{urlencode({'language': _language_of(request), 'for': made.code})}")
    language, link = _language_of(request), _link_of(request, record)
    is_for_invited = getattr(record, "invited_only", False)
    reach = toolkit.reach(record, language=language)
    return desk_page(
        request, "outreach/desk/toolkit.html", title=_("Toolkit"), status=422 if request.method == "POST" else 200, record=record, form=form, language=language,
        languages=toolkit.languages(), pack=None if is_for_invited else toolkit.pack(record, language=language, now=timezone.now(), link=link), link=link,
        link_name=prompts.channel_name(link.channel) if link else "", reach=reach, is_public=items.is_public(record), is_told=items.is_told(record),
        is_for_invited=is_for_invited, lacks_usual=not {*prompts.STAFF_CHANNELS} <= {way.link.channel for way in reach.ways}, app=app, model=model, signs=toolkit.signs(record, language=language),
    )  # fmt: skip


@staff_page(_PERMISSION)
@require_POST
def usual_links(request, app, model, pk):
    """Make the links for posts, newsletter and radio; pressed twice, nothing more happens."""
    record = _fetch(request.user, app, model, pk)
    prompts.count_links(items.path_of(record), prompts.STAFF_CHANNELS, by=request.user)
    messages.success(request, _("The texts have links of their own now, so that you see which of them works."))
    return redirect(f"{_address(record)}?{urlencode({'language': _language_of(request)})}")


@staff_page(_PERMISSION)
@require_safe
def bundle(request, app, model, pk):
    """All languages in one file."""
    record = _fetch(request.user, app, model, pk)
    if getattr(record, "invited_only", False):
        raise Http404
    content = bundles.zipped(record, now=timezone.now(), link=_link_of(request, record))
    name = f"toolkit-{model}-{record.pk}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _address(record):
    return reverse("admin:toolkit", args=[*record._meta.label_lower.split("."), record.pk])
