"""The queries behind the lists of events: by key, without a count, whatever lies behind."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, Value

from events.models import Event
from events.models.events import SEARCHED
from languages.content import SOURCE_LANGUAGE
from languages.models import Translation
from languages.stems import STEMMED

LONGEST = timedelta(days=7)  # an event that began so long ago may still go on
MANY = 1000  # matches from which looking at events in order finds a page sooner than looking for these events
MOST_POSTPONED = 10
State = Event.State


def coming(filters, *, language, now, size):
    """Return up to `size` public events that are not over, soonest first; called off ones say so, postponed ones are apart."""
    first, last = filters.starts_between()
    after = filters.cursor if filters.cursor and filters.cursor.starts else None
    earliest = max(now - LONGEST, first or now - LONGEST)
    found = Event.objects.public().filter(state__in=[State.PUBLISHED, State.CANCELLED], starts__gte=earliest, ends__gt=now)
    if last:
        found = found.filter(starts__lt=last)
    if after:
        found = found.filter(starts__gte=after.starts).exclude(starts=after.starts, id__lte=after.id)
    return _wanted(found, filters, language).order_by("starts", "id")[:size]


def postponed(filters, *, language):
    """Return public events that wait for a new date, of those the first few by their old one."""
    return _wanted(Event.objects.public().filter(state=State.POSTPONED), filters, language).order_by("starts", "id")[:MOST_POSTPONED]


def over(filters, *, language, now, size):
    """Return up to `size` public events that are over, the latest first."""
    first, last = filters.starts_between()
    found = Event.objects.public().past(now).filter(starts__lte=now)
    if first:
        found = found.filter(starts__gte=first)
    if last:
        found = found.filter(starts__lt=last)
    if filters.cursor and filters.cursor.starts:
        found = found.filter(starts__lte=filters.cursor.starts).exclude(starts=filters.cursor.starts, id__gte=filters.cursor.id)
    return _wanted(found, filters, language).order_by("-starts", "-id")[:size]


def _wanted(events, filters, language):
    if filters.text:
        events = _matching(events, filters.text, language)
    if filters.kind:
        events = events.filter(kind=filters.kind.id)
    if filters.neighborhood:
        events = events.filter(neighborhood=filters.neighborhood.id)
    if filters.language:
        events = events.filter(languages__contains=[filters.language.id])
    if filters.mode:
        events = events.filter(mode__in=[filters.mode.id, Event.Mode.HYBRID])
    return events


def _matching(events, text, language):
    """Keep the events whose words match in English or in the reader's language; any text is a valid search."""
    english = Event.objects.annotate(words=SEARCHED).filter(words=_query(text))
    few = list(english.order_by().values_list("pk", flat=True)[: MANY + 1])
    found = Q(pk__in=few) if len(few) <= MANY else Q(words=_query(text))
    events = events.annotate(words=SEARCHED) if len(few) > MANY else events
    return events.filter(found if language == SOURCE_LANGUAGE else found | Q(pk__in=_translated(text, language)))


def _query(text):
    return SearchQuery(text, config="english", search_type="websearch")


def _translated(text, language):
    """The events whose reviewed words in a language match, with or without accents."""
    stems = STEMMED.get(language, "simple")
    rows = Translation.objects.filter(
        content_type=ContentType.objects.get_for_model(Event), language=language, status=Translation.Status.VERIFIED, field__in=["title", "purpose", "text"]
    )
    rows = rows.annotate(found=SearchVector(Unaccent("text"), config=stems))
    return rows.filter(found=SearchQuery(Unaccent(Value(text)), config=stems, search_type="websearch")).values("object_id")
