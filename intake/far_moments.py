"""Moments that PostgreSQL keeps and no datetime can be: “December 31, 9999, 11 p.m.”, typed before forms refused it, is the year 10000 in UTC.

Reading one raises, and with it fails every page that lists it among others, the one on which staff could correct it too.
"""

from datetime import UTC, datetime

from psycopg2.extensions import PYDATETIMETZ, new_type, register_type

TIMESTAMPTZ = 1184  # its number in every PostgreSQL (pg_type.dat)
FAR = datetime(9999, 1, 1, tzinfo=UTC)  # far enough from the last day for all that is reckoned from it


def install() -> None:
    """Read such a moment as one of the last year that there is; called once when the portal starts."""
    register_type(new_type((TIMESTAMPTZ,), "TIMESTAMPTZ", _read))


def _read(value, cursor):
    try:
        return PYDATETIMETZ(value, cursor)
    except (ValueError, OverflowError):
        return FAR
