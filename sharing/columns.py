"""Columns of tables that PostgreSQL itself puts together: choices in words, times on the clock of the place, phone numbers as people write them."""

from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat, Left, Substr
from django.utils.translation import gettext as _


def words(field, names):
    """Return a column that shows {value: words} instead of the value; an unknown value stands as it is."""
    return Case(
        *[When(Q(**{field: value}), then=Value(str(name))) for value, name in names.items()], default=Cast(field, TextField()), output_field=TextField()
    )


def clock(moment, time_zone):
    """Return a column with a moment on the clock of a place (a field with the name of its time zone): 2026-10-10 09:30, which every spreadsheet reads as a time."""
    local = Func(F(time_zone), F(moment), function="timezone", output_field=TextField())
    return Left(Cast(local, TextField()), 16)


def phone(field):
    """Return a column with a number as people here write it: 617-555-0142; numbers abroad as they are dialed."""
    here = Concat(Substr(field, 3, 3), Value("-"), Substr(field, 6, 3), Value("-"), Substr(field, 9, 4), output_field=TextField())
    return Case(When(**{f"{field}__regex": r"^\+1\d{10}$"}, then=here), default=F(field), output_field=TextField())


def yes_or_no(field):
    """Return a column that says yes or no."""
    return Case(When(Q(**{field: True}), then=Value(_("yes"))), default=Value(_("no")), output_field=TextField())
