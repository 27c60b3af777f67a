"""The notice of an event: when it is due, how it reads in each finished language, and the proof that it was posted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import notice_words, notices
from events.actions import notices as postings
from events.desk.handled import CHANGE, done, fetch
from events.forms.desk import PostingForm
from events.models import SupportKind
from intake.admin import desk_page
from languages import formats
from languages.content import SOURCE_LANGUAGE
from languages.names import language_names
from people.access import staff_page


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """Everything about the notice on one page; the form keeps the proof of a posting."""
    event, now = fetch(request, pk), timezone.now()
    ready, names = notice_words.finished(event), language_names()
    here = timezone.localtime(now, event.zone)
    form = PostingForm(
        request.POST or None, event=event, languages=[(code, names.get(code, code)) for code in ready],
        initial={"date": here.date(), "time": here.time().replace(second=0, microsecond=0), "language": SOURCE_LANGUAGE},
    )  # fmt: skip
    if form.is_valid() and (posting := done(form, lambda: _record(form, event, request.user, now))):
        said = _("Noted. It was posted later than it had to be.") if posting.is_late else _("Noted, with the words of the notice as proof.")
        (messages.warning if posting.is_late else messages.success)(request, said)
        return redirect("admin:event_notice", pk)
    return desk_page(
        request, "events/desk/notice.html", title=_("Notice"), status=422 if request.method == "POST" else 200, event=event, form=form, **_about(event, now),
        texts=[(code, names.get(code, code), postings.as_text(event, code, now)) for code in ready],
        unfinished=", ".join(names.get(code, code) for code in notice_words.unfinished(event)), postings=event.postings.select_related("by"),
        is_public=event.is_announced and not event.invited_only,
    )  # fmt: skip


def _record(form, event, user, now):
    values = form.cleaned_data
    return postings.record_posting(
        event=event, where=values["where"], posted_at=form.posted_at, language=values["language"], key=values["key"], by=user, now=now
    )


def _about(event, now):
    latest, deadline = notices.latest_posting(event), notices.request_deadline(event)
    valid = list(notices.valid_postings(event).values_list("is_late", flat=True))
    return {
        "latest": latest and formats.plain(formats.day_and_clock(latest)), "is_late": latest is not None and now > latest and False not in valid,
        "is_posted": bool(valid), "was_posted": event.postings.exists(), "deadline": formats.plain(formats.day_and_clock(deadline)), "is_soon": notices.is_soon_or_past(event, now),
        "is_own": event.request_deadline is not None, "deadlines": [] if event.request_deadline else _by_kind(event),
    }  # fmt: skip


def _by_kind(event):
    """Return (day, kinds in words), the earliest first."""
    by_day = {}
    for kind, moment in notices.request_deadlines(event).items():
        by_day.setdefault(moment, []).append(str(SupportKind(kind).label))
    return [(formats.plain(formats.day_and_clock(moment)), ", ".join(kinds)) for moment, kinds in sorted(by_day.items())]


@staff_page(CHANGE)
@require_safe
def as_file(request, pk, language):
    """The notice as a plain text file in one finished language."""
    event = fetch(request, pk)
    if language not in notice_words.finished(event):
        raise Http404
    response = HttpResponse(postings.as_text(event, language, timezone.now()), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-{language}.txt"'
    return response
