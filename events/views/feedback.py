"""“How was it?”: without a name, at the address of the event or at the short one on paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events import words
from events.actions import feedback as verbs
from events.forms.feedback import FeedbackForm
from events.models import Event, Feedback
from events.views.asking import announced_or_404
from intake import short_codes
from intake.form_keys import browser_of
from intake.refusal import Refused
from mailing.views.taking import say, with_fresh_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, slug):
    """At the address of the event."""
    return _take(request, announced_or_404(slug), Feedback.Source.WEB)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request, code):
    """At the short address on paper; however it is typed. One 404 for a mistyped one and one that nobody has."""
    read = short_codes.read(code)
    event = Event.objects.announced().select_related("office", "venue").filter(feedback_code=read).first() if read else None
    if event is None:
        raise Http404
    words.put_titles([event])
    return _take(request, event, Feedback.Source.PAPER)


def _take(request, event, source):
    form = FeedbackForm(request.POST or None)
    if request.method != "POST":
        return _page(request, event, form)
    if not form.is_valid():
        return _page(request, event, with_fresh_key(form), status=422)
    try:
        verbs.give(event=event, source=source, language=get_language(), browser=browser_of(request), now=timezone.now(), **form.typed)
    except Refused as refused:
        status = say(form, refused)
        return _page(request, event, with_fresh_key(form), status=status)
    messages.success(request, _("Thank you. Nobody can see who you are, and we read every answer."))
    return redirect(request.path)


def _page(request, event, form, *, status=200):
    try:
        verbs.check_takes(event, timezone.now())
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence
    context = {"event": event, "when": words.when(event), "where": words.where(event), "form": form, "why_not": why_not, "path": request.path}
    response = render(request, "events/feedback.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response
