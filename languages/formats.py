"""Dates and times in words, in the reader's language: “Saturday, October 10, 9 a.m. to noon”."""

from datetime import datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_period_names, get_timezone_name
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language

# Unicode date patterns (UTS 35), without and with the year, where the language's own short form is not the full words we want.
_DATES = {
    "en": ("EEEE, MMMM d", "EEEE, MMMM d, y"),
    "es": ("EEEE d 'de' MMMM", "EEEE d 'de' MMMM 'de' y"),
    "ar": ("EEEE، d MMMM", "EEEE، d MMMM y"),
    "fr": ("EEEE d MMMM", "EEEE d MMMM y"),
    "pt": ("EEEE, d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y"),
    "ru": ("EEEE, d MMMM", "EEEE, d MMMM y 'г'."),
}
_REGIONS = {"es": "es-us"}  # numbers as they are written in the United States
_HALF_DAY_CLOCKS = {"en", "es", "ar", "so"}
_PERIODS = {"en": ("a.m.", "p.m."), "es": ("a. m.", "p. m."), "ar": ("صباحًا", "مساءً")}
_NOON = {"es": "mediodía", "ar": "12 ظهرًا"}
_MIDNIGHT = {"es": "medianoche", "ar": "12 منتصف الليل"}
_HARD_SPACE = "\u00a0"  # a time of day stays on one line
SOURCE = "en"  # the language of the texts in code and templates
_RANGES = {"en": "{start} to {end}", "es": "de {start} a {end}", "ar": "من {start} إلى {end}", "fr": "de {start} à {end}", "pt": "de {start} até {end}"}
_MELTED = {"es": (("de mediodía", "del mediodía"), ("a mediodía", "al mediodía"), ("a las mediodía", "al mediodía"), ("a las medianoche", "a la medianoche"))}


def weekday_date(day, *, today=None):
    """Return a date with its weekday, and with the year when it is not this year's; `day` may be a date or a datetime."""
    day = _local(day)
    today = today or timezone.localdate()
    return _date_words(_code(), day.date() if isinstance(day, datetime) else day, day.year != today.year)


@lru_cache(maxsize=2048)
def _date_words(code, day, with_year):
    """A date in words of a language: the same few days are told again and again."""
    locale = babel_locale(code)
    return format_date(day, _date_pattern(locale, with_year), locale=locale)


def weekday(day):
    """Return the name of the weekday."""
    return format_date(_local(day), "EEEE", locale=_locale())


def month_day(day):
    """Return a date without its weekday, for narrow columns beside one that names it."""
    locale = _locale()
    pattern = _date_pattern(locale, False)
    return format_date(_local(day), pattern.replace("EEEE", "").strip(" ,،"), locale=locale)


def clock(moment):
    """Return a time of day in words: “9 a.m.”, “9:30 a.m.”, “noon”, “midnight”; its spaces do not break (see `plain`)."""
    locale = _locale()
    moment = _local(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        word = _noon_or_midnight(locale, moment.hour)
        if word:
            return word
    if locale.language not in _HALF_DAY_CLOCKS:
        return format_time(moment, locale.time_formats["short"].pattern, locale=locale)
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {_half_of_day(locale, moment.hour)}".replace(" ", _HARD_SPACE)


def plain(words):
    """Return the words with plain spaces only: for letters, calendars and lists, where nothing is laid out."""
    return words.replace(_HARD_SPACE, " ")


def before_a_stop(words):
    """Return words that end an English sentence without their own point: “until 5 p.m.” has one, not two. Translations put the words elsewhere."""
    return words.removesuffix(".") if _code() == SOURCE else words


def time_range(starts, ends):
    """Return two times of one day: “9 a.m. to noon”."""
    return _melted(_RANGES.get(_locale().language, "{start} – {end}").format(start=clock(starts), end=clock(ends)))


def day_and_clock(moment):
    """Return a day and one time of it, as a deadline is told: “Tuesday, December 1, 5 p.m.”, “martes 1 de diciembre a las 5 p. m.”."""
    day, told = weekday_date(moment), clock(moment)
    if _locale().language != "es":
        return f"{day}، {told}" if _locale().language == "ar" else f"{day}, {told}"
    one = _local(moment).hour % 12 == 1
    return _melted(f"{day} a {'la' if one else 'las'} {told}")


def _melted(words):
    """Spanish melts the article into the word before it: “al mediodía”."""
    for apart, together in _MELTED.get(_locale().language, ()):
        words = words.replace(apart, together)
    return words


def day_and_times(starts, ends, *, today=None):
    """Return the day and the times, with both days when the end is on another one."""
    starts, ends = _local(starts), _local(ends)
    comma = "، " if _locale().language == "ar" else ", "
    ends_at_midnight = ends.hour == ends.minute == 0 and (ends.date() - starts.date()).days == 1
    if starts.date() == ends.date() or ends_at_midnight:
        return comma.join([weekday_date(starts, today=today), time_range(starts, ends)])
    last = comma.join([weekday_date(ends, today=today), clock(ends)])
    first = comma.join([weekday_date(starts, today=today), clock(starts)])
    return f"{first} – {last}"


def when(occasion, *, today=None):
    """Return the day and times of an occasion on the clock of its place; without a place, with the name of the time zone."""
    words = day_and_times(occasion.local_starts, occasion.local_ends, today=today)
    if occasion.venue_id is not None:
        return words
    return f"{words} ({zone_name(occasion.time_zone)})"


def zone_name(time_zone):
    """Return the plain name of an IANA time zone: “Eastern Time”."""
    return _zone_words(_code(), time_zone)


@lru_cache(maxsize=512)
def _zone_words(code, time_zone):
    return get_timezone_name(time_zone, width="long", zone_variant="generic", locale=babel_locale(code))


def whole_number(number):
    """Return a whole number with the language's own separators: “19,300”."""
    return format_decimal(number, locale=_locale())


def _code():
    return get_language() or "en"


def _locale():
    return babel_locale(_code())


@lru_cache(maxsize=64)
def babel_locale(code):
    """Return Babel's locale for one of our language codes (`zh-hant`), English for one it does not know."""
    own = _REGIONS.get(code, code)
    return Locale.parse(own.replace("-", "_")) if _is_known(own) else Locale("en")


def _is_known(code):
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache(maxsize=128)
def _date_pattern(locale, with_year):
    if locale.language in _DATES:
        return _DATES[locale.language][with_year]
    skeleton = locale.datetime_skeletons["yMMMEd" if with_year else "MMMEd"].pattern
    return skeleton.replace("EEEE", "E").replace("EEE", "E").replace("E", "EEEE").replace("MMM", "MMMM")


def _noon_or_midnight(locale, hour):
    own, period = (_NOON, "noon") if hour == 12 else (_MIDNIGHT, "midnight")
    return own.get(locale.language) or get_period_names("wide", "stand-alone", locale).get(period)


def _half_of_day(locale, hour):
    if locale.language in _PERIODS:
        return _PERIODS[locale.language][hour >= 12]
    return get_period_names("abbreviated", "format", locale)["pm" if hour >= 12 else "am"]


def _local(moment):
    """An aware moment in UTC is shown on the portal's clock; one in a zone keeps it, for it was put there on purpose."""
    if getattr(moment, "tzinfo", None) is not None and moment.utcoffset() is not None and str(moment.tzinfo) == "UTC":
        return timezone.localtime(moment)
    return moment
