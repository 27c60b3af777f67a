"""What a table would do: rows to make, to change, to leave, and what is wrong; and doing it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from intake.refusal import Refused
from sharing.imports.tables import Table

SHOWN = 200  # errors and examples that the page lists


@dataclass
class Plan:
    """All that a table would do. `steps` are called in order, in one transaction."""

    table: Table
    made: int = 0
    changed: int = 0
    same: int = 0
    steps: list[Callable[[], None]] = field(default_factory=list)
    examples: list[tuple[int, str, str]] = field(default_factory=list)  # (number of the row, what, in words)
    off: list[tuple[int, str, str]] = field(default_factory=list)  # the same, of what was called off here

    def take_rows(self, take, beat, *, field=""):
        """Call `take(row)` for each row that could be read; what it refuses stands beside its column (else `field`), and the next row follows."""
        for done, row in enumerate(self.table.right()):
            try:
                take(row)
            except Refused as refusal:
                self.table.refuse(row, refusal.field or field, refusal.sentence)
            beat(done)

    def note(self, row, change, words):
        """Count one thing that a row would make or change (`new`, `changed`), and keep the first ones in words; `words()` is asked for those only."""
        if change == "new":
            self.made += 1
        else:
            self.changed += 1
        if len(self.examples) < SHOWN:
            self.examples.append((row.number, change, words()))

    def leave(self, row, words):
        """Count a thing that was called off here: it stays so, and the page says it."""
        self.same += 1
        if len(self.off) < SHOWN:
            self.off.append((row.number, "off", words()))

    def found(self):
        """Return what the page lists, as JSON: first what somebody may miss."""
        return {"errors": sorted(self.table.errors)[:SHOWN], "examples": [*self.off, *self.examples][:SHOWN], "unused": self.table.unused}


def differences(record, values):
    """Return those of {field: value} that differ from the record's."""
    return {name: value for name, value in values.items() if getattr(record, name) != value}


def names_of(model, changes):
    """Return the names of these fields as people read them."""
    return ", ".join(sorted(str(model._meta.get_field(name).verbose_name) for name in changes))


def beside(column, verb, *what, columns=None, **named):
    """Call a rule and return its answer; its refusal is put beside a column of the table: the one of its field in `columns`, else `column`."""
    try:
        return verb(*what, **named)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=(columns or {}).get(refusal.field, column)) from None
