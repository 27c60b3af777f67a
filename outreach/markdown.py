"""What staff write in plain Markdown, as HTML with a short list of allowed tags and as plain text."""

import re

import markdown
import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from intake.refusal import Refused

LONGEST = 100_000  # characters
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
_ABUSE = re.compile(r"<\s*(script|style|iframe|object|embed|form|img|svg)\b|javascript\s*:|data\s*:|\{\{|\}\}|\{%|\{[\w.]*\}", re.IGNORECASE)


def check(source: str) -> None:
    """Raise Refused, naming the line, for anything but plain Markdown: scripts, templates, other schemes of links, a text without end."""
    if len(source) > LONGEST:
        raise Refused(_("This text is too long: at most 100,000 letters fit."))
    for number, line in enumerate(source.splitlines(), start=1):
        if _ABUSE.search(line):
            raise Refused(_("Line %(number)s has something that is not plain Markdown: “%(line)s”.") % {"number": number, "line": line.strip()[:80]})


def to_html(source: str) -> SafeString:
    """Return the text as HTML, cleaned by nh3: nothing in it runs, loads or leaves."""
    html = markdown.markdown(source, extensions=["sane_lists"], output_format="html")
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer"))  # noqa: S308 nh3 has cleaned it


def to_text(source: str) -> str:
    """Return the text without its marks, for plain letters."""
    return strip_tags(to_html(source)).strip()
