"""Events for machines: calendars (RFC 5545) of all, of a neighborhood, of a kind, and news (Atom, RFC 4287). No cookie, no link that is not for everybody."""

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.browsing import cards, feed_rows, filters
from events.models import Event
from intake.text import clean_line
from languages import formats
from places.models import Neighborhood
from sharing import calendar

KEPT_SECONDS = 300  # a program may show what it has for so long; after that it asks with the ETag
CALENDAR = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def all_events(request):
    """The calendar of everything."""
    return _calendar(request, _("Events"), "events")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def of_neighborhood(request, slug):
    """The calendar of one neighborhood."""
    found = get_object_or_404(Neighborhood.objects.only("name", "slug"), slug=slug)
    return _calendar(request, _("Events in %(place)s") % {"place": found.name}, f"events-{found.slug}", neighborhood=found)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def of_kind(request, kind):
    """The calendar of one kind of event."""
    found = next((one for one in filters.kinds() if one.key == kind), None)
    if found is None:
        raise Http404
    return _calendar(request, _("Events: %(kind)s") % {"kind": found.name}, f"events-{found.key}", kind=found.id)


def _calendar(request, name, file_name, **narrowed):
    now = timezone.now()
    found = feed_rows.calendar(language=get_language(), now=now, **narrowed)
    etag = found.etag()  # before the rows: whoever gets newer ones with it asks once more, and nobody keeps older ones
    if unchanged := _unchanged(request, etag):
        return unchanged
    # What the zones' rules are written for does not depend on the hour, so that two answers with one ETag are equal.
    pieces = calendar.stream(feed_rows.entries(found), name=name, zone=timezone.get_default_timezone(), now=now)
    headers = {"Content-Disposition": f'inline; filename="{file_name}.ics"', "ETag": etag}
    return StreamingHttpResponse(pieces, content_type=CALENDAR, headers=headers)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def atom(request):
    """The coming events that were announced last."""
    found = feed_rows.news(language=get_language(), now=timezone.now())
    etag = found.etag()
    if unchanged := _unchanged(request, etag):
        return unchanged
    feed = Atom1Feed(
        title=_("Events"), link=settings.SITE_URL + reverse("events:list"), description=_("What happens in the city, and how to take part."),
        language=get_language(), feed_url=settings.SITE_URL + reverse("events_atom"),
    )  # fmt: skip
    rows = found.rows()
    words = found.words_of(rows)
    for row in rows:
        _add(feed, row, *words.get(row.id, (row.title, row.purpose)))
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM, headers={"ETag": etag})


def _unchanged(request, etag):
    """Return the 304 for a program that has this already (RFC 9110, 13.1.2), else nothing."""
    answer = get_conditional_response(request, etag=etag)
    if answer is not None:
        answer.headers["ETag"] = etag  # as the full answer would have it (RFC 9110, 15.4.5)
    return answer


def _add(feed, row, title, purpose):
    words = {Event.State.CANCELLED: _("Called off: %(title)s"), Event.State.POSTPONED: _("Postponed: %(title)s")}
    said = words.get(row.state, "%(title)s") % {"title": clean_line(title)}
    when = _("A new date is not set yet.") if row.state == Event.State.POSTPONED else f"{formats.plain(cards.when(row.starts, row.ends, row.time_zone))}."
    text = " ".join([when, f"{clean_line(feed_rows.where(row))}.", clean_line(purpose)])
    # Django writes a summary as HTML (RFC 4287, 3.1.1.2): plain text is escaped for it. Each entry has an author (4.1.2).
    feed.add_item(
        title=said, link=feed_rows.address(row), description=escape(text), author_name=row.office__name, unique_id=f"tag:{settings.SITE_HOST},2026:event-{row.id}",
        pubdate=row.published_at or row.changed_at, updateddate=row.changed_at, categories=[cards.kind_name(row.kind)],
    )  # fmt: skip
