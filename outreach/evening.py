"""Gaps nearby tomorrow: shifts that still need people on the next day, for those who want to hear of them in the evening letter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet

from bookings.models import State
from outreach.models import Preferences, Subscription, Topic
from outreach.rules import city_zone
from people.models import Person
from volunteers.models import Opportunity, ShiftRole
from volunteers.models.opportunities import OpportunityInterest

MOST = 3  # in one letter
# By address and not by person: a family's other sign-ups and what was signed up for under another name count.
_BUSY = """
SELECT person.email, shift.starts, shift.ends FROM people_person person
JOIN volunteers_signup sign_up ON sign_up.person_id = person.id JOIN volunteers_shift shift ON shift.id = sign_up.shift_id
WHERE person.email = ANY(%(emails)s) AND sign_up.state = ANY(%(states)s) AND shift.ends > %(first)s AND shift.starts < %(last)s AND shift.cancelled_at IS NULL
UNION ALL
SELECT person.email, event.starts, event.ends FROM people_person person
JOIN events_registration registration ON registration.person_id = person.id JOIN events_event event ON event.id = registration.event_id
WHERE person.email = ANY(%(emails)s) AND registration.state = ANY(%(states)s) AND event.ends > %(first)s AND event.starts < %(last)s
"""
_COMING = [State.HELD, State.REQUESTED, State.OFFERED, State.CONFIRMED, State.WAITLISTED]


@dataclass(frozen=True, slots=True)
class Gap:
    """A role with free places tomorrow, and whom it is near and of interest to."""

    role: ShiftRole
    neighborhoods: frozenset[int]
    interests: frozenset[int]


def wanting(today: date) -> QuerySet[Preferences]:
    """Return the preferences of those who want to hear of gaps, about ways to volunteer at all, and do not pause."""
    awake = Q(paused_until=None) | Q(paused_until__lte=today)
    standing = Subscription.objects.standing().filter(topic__kind=Topic.Kind.VOLUNTEERING, topic__is_open=True)
    reached = Q(person__forgotten_at=None, person__apart="", person__channel=Person.Channel.EMAIL, person__email_refused_at=None) & ~Q(person__email="")
    return Preferences.objects.filter(awake, reached, evening_gaps=True, person__in=standing.values("person")).select_related("person")


def gaps_of(preferences: Iterable[Preferences], day: date, now: datetime) -> dict[int, list[ShiftRole]]:
    """Return the gaps of a day for each of these people by the id of their preferences, urgent ones first, then by time. Constant queries."""
    people = list(preferences)
    known, busy = _gaps_by_office({one.person.office_id for one in people}, day, now), _busy({one.person.email for one in people}, day)
    return {one.pk: _of(one, known[one.person.office_id], busy[one.person.email]) for one in people}


def _of(preferences, gaps, busy):
    near = frozenset(preferences.neighborhoods) or frozenset(filter(None, [preferences.person.neighborhood_id]))
    interests = frozenset(preferences.interests)
    found = []
    for gap in gaps:
        is_near = not near or not gap.neighborhoods or not near.isdisjoint(gap.neighborhoods)
        is_liked = not interests or not gap.interests or not interests.isdisjoint(gap.interests)
        shift = gap.role.shift
        if is_near and is_liked and not any(shift.starts < ends and starts < shift.ends for starts, ends in busy):
            found.append(gap.role)
    return found[:MOST]


def _gaps_by_office(offices, day, now):
    """What takes an approval or papers is no matter of one evening."""
    first, last = _bounds(day)
    open_now = Q(shift__starts__gte=first, shift__starts__lt=last, shift__starts__gt=now, shift__cancelled_at=None) & (
        Q(shift__sign_up_opens=None) | Q(shift__sign_up_opens__lte=now)
    ) & (Q(shift__sign_up_closes=None) | Q(shift__sign_up_closes__gt=now))  # fmt: skip
    plain = Q(opportunity__approval=False, opportunity__requirements=None, opportunity__state=Opportunity.State.PUBLISHED, requirement=None, run=None)
    short = ShiftRole.objects.filter(open_now, plain, capacity__gt=F("taken") + F("reserved"), opportunity__office__in=offices)
    roles = list(short.select_related("shift__venue", "opportunity__office").order_by("-opportunity__urgent", "shift__starts", "pk"))
    interests = defaultdict(set)
    for opportunity, interest in OpportunityInterest.objects.filter(opportunity__in={role.opportunity_id for role in roles}).values_list(
        "opportunity", "interest"
    ):
        interests[opportunity].add(interest)
    found = defaultdict(list)
    for role in roles:
        places = {role.opportunity.neighborhood_id, role.shift.venue and role.shift.venue.neighborhood_id} - {None}
        found[role.opportunity.office_id].append(Gap(role, frozenset(places), frozenset(interests[role.opportunity_id])))
    return found


def _busy(emails, day):
    first, last = _bounds(day)
    busy = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, {"emails": list(emails), "states": [str(state) for state in _COMING], "first": first, "last": last})
        for email, starts, ends in cursor.fetchall():
            busy[email].append((starts, ends))
    return busy


def _bounds(day):
    """Midnight to midnight on the clock of the city."""
    zone = city_zone()
    return datetime.combine(day, time(), tzinfo=zone), datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
