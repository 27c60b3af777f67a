"""When people are free, by weekday and part of the day: 21 numbers, Monday morning is 0 and Sunday evening 20, so that SQL can match them."""

from datetime import datetime, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PARTS = [gettext_lazy("morning"), gettext_lazy("afternoon"), gettext_lazy("evening")]
AFTERNOON, EVENING = 12, 17  # the hours on which they begin; the morning begins at midnight
SLOTS = range(7 * len(PARTS))
_A_MOMENT = timedelta(microseconds=1)

# The same rule in SQL, for a row with `starts`, `ends` and `time_zone`; {0} is the table. Days are counted from a Monday.
SLOTS_IN_SQL = """ARRAY(SELECT mod(n, 21)::smallint FROM generate_series(
    (({0}.starts AT TIME ZONE {0}.time_zone)::date - DATE '0001-01-01') * 3
        + width_bucket(extract(hour FROM {0}.starts AT TIME ZONE {0}.time_zone), ARRAY[12, 17]::numeric[]),
    ((({0}.ends - interval '1 microsecond') AT TIME ZONE {0}.time_zone)::date - DATE '0001-01-01') * 3
        + width_bucket(extract(hour FROM ({0}.ends - interval '1 microsecond') AT TIME ZONE {0}.time_zone), ARRAY[12, 17]::numeric[])) n)"""


def slot(weekday: int, part: int) -> int:
    """Return the number of a part (0 to 2) of a weekday (0 is Monday)."""
    return weekday * len(PARTS) + part


def slots_between(starts: datetime, ends: datetime) -> list[int]:
    """Return the slots that something takes, given its times on the clock of its place: all of them must be free."""
    first, last = _counted(starts), _counted(ends - _A_MOMENT)
    return sorted({number % len(SLOTS) for number in range(first, last + 1)})


def _counted(moment: datetime) -> int:
    part = (moment.hour >= AFTERNOON) + (moment.hour >= EVENING)
    return (moment.toordinal() - 1) * len(PARTS) + part


def weekday_name(weekday: int) -> str:
    """Return the name of a weekday (0 is Monday) as a heading in the active language."""
    return capfirst(str(WEEKDAYS[weekday]))


def in_words(number: int) -> str:
    """Return a slot as people say it: “Saturday mornings”."""
    weekday, part = divmod(number, len(PARTS))
    words = [_("%(weekday)s mornings"), _("%(weekday)s afternoons"), _("%(weekday)s evenings")][part]
    return words % {"weekday": WEEKDAYS[weekday]}
