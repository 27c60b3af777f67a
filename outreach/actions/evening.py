"""“Gaps nearby tomorrow” in the evening letter: only to those who want it, with the evening's other reminders, once a day, never an empty one."""

from datetime import datetime, time, timedelta

from django.db import transaction

from mailing import letters
from outreach import evening
from outreach.rules import city_zone
from people.models import Person

KIND = "evening_gaps"
EVE, AHEAD, GRACE = time(18), timedelta(minutes=10), timedelta(hours=3)  # on the clock of the city; rows are made after those of the other reminders
AT_A_TIME = 500


def queue(*, now: datetime) -> int:
    """Owe this evening's letters; returns how many are new. Running it again owes nobody a second one."""
    today = now.astimezone(city_zone()).date()
    due = datetime.combine(today, EVE, tzinfo=city_zone())
    if not due - AHEAD <= now < due + GRACE:
        return 0
    new, last = 0, 0
    while people := list(evening.wanting(today).filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        new += _owe(people, due, now)
        last = people[-1].pk
    return new


@transaction.atomic
def _owe(people, due, now):
    found = evening.gaps_of(people, due.date() + timedelta(days=1), now)
    owed = []
    for one in people:
        if roles := found[one.pk]:
            person = Person(pk=one.person_id, office_id=one.person.office_id, language=one.person.language)
            bundle = f"p:{one.person_id}:{due.date()}:eve"  # as the evening's other reminders
            owed.append(letters.Owed(person, one, period=f"{due:%Y%m%d}", due=due, expires=max(role.shift.starts for role in roles), bundle=bundle))
    return letters.send_many(KIND, owed, now=now)
