"""Postponing, a new date, moving online: one event, it and its series, or many at once. Everybody concerned is told at once."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import people_told
from events.actions import events, series
from events.desk.handled import CHANGE, back, done, fetch, within
from events.forms.desk import MOST_AT_ONCE, ManyOnlineForm, NewDateForm, OneOnlineForm, PostponeForm
from events.models import Event
from intake.admin import desk_page
from languages import formats
from people.access import staff_page


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request, pk):
    """Why, and the new date where it is known."""
    event, now = fetch(request, pk), timezone.now()
    form = PostponeForm(request.POST or None, event=event)
    if form.is_valid():
        when = _when(form) if form.cleaned_data["has_date"] else None
        if done(form, lambda: events.postpone(event=event, reason=form.cleaned_data["reason"], when=when, by=request.user, now=now)):
            messages.success(request, _("It is postponed. Everybody concerned is told."))
            return back(pk)
    return _page(request, event, form, _("Postpone it"), _("Postpone it and tell everyone"))


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_date(request, pk):
    """When and where it takes place instead."""
    event, now = fetch(request, pk), timezone.now()
    form = NewDateForm(request.POST or None, event=event, initial={"reason": event.reason})
    if form.is_valid():
        when, reason = _when(form), form.cleaned_data["reason"]
        if done(form, lambda: events.set_new_date(event=event, when=when, reason=reason, by=request.user, now=now)):
            messages.success(request, _("The new date is set. Everybody concerned is told, and asked again."))
            return back(pk)
    return _page(request, event, form, _("Set the new date"), _("Set the date and tell everyone"))


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def online(request, pk):
    """Hold one event online, or it and the later ones of its series."""
    event, now = fetch(request, pk), timezone.now()
    later = series.following(event, now)
    last = max((one.local_starts for one in later), default=None)
    form = OneOnlineForm(
        request.POST or None, following=last and {"number": len(later), "day": formats.weekday_date(last)},
        initial={"online_link": event.online_link, "dial_in": event.dial_in, "dial_in_code": event.dial_in_code},
    )  # fmt: skip
    if form.is_valid():
        ways = {**form.cleaned_data, "with_following": form.cleaned_data.get("with_following", False)}
        if done(form, lambda: series.move_online(event=event, **ways, by=request.user, now=now)):
            messages.success(request, _("It is held online. Everybody concerned is told, and asked again."))
            return back(pk)
    return _page(request, event, form, _("Hold it online"), _("Hold it online and tell everyone"))


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def many_online(request):
    """Hold many events online at once, when a storm or a closed hall makes it necessary."""
    now = timezone.now()
    coming = Event.objects.filter(state__in=[Event.State.PUBLISHED, Event.State.POSTPONED], ends__gt=now).exclude(mode=Event.Mode.ONLINE)
    coming = within(coming, request.user).order_by("starts", "pk")[:MOST_AT_ONCE]
    coming = Event.objects.filter(pk__in=[one.pk for one in coming]).order_by("starts", "pk")
    form = ManyOnlineForm(request.POST or None, events=coming, words=lambda event: f"{event}, {formats.plain(formats.when(event))}")
    if form.is_valid():
        values = {**form.cleaned_data, "events": list(form.cleaned_data["events"])}
        if moved := done(form, lambda: events.move_many_online(**values, by=request.user, now=now)):
            said = ngettext(
                "%(number)s event is held online. Everybody concerned is told.", "%(number)s events are held online. Everybody concerned is told.", len(moved)
            )
            messages.success(request, said % {"number": len(moved)})
            return redirect("admin:events_event_changelist")
    return desk_page(
        request, "events/desk/many_online.html", title=_("Hold many events online"), status=422 if request.method == "POST" else 200, form=form,
        has_events=coming.exists(),
    )  # fmt: skip


def _when(form):
    starts, ends = form.moments()
    return events.When(starts, ends, form.cleaned_data["venue"])


def _page(request, event, form, title, submit):
    return desk_page(
        request, "events/desk/change.html", title=title, status=422 if request.method == "POST" else 200, event=event, form=form,
        people=people_told.number(event), submit=submit,
    )  # fmt: skip
