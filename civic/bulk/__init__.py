"""A large made-up city for measuring: everybody's address ends in example.org, every number is set-based SQL on the server."""

from django.db import connection, transaction

from civic.bulk import city
from civic.bulk.drives import add_drives
from civic.bulk.events import add_events
from civic.bulk.numbers import Numbers
from intake.refusal import Refused
from people.models import Person
from volunteers import cards


def refuse_real_people():
    """Raise Refused when the database holds anybody who was not made up by the seed or by this command."""
    real = Person.objects.exclude(email__endswith="@example.org").exclude(email="", phone__regex=r"^\+1\d{3}55501\d\d$").filter(forgotten_at=None)
    if real.exists():
        raise Refused("This database holds real people; the made-up city is only for databases that hold none.")


@transaction.atomic
def make(*, people, opportunities, shifts, sign_ups, drives=0, pledges=0, donations=0, events=0):
    """Add so many of each (numbers of rows) and return nothing; raises Refused when the database user may not switch triggers off."""
    refuse_real_people()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise Refused("The made-up city needs a database user who is a superuser, such as the embedded server's.")
        # Foreign keys, counters, history and cards are put right below by whole tables instead of row by row.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        office = city.ground()
        numbers = Numbers(cursor)
        made = city.add_opportunities(numbers, opportunities, office)
        city.add_shifts(numbers, shifts, made)
        city.add_people(numbers, people, office)
        city.add_sign_ups(numbers, sign_ups, people)
        add_drives(numbers, drives, office=office, people=people, pledges=pledges, donations=donations)
        add_events(numbers, events, office=office)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def finish():
    """Bring cards, search words and the planner's statistics up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cards.refresh_all()
        cursor.execute("VACUUM ANALYZE")
