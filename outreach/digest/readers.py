"""Who reads the weekly email: people who confirmed a topic of it, batch by batch in the order of their ids; each batch in constant queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bookings.models import State
from donations.models import Pledge
from mailing.models import Message
from mailing.reach.suppression import suppressed
from outreach.coming import Coming
from outreach.digest.choosing import Index, Reader
from outreach.models import DigestIssue, Preferences, Subscription, Topic
from outreach.rules import city_zone
from people.models import Office, Person

KIND = "digest"
WEEK, MONTH = timedelta(days=7), timedelta(days=31)
ALMOST_FOUR_WEEKS = timedelta(days=24)  # who wants it once a month gets every fourth one, though the last one came up to four days late

# By address and not by person: who subscribed without a name signs up with one. What nobody has proved yet takes nothing away.
_TAKEN = """
SELECT person.email, 'volunteers.opportunity:' || role.opportunity_id FROM people_person person
JOIN volunteers_signup sign_up ON sign_up.person_id = person.id JOIN volunteers_shiftrole role ON role.id = sign_up.shift_role_id
LEFT JOIN volunteers_shift shift ON shift.id = role.shift_id
WHERE person.email = ANY(%(emails)s) AND sign_up.state = ANY(%(states)s) AND (shift.id IS NULL OR shift.ends > %(now)s)
UNION
SELECT person.email, 'events.event:' || registration.event_id FROM people_person person JOIN events_registration registration ON registration.person_id = person.id
WHERE person.email = ANY(%(emails)s) AND registration.state = ANY(%(states)s)
UNION
SELECT person.email, 'donations.drive:' || pledge.drive_id FROM people_person person JOIN donations_pledge pledge ON pledge.person_id = person.id
WHERE person.email = ANY(%(emails)s) AND pledge.state = ANY(%(promised)s)
"""
_PROVED = [State.REQUESTED, State.OFFERED, State.CONFIRMED, State.WAITLISTED]


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person one letter of an issue may go to, with what to look for; of those who share an address only one gets it."""

    person_id: int
    email: str
    office_id: int
    language: str
    reader: Reader


def topics(office: Office) -> QuerySet[Topic]:
    """Return the topics of an office that its weekly email is made of."""
    return Topic.objects.filter(office=office, in_digest=True, is_open=True)


def due(office: Office, moment: datetime) -> QuerySet[Person]:
    """Return the people an issue due at this moment is for: confirmed, reached by email, not paused, and by their own pace due again."""
    today = moment.astimezone(city_zone()).date()
    wants = Subscription.objects.standing().filter(person=OuterRef("pk"), topic__in=list(topics(office).values_list("pk", flat=True)))
    awake = Q(preferences=None) | Q(preferences__paused_until=None) | Q(preferences__paused_until__lte=today)
    monthly = Q(preferences__pace=Preferences.Pace.MONTHLY, preferences__last_digest_at__gt=moment - ALMOST_FOUR_WEEKS)
    reached = Person.objects.known().filter(office=office, apart="", channel=Person.Channel.EMAIL, email_refused_at=None).exclude(email="")
    return reached.filter(Exists(wants)).filter(awake).exclude(monthly)


def by_language(office: Office, moment: datetime) -> dict[str, int]:
    """Return how many addresses an issue due at this moment is for, by language."""
    counted = due(office, moment).order_by().values_list("language").annotate(addresses=Count("email", distinct=True))
    return dict(counted.order_by("language"))


def batch(issue: DigestIssue, *, after: int, size: int, now: datetime) -> tuple[list[Addressee], int | None]:
    """Return whom the next letters of an issue may go to, and the last id looked at (None: nobody is left)."""
    fields = ("pk", "email", "language", "preferences__pace", "preferences__neighborhoods", "preferences__interests", "preferences__last_digest_at")
    rows = list(due(issue.office, issue.due).filter(pk__gt=after).order_by("pk").values_list(*fields)[:size])
    if not rows:
        return [], None
    emails = {row[1] for row in rows}
    served = set(suppressed(emails)) | _written_to(issue, emails)
    wanted, taken = kinds_by_address(issue.office, emails, issue.due), taken_by(emails, now)
    found = []
    for person, email, language, pace, neighborhoods, interests, heard in rows:
        if email in served:
            continue
        since = heard or issue.due - (MONTH if pace == Preferences.Pace.MONTHLY else WEEK)
        reader = Reader(wanted[email], since, frozenset(neighborhoods or ()), frozenset(interests or ()), taken[email])
        found.append(Addressee(person, email, issue.office_id, language, reader))
    return found, rows[-1][0]


def with_a_letter(addressees: Iterable[Addressee], index: Index) -> list[tuple[Addressee, list[Coming]]]:
    """Return who gets a letter, and what is in it: of each address the one known longest for whom there is something."""
    chosen: dict[str, tuple[Addressee, list[Coming]]] = {}
    for one in addressees:
        if one.email not in chosen and (found := index.choose(one.reader)):
            chosen[one.email] = one, found
    return list(chosen.values())


def kinds_by_address(office: Office, emails: Iterable[str], moment: datetime) -> dict[str, frozenset[str]]:
    """Return the kinds of topics that stand for each address, whoever behind it wants them and does not pause; one query."""
    today = moment.astimezone(city_zone()).date()
    awake = Q(person__preferences=None) | Q(person__preferences__paused_until=None) | Q(person__preferences__paused_until__lte=today)
    standing = Subscription.objects.standing().filter(
        awake, person__email__in=list(emails), person__forgotten_at=None, person__apart="", topic__in=topics(office)
    )
    kinds = defaultdict(set)
    for email, kind in standing.order_by().values_list("person__email", "topic__kind"):
        kinds[email].add(kind)
    return defaultdict(frozenset, {email: frozenset(found) for email, found in kinds.items()})


def taken_by(emails: Iterable[str], now: datetime) -> dict[str, frozenset[str]]:
    """Return what is signed up for, registered for or promised behind each address, as refs; one query."""
    promised = [Pledge.State.PROMISED, Pledge.State.PARTLY]
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"emails": list(emails), "states": list(_PROVED), "promised": promised, "now": now})
        rows = cursor.fetchall()
    taken = defaultdict(set)
    for email, ref in rows:
        taken[email].add(ref)
    return defaultdict(frozenset, {email: frozenset(found) for email, found in taken.items()})


def _written_to(issue: DigestIssue, emails: set[str]) -> set[str]:
    """The addresses that have a letter of this issue already, to whomever behind them."""
    letter = Message.objects.filter(about=issue.ref, kind=KIND, recipient=OuterRef("recipient"))
    shared = Person.objects.filter(email__in=emails).alias(recipient=Concat(Value("p:"), Cast("pk", CharField()))).filter(Exists(letter))
    return set(shared.order_by().values_list("email", flat=True))
