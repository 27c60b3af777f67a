"""From a row to words: a template is rendered once for all letters that share its values, personal values are spliced in."""

import html
import re
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import mark_safe

from mailing.registry import Letter
from mailing.writing.casting import Cast
from mailing.writing.sender import city_words, office_words, written_language

HIDDEN = "•••"
BUNDLE = "mailing/email/bundle"
SUBJECT_LENGTH = 255
# Private-use characters drawn anew in each process: no text that somebody typed can hold them but by a miracle.
_BEGIN = "".join(chr(0xF0000 + secrets.randbelow(0xFFFD)) for _ in range(3))
_END = chr(0x100000 + secrets.randbelow(0xFFFD))
_MARKER = re.compile(f"{_BEGIN}(.*?){_END}", re.DOTALL)
_LINE_TAILS = re.compile(r"(?<!\n--)[ \t]+\n")  # "-- " alone on its line opens a signature (RFC 3676, 4.3)
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(slots=True)
class Words:
    """A letter as it leaves, and as it is kept with its secrets hidden."""

    subject: str
    text: str
    html: str
    kept_subject: str
    kept_text: str


class Piece:
    """One template rendered with markers and cut at them: fixed, name, fixed, name, … fixed."""

    __slots__ = ("cuts",)

    def __init__(self, rendered):
        self.cuts = _MARKER.split(rendered)

    def filled(self, values):
        """Return the text with the values at their places."""
        if len(self.cuts) == 1:
            return self.cuts[0]
        filled = self.cuts.copy()
        for place in range(1, len(filled), 2):
            filled[place] = values[filled[place]]
        return "".join(filled)


@dataclass(slots=True)
class Pattern:
    """The three pieces of one kind of letter, in one language, for one set of shared values."""

    subject: Piece
    text: Piece
    html: Piece
    cast: Cast | None = None

    def filled(self, letter):
        """Return the Words of one letter."""
        plain = {name: str(value) for name, value in letter.personal.items()}
        escaped = {name: _escaped(value) for name, value in letter.personal.items()}
        subject, text = self.subject.filled(plain), self.text.filled(plain)
        words = Words(" ".join(subject.split())[:SUBJECT_LENGTH], text, self.html.filled(escaped), "", text)
        words.kept_subject = words.subject
        if letter.secret:
            plain.update(dict.fromkeys(letter.secret, HIDDEN))
            words.kept_subject = " ".join(self.subject.filled(plain).split())[:SUBJECT_LENGTH]
            words.kept_text = self.text.filled(plain)
        return words


@dataclass(slots=True)
class Writer:
    """Writes the letters of one round of a few seconds; it is kept no longer, for offices change their words."""

    _patterns: dict = field(default_factory=dict)
    _frames: dict = field(default_factory=dict)
    _city: dict | None = None

    def write(self, kind, letter, *, office, language):
        """Return the Words of one letter."""
        return self._pattern(kind.template, letter, office, language).filled(letter)

    def cast(self, kind, letter, *, office, language):
        """Return a kind of letter as bytes that lack only their reader's values; made once for all who share the other ones."""
        pattern = self._pattern(kind.template, letter, office, language)
        if pattern.cast is None:
            pattern.cast = Cast(pattern.subject, pattern.text.cuts, pattern.html.cuts, length=SUBJECT_LENGTH, hidden=HIDDEN)
        return pattern.cast

    def write_bundle(self, parts, *, office, language):
        """Return the Words of one letter made of several: `parts` is a list of (kind, Letter)."""
        first = self.write(*parts[0], office=office, language=language)
        sections = [self._pattern(kind.section, letter, office, language, is_section=True).filled(letter) for kind, letter in parts]
        text, designed = "\n\n".join(one.text.strip() for one in sections), mark_safe("".join(one.html for one in sections))  # noqa: S308 each part is escaped already
        personal = {"first": first.subject, "sections": text}
        whole = Letter(("bundle", len(parts)), {"count": len(parts), "others": len(parts) - 1}, personal)
        pattern = self._pattern(BUNDLE, whole, office, language)
        words = pattern.filled(whole)
        words.html = pattern.html.filled({"first": _escaped(first.subject), "sections": designed})
        whole.personal = {"first": first.kept_subject, "sections": "\n\n".join(one.kept_text.strip() for one in sections)}
        kept = pattern.filled(whole)
        words.kept_subject, words.kept_text = kept.subject, kept.text
        return words

    def office_name(self, office, language):
        """Return the office's name as the reader sees it."""
        return self._frame(office, written_language(language))["office"]["name"]

    def _pattern(self, template, letter, office, language, *, is_section=False):
        language = written_language(language)
        key = (template, language, office and office.pk, letter.shared_key, tuple(letter.personal))
        shared, pattern = self._patterns.get(key, (None, None))
        if pattern is None or shared != letter.shared:
            values = {**letter.shared, **self._frame(office, language), **{name: f"{_BEGIN}{name}{_END}" for name in letter.personal}}
            with translation.override(language):
                pattern = rendered(template, values, is_section=is_section)
            self._patterns[key] = letter.shared, pattern
        return pattern

    def _frame(self, office, language):
        """Return what every letter of an office in a language says."""
        key = (office and office.pk, language)
        if key not in self._frames:
            if self._city is None:
                self._city = city_words()
            direction = "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
            words = {"office": office_words(office, language), "city": self._city}
            self._frames[key] = {**words, "language": language, "direction": direction, "site_url": settings.SITE_URL}
        return self._frames[key]


def rendered(template, values, *, is_section=False):
    """Return the Pattern of a template (.subject.txt, .txt, .html) in the active language; a section has no subject."""
    subject = "" if is_section else " ".join(_plain(f"{template}.subject.txt", values).split())
    values = {**values, "title": subject}
    text = _EMPTY_LINES.sub("\n\n", _LINE_TAILS.sub("\n", _plain(f"{template}.txt", values))).strip() + "\n"
    designed = get_template(f"{template}.html").template.render(Context(values))
    return Pattern(Piece(subject), Piece(text), Piece(designed))


def _escaped(value):
    """What the template engine does to a value, without asking whether it is lazy."""
    return str(value) if hasattr(value, "__html__") else html.escape(str(value))


def _plain(name, values):
    return get_template(name).template.render(Context(values, autoescape=False))
