"""The cards of the public lists: the database keeps them (migration `0004_card_triggers`); here is how to pause and repeat that."""

from contextlib import contextmanager

from django.db import connection, transaction

CHUNK = 2000  # opportunities refreshed in one transaction


@contextmanager
def paused():
    """Let a bulk load pass without the triggers; everything is refreshed at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET volunteers.cards = 'off'")
        try:
            yield
        finally:
            cursor.execute("RESET volunteers.cards")
    refresh_all()


def refresh_all():
    """Make every card and every search text what it should be; safe at any time, and changes nothing when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM volunteers_opportunity ORDER BY id")
        everything = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(everything), CHUNK):
        refresh(everything[start : start + CHUNK])


@transaction.atomic
def refresh(opportunities):
    """Make the cards and search texts of these opportunities (ids) what they should be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT volunteers_refresh_cards(%s), volunteers_refresh_text(%s)", [opportunities, opportunities])
