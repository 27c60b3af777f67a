"""Dates in templates: {{ day|weekday_date }}, {{ moment|clock }}, {{ shift|when }}."""

from django import template

from languages import formats

register = template.Library()


def _or_nothing(words):
    return lambda value: words(value) if value else ""


register.filter("weekday_date", _or_nothing(formats.weekday_date))
register.filter("weekday", _or_nothing(formats.weekday))
register.filter("month_day", _or_nothing(formats.month_day))
register.filter("day_and_clock", _or_nothing(formats.day_and_clock))
register.filter("before_a_stop", _or_nothing(formats.before_a_stop))
register.filter("when", _or_nothing(formats.when))
register.filter("whole_number", formats.whole_number)


@register.filter
def clock(moment):
    """The time of day in words; midnight is a time, so only None is nothing."""
    return "" if moment in (None, "") else formats.clock(moment)


@register.filter
def until(starts, ends):
    """Two times of one day: {{ starts|until:ends }}."""
    return formats.time_range(starts, ends)
