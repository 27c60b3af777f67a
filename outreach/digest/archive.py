"""What everybody may read of a weekly email, fixed in words when it is made: the archive shows what was sent, not what became of it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from donations.models import Drive
from events.models import Event
from languages.content import translated
from outreach.coming import coming
from outreach.digest.choosing import MOST
from outreach.digest.entries import Entry, Shelf
from outreach.models import DigestIssue, Notice, Story
from outreach.rules import rules_of
from people.models import Office
from volunteers.models import Opportunity

TIMES_AS_MANY = 2  # the archive is for the whole city: twice what one letter holds
_FIELDS = ("ref", "kind", "title", "lang", "line", "more", "url")


def fixed(office: Office, now: datetime) -> dict:
    """Return what an issue made now holds for everybody: {"entries": {language: [entry]}, "intro": {language: text}}, the most urgent first."""
    left = {kind: number * TIMES_AS_MANY for kind, number in MOST.items()}
    chosen = []
    for row in coming(office, now):
        if left.get(row.kind, 0):
            left[row.kind] -= 1
            chosen.append(row.ref)
    shelf, entries, intro = Shelf(chosen, now), {}, {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = shelf.entries()
        entries[language] = [{name: str(getattr(said[ref], name)) for name in _FIELDS} for ref in chosen if ref in said]
        intro[language] = intro_of(office, language)
    return {"entries": entries, "intro": intro} if any(entries.values()) else {}  # nothing to tell: as a week that is passed over


def intro_of(office: Office, language: str) -> str:
    """Return the office's own first words in a language; English where nobody has translated them, empty where there are none."""
    rules = rules_of(office)
    if not rules.intro or rules.pk is None:
        return rules.intro
    translated([rules], language, ["intro"])
    return str(rules.words.intro)


def shown(issue: DigestIssue, language: str, now: datetime) -> tuple[str, list[Entry]]:
    """Return the first words and the entries of a past issue in a language, but for what is public no more: it was taken down."""
    kept = issue.contents.get("entries", {})
    entries = [Entry(**{name: str(one.get(name, "")) for name in _FIELDS}) for one in kept.get(language) or kept.get(settings.LANGUAGE_CODE) or []]
    public = _still_public([one.ref for one in entries], now)
    intro = issue.contents.get("intro", {})
    return intro.get(language) or intro.get(settings.LANGUAGE_CODE) or "", [one for one in entries if one.ref in public]


def _still_public(refs: Iterable[str], now: datetime) -> set[str]:
    ids: dict[str, list[int]] = {}
    for ref in refs:
        label, _colon, number = ref.partition(":")
        ids.setdefault(label, []).append(int(number))
    public = {
        Opportunity: Opportunity.objects.public(),
        Drive: Drive.objects.public(),
        Event: Event.objects.public().filter(is_sensitive=False),
        Story: Story.objects.published(now),
        Notice: Notice.objects.filter(is_published=True),
    }
    found = set()
    for model, rows in public.items():
        label = model._meta.label_lower
        if label in ids:
            found |= {f"{label}:{pk}" for pk in rows.filter(pk__in=ids[label]).order_by().values_list("pk", flat=True)}
    return found
