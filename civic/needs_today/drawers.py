"""What a drawer is: a title, a count, the first rows, and where all of it is."""

from dataclasses import dataclass, field

SHOWN = 5
MOST = 100


@dataclass(frozen=True)
class Row:
    """One thing to do: what, where to do it, by when or how much."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Drawer:
    """One kind of thing to do; `count` is capped, `all_url` leads to all of it."""

    title: str
    empty: str
    rows: list = field(default_factory=list)
    count: int = 0
    all_url: str = ""

    @property
    def count_in_words(self):
        """The count, or "more than 100"."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def drawer(title, empty, queryset, row, all_url):
    """Return a drawer of the rows of a queryset, each made by `row(record)`; one query."""
    found = list(queryset[: MOST + 1])
    return Drawer(title, empty, [row(one) for one in found[:SHOWN]], len(found), all_url)
