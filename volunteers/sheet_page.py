"""A sign-in sheet as it is printed and as it is keyed: who is expected, with codes, and the blank lines."""

import secrets
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from bookings.models import State
from bookings.words import party
from languages.content import translated
from volunteers import amounts, codes, words
from volunteers.check_in_signs import languages_of
from volunteers.models import SheetLine, ShiftRole, SignUp

ON_THE_SHEET = [State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.WALK_IN]
CAME = {State.ATTENDED, State.WALK_IN}


@dataclass(slots=True)
class Row:
    """One person of the list, with the code of their row."""

    sign_up: SignUp
    code: str
    minutes: str = ""  # in words, once it is keyed


@dataclass(slots=True)
class Blank:
    """A blank line that was keyed: who, or how many, and how long."""

    line: SheetLine
    code: str
    who: str
    minutes: str


@dataclass(slots=True)
class SheetWords:
    """The sheet's own words in one language."""

    language: str
    is_bidi: bool
    title: str
    when: str
    how: str
    consent: str
    heads: list


@dataclass(slots=True)
class Keyed:
    """How far the keying of a sheet is."""

    expected: list = field(default_factory=list)
    noted: list = field(default_factory=list)
    blanks: list = field(default_factory=list)


def rows_of(shift):
    """Return everybody on the sheet by name, each with a code; one query."""
    return [Row(one, codes.spaced(codes.of(one.pk)), _minutes(one)) for one in people_of(shift).order_by("person__name", "pk")]


def people_of(shift):
    """Return the sign-ups that stand on the sheet."""
    found = SignUp.objects.filter(shift=shift, state__in=ON_THE_SHEET, link=None, person__forgotten_at=None)
    return found.select_related("person", "shift_role")


def roles_of(shift):
    """Return what one can do in the shift."""
    return ShiftRole.objects.filter(shift=shift).select_related("opportunity__office", "shift").order_by("order", "pk")


def blank_codes(shift, rows, how_many):
    """Return codes for so many blank lines. Each printing has its own, so that line 1 of two sheets is not the same line."""
    taken = {row.code for row in rows} | {codes.spaced(codes.of_blank(shift.pk, line)) for line in shift.sheet_lines.values_list("line", flat=True)}
    start, found = secrets.randbelow(codes.LINES), []
    for step in range(how_many + len(taken)):
        code = codes.spaced(codes.of_blank(shift.pk, (start + step) % codes.LINES))
        if code not in taken and len(found) < how_many:
            found.append(code)
    return found


def texts_of(shift, *, first):
    """Return the words of the sheet in its languages: the one asked for, English, and what the opportunity wants spoken."""
    return [_texts(shift, code) for code in languages_of(shift, first=first)]


def _texts(shift, language):
    with translation.override(language):
        translated([shift.opportunity], language, ["title"])
        return SheetWords(
            language=language,
            is_bidi=get_language_bidi(),
            title=str(shift.opportunity.words.title),
            when=words.when(shift),
            how=_("Please find your name and write when you came and when you left. Not on the list? Use an empty line at the end."),
            consent=_("On an empty line your phone number is up to you. We keep what you write to thank you and to count your hours."),
            heads=[_("Code"), _("Name"), _("How many"), _("Time in"), _("Time out"), _("Phone"), _("Signature")],
        )


def keyed(shift):
    """Return who is still to key, who is noted, and the blank lines that are keyed; two queries."""
    page = Keyed()
    for row in rows_of(shift):
        (page.expected if row.sign_up.state == State.CONFIRMED else page.noted).append(row)
    lines = shift.sheet_lines.exclude(sign_up=None, headcount=None).select_related("sign_up__person", "headcount")
    page.blanks = [_blank(shift, line) for line in lines]
    return page


def _blank(shift, line):
    who = line.sign_up.person.name if line.sign_up else party(line.headcount.people)
    minutes = (line.sign_up or line.headcount).attended_minutes
    return Blank(line, codes.spaced(codes.of_blank(shift.pk, line.line)), who, amounts.duration(minutes) if minutes else "")


def _minutes(sign_up):
    return amounts.duration(sign_up.attended_minutes) if sign_up.state in CAME and sign_up.attended_minutes else ""
