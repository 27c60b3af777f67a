"""The weekly email as it leaves: what is still open of what was chosen for its reader, why they get it, and how to change or end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from languages.content import translated
from mailing import kind_names, letters
from mailing.linked import number_of
from mailing.models import Message
from outreach import links, pace
from outreach.digest import archive, readers
from outreach.digest.counted import Ways
from outreach.digest.entries import Entry, Shelf, sections
from outreach.models import DigestIssue, Preferences, Topic
from outreach.rules import city_zone, rules_of
from people.models import Office

KIND = readers.KIND
_HEADING = '<h2 style="margin:28px 0 12px;font-size:20px;line-height:1.25">{}</h2>{}'
_LINK = '<p style="margin:0 0 16px"><a href="{}" style="color:#1871bd"><strong{}>{}</strong></a>'


@dataclass
class Read:
    """What one letter is made from: its reader's choices and topics, and what is still open; shelf, standing and ways are shared by a whole chunk."""

    issue: int
    preferences: Preferences
    refs: list[str]
    kinds: frozenset[str]
    taken: frozenset[str]
    shelf: Shelf
    standing: "Standing"
    ways: Ways

    def entries(self) -> list[Entry]:
        """Return what is still open and wanted of it in the active language, in the order it was chosen."""
        said = self.shelf.entries()
        return [said[ref] for ref in self.refs if ref in said and ref not in self.taken and said[ref].kind in self.kinds]

    def way(self, entry: Entry) -> str:
        """Return the full address that leads to an entry, counted for all readers of the issue together."""
        return self.ways.of(self.issue, entry.ref) or entry.address


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(digest=gettext_lazy("Weekly email"))
    letters.register(
        KIND, template="outreach/email/digest", lane=Message.Lane.BULK, load=load, context=context, wanted=is_wanted, not_now=not_now, unsubscribe=one_click,
        sample=sample,
    )  # fmt: skip


def load(messages):
    """Return what these letters are made from, by message id; constant queries."""
    now = timezone.now()
    issues = DigestIssue.objects.select_related("office").defer("contents").in_bulk({number_of(message) for message in messages})
    known = [message for message in messages if message.person and message.person.forgotten_at is None and number_of(message) in issues]
    people = {message.person_id: message.person for message in known}
    preferences = links.preferences_of(people, people)
    refs = {ref for message in known for ref in _refs(message)}
    shelf, ways = Shelf(refs, now), Ways(issues, refs)
    emails = {message.person.email for message in known}
    taken = readers.taken_by(emails, now)
    offices = {issue.office: Standing(issue.office, emails, now) for issue in issues.values()}
    found = {}
    for message in known:
        email, issue = message.person.email, issues[number_of(message)]
        standing = offices[issue.office]
        found[message.pk] = Read(issue.pk, preferences[message.person_id], _refs(message), standing.kinds[email], taken[email], shelf, standing, ways)
    return found


class Standing:
    """What stands in one office at this moment: the rules, the topics, and who wants them; its words are read once a language."""

    def __init__(self, office: Office, emails: Iterable[str], now: datetime):
        self.office = office
        self.rules = rules_of(office)
        self.topics = list(readers.topics(office))
        self.kinds = readers.kinds_by_address(office, emails, now)
        self._words: dict[str, tuple[str, dict[int, str]]] = {}

    def words(self, language: str, kinds: frozenset[str]) -> tuple[str, list[str]]:
        """Return the office's first words in a language, and the names of its topics of these kinds."""
        if language not in self._words:
            names = {topic.pk: topic.words.name.text for topic in translated(self.topics, language, ["name"])}
            self._words[language] = archive.intro_of(self.office, language), names
        intro, names = self._words[language]
        return intro, [names[topic.pk] for topic in self.topics if topic.kind in kinds]


def is_wanted(message, read, now):
    """The reader still wants a topic of it and does not pause, and something of it is still open."""
    paused = read.preferences.paused_until
    is_paused = paused is not None and paused > now.astimezone(city_zone()).date()
    return read.standing.rules.digest_is_on and bool(read.kinds) and not is_paused and bool(read.entries())


def not_now(message, read, now: datetime):
    """What was held up until the evening waits for the morning."""
    return pace.waits_until(now, read.standing.rules)


def context(message, read):
    """Return the words of the letter: what it tells is one reader's own, so it is put together here and not in the template."""
    intro, names = read.standing.words(get_language() or settings.LANGUAGE_CODE, read.kinds)
    return letter_of(
        read.entries(), name=message.person.name, intro=intro, topics=names, is_monthly=read.preferences.pace == Preferences.Pace.MONTHLY,
        preferences_url=links.preferences_url(read.preferences), unsubscribe_url=links.unsubscribe_url(read.preferences), way=read.way,
    )  # fmt: skip


def letter_of(entries, *, name, intro, topics, is_monthly, preferences_url, unsubscribe_url, way=attrgetter("address")):
    """Return the letter with these entries in the active language; `topics` are the names of what was asked for, `way` gives the address of an entry."""
    by_kind = sections(entries)
    text = "\n\n".join(f"{heading.upper()}\n\n" + "\n\n".join(_as_text(one, way(one)) for one in found) for heading, found in by_kind)
    designed = format_html_join(
        "", _HEADING, ((heading, format_html_join("", "{}", ((_as_html(one, way(one)),) for one in found))) for heading, found in by_kind)
    )
    personal = {
        "subject": _subject(entries), "greeting": _("Hello %(name)s,") % {"name": name} if name.strip() else _("Hello,"), "items": text, "list": designed,
        "why": _why(topics, is_monthly), "preferences_url": preferences_url, "unsubscribe_url": unsubscribe_url,
    }  # fmt: skip
    return letters.Letter(shared_key=intro, shared={"intro": intro}, personal=personal, secret={"preferences_url", "unsubscribe_url"})


def one_click(message, read):
    """Return the address that ends these letters with one POST (RFC 8058)."""
    return links.one_click_url(read.preferences)


def _refs(message):
    return [ref for ref in message.values.get("refs", []) if isinstance(ref, str)]


def _subject(entries):
    first, others = entries[0].title, len(entries) - 1
    if not others:
        return _("Coming up: %(title)s") % {"title": first}
    said = ngettext("Coming up: %(title)s, and one more", "Coming up: %(title)s, and %(count)s more", others)
    return said % {"title": first, "count": others}


def _why(topics, is_monthly):
    said = _("You get this email because you asked us to write to you about: %(topics)s.") % {"topics": ", ".join(topics)}
    how_often = _("It comes once a month.") if is_monthly else _("It comes once a week, and only when there is something for you.")
    return f"{said} {how_often}"


def _as_text(one, url):
    return "\n".join(line for line in (one.title, one.line, one.more, url) if line)


def _as_html(one, url):
    title = format_html(_LINK, url, format_html(' lang="{}" dir="ltr"', one.lang) if one.lang else "", one.title)
    return format_html("{}{}</p>", title, format_html_join("", "<br>{}", ((line,) for line in (one.line, one.more) if line)))


def sample():
    """Return invented words for previews."""
    entries = [
        Entry("x:1", Topic.Kind.VOLUNTEERING, _("Sort food at the pantry"), "", _("Saturday morning"), "", "/volunteer/"),
        Entry("x:2", Topic.Kind.EVENTS, _("Clean-up at the pond"), "", _("Saturday morning"), "", "/events/"),
    ]
    return letter_of(
        entries, name="Vera", intro="", topics=[_("Ways to volunteer"), _("Events")], is_monthly=False,
        preferences_url=f"{settings.SITE_URL}/preferences/…", unsubscribe_url=f"{settings.SITE_URL}/unsubscribe/…/",
    )  # fmt: skip
