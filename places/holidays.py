"""Legal holidays, computed: a list for the set-up page to tick, and for the demonstration."""

from datetime import date, timedelta

from django.utils.translation import gettext_noop

MONDAY, THURSDAY = 0, 3


def federal(year):
    """Return {date: name} of the legal public holidays of the United States: Saturday's is kept on Friday, Sunday's on Monday (5 U.S.C. 6103)."""
    return _kept_on(_fixed(year), {5: -1, 6: 1}) | _moving(year)


def massachusetts(year):
    """Return {date: name} of the legal holidays of Massachusetts: Sunday's is kept on Monday (M.G.L. c. 4, s. 7, cl. 18)."""
    return _kept_on(_fixed(year), {6: 1}) | _moving(year) | {_nth(year, 4, MONDAY, 3): gettext_noop("Patriots’ Day")}


def _fixed(year):
    return {
        date(year, 1, 1): gettext_noop("New Year’s Day"),
        date(year, 6, 19): gettext_noop("Juneteenth"),
        date(year, 7, 4): gettext_noop("Independence Day"),
        date(year, 11, 11): gettext_noop("Veterans Day"),
        date(year, 12, 25): gettext_noop("Christmas Day"),
    }


def _moving(year):
    return {
        _nth(year, 1, MONDAY, 3): gettext_noop("Martin Luther King Jr. Day"),
        _nth(year, 2, MONDAY, 3): gettext_noop("Presidents’ Day"),
        _last(year, 5, MONDAY): gettext_noop("Memorial Day"),
        _nth(year, 9, MONDAY, 1): gettext_noop("Labor Day"),
        _nth(year, 10, MONDAY, 2): gettext_noop("Columbus Day and Indigenous Peoples’ Day"),
        _nth(year, 11, THURSDAY, 4): gettext_noop("Thanksgiving Day"),
    }


def _kept_on(holidays, moves):
    return {day + timedelta(days=moves.get(day.weekday(), 0)): name for day, name in holidays.items()}


def _nth(year, month, weekday, which):
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _last(year, month, weekday):
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=(following.weekday() - weekday - 1) % 7 + 1)
