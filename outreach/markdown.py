"""Plain Markdown, as staff write letters and stories: refused with the line named when it is saved, made safe again when it is shown."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.extensions.toc import TocExtension

from intake.links import is_public
from intake.refusal import Refused
from intake.text import refuse_malformed
from outreach import plain_text

LONGEST = 50_000  # characters
PERSONAL = ("name", "unsubscribe", "preferences")  # one reader's
ADDRESSES = ("unsubscribe", "preferences")
PLACEHOLDERS = (*PERSONAL, "office", "phone", "email", "topic")
_TAGS = {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "code", "pre"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BEGIN, _END = "\ue000", "\ue001"  # nobody types them: intake.text drops private-use characters
_STANDS_FOR = {name: f"https://{name}.invalid" for name in ADDRESSES}  # RFC 2606: leads nowhere
_PLACEHOLDER = re.compile(r"\[\[([a-z]+)\]\]")
_AS_TARGET = re.compile(r"(?<=\]\()\[\[(unsubscribe|preferences)\]\](?=\))")
_BRACKETS = re.compile(r"\[\[([^\n]*?)(\]\]|$)")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\{[^{}\n]*\}")
_HTML = re.compile(r"<(?!https?://[^\s<>]+>|mailto:[^\s<>]+>|tel:[^\s<>]+>|[^\s<>@/!?]+@[^\s<>]+>)[A-Za-z/!?][^\n]{0,30}")
_PICTURE = re.compile(r"!\[")


def to_html(source: str) -> SafeString:
    """Return HTML of an allow-list: no scripts, styles or pictures; links by http, https, mailto and tel only. Placeholders stay as [[name]]."""
    html = nh3.clean(_rendered(source), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
    for name, address in _STANDS_FOR.items():
        html = html.replace(address, f"[[{name}]]")
    return mark_safe(html.replace(_BEGIN, "[[").replace(_END, "]]"))  # noqa: S308 nh3 has cleaned it


def to_text(source: str) -> str:
    """Return the plain text of the same words."""
    return plain_text.of(to_html(source))


def check(source: str, *, placeholders: tuple[str, ...] = (), field: str | None = "body") -> None:
    """Raise Refused, with each wrong line named, for what is not plain Markdown: HTML, template code, pictures, unknown placeholders, odd links.

    `placeholders` are the names that may stand in double brackets; stories have none.
    """
    if len(source) > LONGEST:
        raise Refused(_("This text is too long: %(characters)s characters are allowed.") % {"characters": LONGEST}, field=field)
    try:
        refuse_malformed(source)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=field) from None
    wrong = [words for number, line in enumerate(source.split("\n"), 1) for words in _wrong_in(line, number, placeholders)]
    wrong = wrong or [_link_words(source, target) for target in _targets(source) if not _may_stand(target)]
    if wrong:
        raise Refused(wrong[0], field=field, and_also=[Refused(words, field=field) for words in wrong[1:5]])


def check_line(source: str, *, placeholders: tuple[str, ...] = (), field: str | None = "subject") -> None:
    """Raise Refused for a subject line with template code or an unknown placeholder; a reader's addresses have no place in it."""
    for words in _wrong_in(source, 1, tuple(name for name in placeholders if name not in ADDRESSES)):
        raise Refused(words, field=field)


def _rendered(source):
    """Return the HTML that Markdown makes, raw HTML shown as it was typed; headings begin below the letter's own."""
    writer = Markdown(extensions=["sane_lists", "nl2br", TocExtension(baselevel=2, permalink=False)], output_format="html")
    writer.preprocessors.deregister("html_block")
    writer.inlinePatterns.deregister("html")
    source = _AS_TARGET.sub(lambda found: _STANDS_FOR[found[1]], source)
    return writer.convert(_PLACEHOLDER.sub(_marked, source))


def _marked(found):
    name = found[1]
    return f"<{_STANDS_FOR[name]}>" if name in ADDRESSES else f"{_BEGIN}{name}{_END}"


def _wrong_in(line, number, placeholders):
    """Say what is wrong with one line."""
    where = {"line": number}
    if found := _BRACES.search(line):
        yield _("Line %(line)s: “%(what)s” is not allowed. Placeholders stand in double square brackets, such as [[name]].") % {**where, "what": found[0][:40]}
    if found := _HTML.search(line):
        yield _("Line %(line)s: HTML such as “%(what)s” is not allowed. Write plain Markdown.") % {**where, "what": found[0]}
    if _PICTURE.search(line):
        yield _("Line %(line)s: pictures cannot stand in this text.") % where
    for found in _BRACKETS.finditer(line):
        if not (found[2] and found[1] in placeholders):
            yield _unknown(found, number, placeholders)


def _unknown(found, number, placeholders):
    said = {"line": number, "what": found[0][:40], "known": ", ".join(f"[[{name}]]" for name in placeholders)}
    if not placeholders:
        return _("Line %(line)s: “%(what)s”: there are no placeholders in this text.") % said
    return _("Line %(line)s: “%(what)s” is no placeholder. These are: %(known)s.") % said


class _Targets(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def _targets(source):
    """Return every address a reader could follow."""
    reader = _Targets()
    reader.feed(_rendered(source))
    reader.close()
    return reader.found


def _may_stand(target):
    if target in _STANDS_FOR.values():
        return True
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        return False
    if scheme == "mailto":
        return "@" in target
    if scheme == "tel":
        return target[4:].strip("+").replace("-", "").isdecimal()
    return scheme in _SCHEMES and (target == settings.SITE_URL or target.startswith(f"{settings.SITE_URL}/") or is_public(target))


def _link_words(source, target):
    lines = source.split("\n")
    said = {"line": next((n for n, line in enumerate(lines, 1) if target and target in line), 0) or _line_by_line(lines, target), "what": target[:60]}
    return _("Line %(line)s: the link “%(what)s” cannot be used. Write the whole address, such as https://www.boston.gov/events.") % said


def _line_by_line(lines, target):
    """Find a target whose spelling was hidden."""
    return next((number for number, line in enumerate(lines, 1) if target in _targets(line)), 1)
