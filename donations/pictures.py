"""Pictures drawn on the server (SVG 2): always beside the same facts as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from donations.board import Arrived

ROWS = 10
LABEL, COLUMN, ROW, BAR = 220, 34, 40, 30  # units of the picture
BAR_WIDTH = COLUMN - 8
LONGEST_LABEL = 26  # letters


@dataclass(frozen=True)
class Bar:
    """What came on one day at one place."""

    x: int
    y: int
    height: int
    number: int


@dataclass(frozen=True)
class Line:
    """One place with its bars, standing on one base line."""

    label: str
    y: int
    bars: list[Bar]

    @property
    def path(self) -> str:
        """All bars as one path."""
        return "".join(f"M{bar.x} {bar.y}h{BAR_WIDTH}v{bar.height}h-{BAR_WIDTH}z" for bar in self.bars)


@dataclass(frozen=True)
class Picture:
    """Bars by place and day; all share one scale."""

    width: int
    height: int
    lines: list[Line]
    days: list[tuple[int, date]]
    label_width: int = LABEL
    left_out: int = 0  # places that came last and are in the table only


def of_arrivals(arrived: Sequence[Arrived], days: Sequence[date]) -> Picture | None:
    """Return the picture of what came at the places where most came; None where nothing came on these days."""
    shown = [one for one in arrived if one.by_day][:ROWS]
    most = max((number for one in shown for number in one.by_day.values()), default=0)
    if most <= 0:
        return None
    lines = [_line(one, place, days, most) for place, one in enumerate(shown)]
    columns = [(LABEL + place * COLUMN + COLUMN // 2, day) for place, day in enumerate(days)]
    left_out = sum(bool(one.by_day) for one in arrived) - len(shown)
    return Picture(LABEL + COLUMN * len(days), ROW * len(shown) + 30, lines, columns, left_out=left_out)


def _line(one, place, days, most):
    base = (place + 1) * ROW
    bars = []
    for column, day in enumerate(days):
        number = one.by_day.get(day, 0)
        if number > 0:
            height = max(2, round(BAR * number / most))
            bars.append(Bar(LABEL + column * COLUMN + 4, base - height, height, number))
    name = str(one.location)
    # Places of one kind begin alike: what tells them apart stands at the end.
    return Line(name if len(name) <= LONGEST_LABEL else f"…{name[1 - LONGEST_LABEL :]}", base, bars)
