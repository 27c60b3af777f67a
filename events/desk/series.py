"""Copies of an event, and the series it belongs to: the coming dates, a later last day, and publishing all of its drafts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import event_rules, words
from events.actions import copies, series
from events.desk.handled import CHANGE, back, done, fetch, within
from events.forms.desk import CopyForm, ExtendForm, PublishForm
from events.models import Event
from intake.admin import desk_page
from languages import formats
from people.access import staff_page

SHOWN = 60


@staff_page("events.add_event")
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, pk):
    """Make a draft like this one, and go on there."""
    event = fetch(request, pk, CHANGE)
    form = CopyForm(request.POST or None)
    if form.is_valid():
        new = done(form, lambda: copies.copy(event=event, **form.cleaned_data, by=request.user, now=timezone.now()))
        if new:
            messages.success(request, _("This is the copy, still a draft. Look at its texts and the date, then publish it."))
            return back(new.pk)
    return desk_page(request, "events/desk/copy.html", title=_("Copy it"), status=422 if request.method == "POST" else 200, event=event, form=form)


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """What comes again, until when, and a later last day."""
    event = fetch(request, pk)
    if event.series is None:
        raise Http404
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        new = done(form, lambda: series.extend(series=event.series, until=form.cleaned_data["until"], by=request.user, now=timezone.now()))
        if new is not None:
            said = ngettext("%(number)s event was planned as a draft.", "%(number)s events were planned as drafts.", len(new))
            messages.success(request, said % {"number": len(new)})
            return redirect("admin:event_series", pk)
    now = timezone.now()
    coming = within(Event.objects.filter(series=event.series, ends__gt=now), request.user).select_related("venue").order_by("starts", "pk")[:SHOWN]
    rows = [(one, formats.plain(words.when(one)), words.where(one)) for one in coming]
    drafts = event.series.events.filter(state__in=[Event.State.DRAFT, Event.State.IN_REVIEW], starts__gt=now).count()
    return desk_page(
        request, "events/desk/series.html", title=_("Series"), status=422 if request.method == "POST" else 200, event=event, rows=rows, drafts=drafts, form=form,
        rule=str(event.series.get_rule_display()), until=formats.weekday_date(event.series.until),
    )  # fmt: skip


@staff_page("events.publish_event")
@require_http_methods(["GET", "HEAD", "POST"])
def publish_all(request, pk):
    """What is missing in any of them; then everybody sees all of them."""
    event, now = fetch(request, pk, "events.publish_event"), timezone.now()
    if event.series is None:
        raise Http404
    drafts = event.series.events.filter(state__in=[Event.State.DRAFT, Event.State.IN_REVIEW], starts__gt=now).select_related("office", "venue", "board")
    gaps = list({gap.code: gap for one in drafts.order_by("starts")[:SHOWN] for gap in event_rules.gaps(one, now)}.values())
    form = PublishForm(request.POST if request.method == "POST" else None, gaps=gaps)
    if form.is_valid():
        values = {"accepted": form.cleaned_data.get("accepted", []), "reason": form.cleaned_data.get("reason", "")}
        published = done(form, lambda: series.publish_all(series=event.series, **values, by=request.user, now=now))
        if published is not None:
            said = ngettext("%(number)s event is published.", "%(number)s events are published.", len(published))
            messages.success(request, said % {"number": len(published)})
            return redirect("admin:event_series", pk)
    return desk_page(
        request, "events/desk/publish.html", title=_("Publish all drafts of the series"), status=422 if request.method == "POST" else 200, event=event, form=form,
        gaps=gaps, may=drafts.exists(),
    )  # fmt: skip
