"""Dates and times in words."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from languages import formats

BOSTON = ZoneInfo("America/New_York")
TODAY = date(2026, 10, 1)
SATURDAY = datetime(2026, 10, 10, 9, 0, tzinfo=BOSTON)
NOON = datetime(2026, 10, 10, 12, 0, tzinfo=BOSTON)


def occasion(starts, ends, venue_id=1):
    return SimpleNamespace(local_starts=starts, local_ends=ends, venue_id=venue_id, time_zone="America/New_York")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Saturday, October 10, 9 a.m. to noon"),
        ("es", "sábado 10 de octubre, de 9 a. m. al mediodía"),
        ("ar", "السبت، 10 أكتوبر، من 9 صباحًا إلى 12 ظهرًا"),
    ],
)
def test_a_shift_is_told_in_the_readers_words(language, words):
    with translation.override(language):
        assert formats.plain(formats.when(occasion(SATURDAY, NOON), today=TODAY)) == words


def test_the_year_is_named_only_when_it_is_another_one():
    with translation.override("en"):
        assert formats.weekday_date(date(2027, 1, 2), today=TODAY) == "Saturday, January 2, 2027"
        assert formats.weekday_date(date(2026, 12, 31), today=TODAY) == "Thursday, December 31"


def test_half_hours_noon_and_midnight_are_words():
    with translation.override("en"):
        told = [formats.plain(formats.clock(moment)) for moment in (time(0, 0), time(0, 30), time(9, 5), time(12, 0), time(12, 1), time(21, 30))]
    assert told == ["midnight", "12:30 a.m.", "9:05 a.m.", "noon", "12:01 p.m.", "9:30 p.m."]


@pytest.mark.parametrize(("language", "told"), [("en", "9\u00a0a.m."), ("es", "9\u00a0a.\u00a0m.")])
def test_a_time_of_day_stays_on_one_line(language, told):
    with translation.override(language):
        assert formats.clock(time(9, 0)) == told


@pytest.mark.parametrize(
    ("language", "hour", "words"),
    [
        ("en", 17, ", 5 p.m."), ("es", 20, " a las 8 p. m."), ("es", 13, " a la 1 p. m."), ("es", 12, " al mediodía"), ("es", 0, " a la medianoche"),
        ("ar", 17, "، 5 مساءً"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_as_one_says_it(language, hour, words):
    with translation.override(language):
        assert formats.plain(formats.day_and_clock(SATURDAY.replace(hour=hour))) == formats.weekday_date(SATURDAY) + words


def test_noon_melts_into_the_spanish_article_at_either_end():
    with translation.override("es"):
        assert formats.plain(formats.time_range(time(12, 0), time(15, 0))) == "del mediodía a 3 p. m."


def test_a_shift_over_midnight_names_both_days():
    with translation.override("en"):
        late = occasion(datetime(2026, 10, 10, 22, tzinfo=BOSTON), datetime(2026, 10, 11, 2, tzinfo=BOSTON))
        assert formats.plain(formats.when(late, today=TODAY)) == "Saturday, October 10, 10 p.m. – Sunday, October 11, 2 a.m."
        evening = occasion(datetime(2026, 10, 10, 22, tzinfo=BOSTON), datetime(2026, 10, 11, 0, tzinfo=BOSTON))
        assert formats.plain(formats.when(evening, today=TODAY)) == "Saturday, October 10, 10 p.m. to midnight"


def test_a_shift_without_a_place_names_its_time_zone():
    with translation.override("en"):
        assert formats.plain(formats.when(occasion(SATURDAY, NOON, venue_id=None), today=TODAY)).endswith("9 a.m. to noon (Eastern Time)")


def test_a_moment_in_utc_is_told_on_the_citys_clock():
    with translation.override("en"):
        assert formats.plain(formats.clock(datetime(2026, 10, 10, 13, 0, tzinfo=UTC))) == "9 a.m."
        assert formats.weekday_date(datetime(2026, 10, 10, 1, 0, tzinfo=UTC), today=TODAY) == "Friday, October 9"


@pytest.mark.parametrize("language", ["en", "es", "ht", "zh-hant", "zh-hans", "vi", "kea", "ru", "ar", "pt-br", "fr", "so", "xx"])
def test_every_language_of_the_city_tells_a_shift(language):
    with translation.override(language):
        told = formats.when(occasion(SATURDAY, NOON, venue_id=None), today=TODAY)
    assert "10" in told and "9" in told and "EEEE" not in told and "MMMM" not in told


@pytest.mark.parametrize(("language", "words"), [("en", "We keep it until 5 p.m."), ("es", "5 p. m. / 5 p. m.")])
def test_a_time_at_the_end_of_an_english_sentence_brings_one_point(language, words):
    page = Template("{% load dates %}{% if en %}We keep it until {{ until|before_a_stop }}.{% else %}{{ until }} / {{ until|before_a_stop }}{% endif %}")
    with translation.override(language):
        until = formats.plain(formats.clock(datetime(2026, 12, 1, 17, 0, tzinfo=BOSTON)))
        assert page.render(Context({"until": until, "en": language == "en"})) == words
