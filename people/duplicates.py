"""People who may be one: the same address, number or name, or a name spelled alike in the same neighborhood; and why we think so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Person

LOOKED_AT = 100  # people a page compares with everybody, the newest first: a second among 200,000
MOST = 100  # pairs on one page
ALIKE = 0.5  # pg_trgm similarity of two names, 0 to 1
FEWEST_DIGITS = 7  # of a number that somebody looks for
_KIN = 0.3  # below this two people who share an address have names of their own: a family has one address

# Every branch goes through an index but the one by name, which reads the office's people once for the whole page.
_PAIRS = """
WITH page AS MATERIALIZED (
    SELECT id, office_id, name_key, email, phone, address, neighborhood_id FROM people_person
    WHERE forgotten_at IS NULL AND (%(everywhere)s OR office_id = ANY(%(offices)s)) AND (%(person)s::bigint IS NULL OR id = %(person)s)
        AND (%(before)s::bigint IS NULL OR id < %(before)s)
    ORDER BY id DESC LIMIT %(looked_at)s
), found AS (
    SELECT page.id AS one, other.id AS other FROM page JOIN people_person other USING (office_id) WHERE other.email = page.email AND other.email <> ''
    UNION SELECT page.id, other.id FROM page JOIN people_person other USING (office_id) WHERE other.phone = page.phone AND other.phone <> ''
    UNION SELECT page.id, other.id FROM page JOIN people_person other USING (office_id) WHERE other.name_key = page.name_key AND page.name_key <> ''
    UNION SELECT page.id, other.id FROM page JOIN people_person other USING (office_id)
        WHERE other.neighborhood_id = page.neighborhood_id AND other.neighborhood_id IS NOT NULL AND other.name_key %% page.name_key
), pairs AS (
    SELECT DISTINCT LEAST(one, other) AS first, GREATEST(one, other) AS second FROM found WHERE one <> other
), judged AS (
    SELECT first.id AS first, second.id AS second, first.name_key = second.name_key AND first.name_key <> '' AS same_name,
        similarity(first.name_key, second.name_key) AS likeness,
        first.email = second.email AND first.email <> '' AS same_email, first.phone = second.phone AND first.phone <> '' AS same_phone,
        first.address = second.address AND first.address <> '' AS same_address,
        first.neighborhood_id = second.neighborhood_id AS same_neighborhood
    FROM pairs JOIN people_person first ON first.id = pairs.first JOIN people_person second ON second.id = pairs.second
    WHERE first.office_id = second.office_id AND first.forgotten_at IS NULL AND second.forgotten_at IS NULL AND first.apart = '' AND second.apart = ''
        AND NOT EXISTS (SELECT FROM people_twopeople said WHERE said.first_id = first.id AND said.second_id = second.id)
        AND NOT EXISTS (SELECT FROM people_guardianconsent asked
            WHERE asked.person_id IN (first.id, second.id) AND asked.guardian_id IN (first.id, second.id) AND asked.person_id <> asked.guardian_id)
)
SELECT first, second, same_name, likeness, same_email, same_phone, same_address, COALESCE(same_neighborhood, false) FROM judged
WHERE same_email OR same_phone OR likeness >= %(alike)s AND (same_address OR same_neighborhood) OR same_name AND same_neighborhood IS NOT false
ORDER BY (same_email::int + same_phone::int) * 2 + (CASE WHEN same_name THEN 3 ELSE likeness * 2 END) + same_address::int DESC, second DESC, first DESC
LIMIT %(most)s
"""


@dataclass(frozen=True)
class Pair:
    """Two people who may be one; `first` has been known longer."""

    first: Person
    second: Person
    reasons: list[str]
    is_family: bool  # they share an address or a number, and their names differ


@dataclass(frozen=True)
class Page:
    """The pairs among some people, and below which id the next ones begin; None at the end."""

    pairs: list[Pair]
    before: int | None


def among(offices: Iterable[int] | None, *, before: int | None = None, person: int | None = None) -> Page:
    """Return likely duplicates in these offices (None: everywhere) of the newest people below an id, or of one person; a constant number of queries."""
    values = {
        "everywhere": offices is None, "offices": list(offices or []), "before": before, "person": person, "alike": ALIKE, "looked_at": LOOKED_AT, "most": MOST,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [ALIKE])
        cursor.execute(_PAIRS, values)
        rows = cursor.fetchall()
    persons = Person.objects.select_related("office", "neighborhood").defer("neighborhood__outline").in_bulk({pk for row in rows for pk in row[:2]})
    pairs = [_pair(persons[first], persons[second], *why) for first, second, *why in rows]
    return Page(pairs, None if person else _next(values))


def _next(values):
    known = Person.objects.known().order_by("-pk")
    if not values["everywhere"]:
        known = known.filter(office__in=values["offices"])
    if values["before"]:
        known = known.filter(pk__lt=values["before"])
    rest = list(known.values_list("pk", flat=True)[LOOKED_AT - 1 : LOOKED_AT + 1])
    return rest[0] if len(rest) > 1 else None


def _pair(first, second, same_name, likeness, same_email, same_phone, same_address, same_neighborhood):
    said = [
        (same_name, _("the same name")), (not same_name and likeness >= ALIKE, _("names spelled alike")), (same_email, _("the same email address")),
        (same_phone, _("the same phone number")), (same_address, _("the same postal address")), (same_neighborhood, _("the same neighborhood")),
    ]  # fmt: skip
    return Pair(
        first, second, [words for holds, words in said if holds], is_family=(same_email or same_phone) and likeness < _KIN and bool(first.name and second.name)
    )


def like(person: Person) -> list[Pair]:
    """Return who may be this person."""
    return among([person.office_id], person=person.pk).pairs


def search(person: Person, text: str) -> list[Person]:
    """Return people of the same office whose name, address or number has this in it; twenty at most, nobody who is known for one sensitive thing only."""
    known = Person.objects.known().filter(office=person.office_id, apart="").exclude(pk=person.pk)
    digits = "".join(character for character in text if character.isdecimal())
    fits = Q(name__icontains=text) | Q(email=text.strip().lower()) | (Q(phone__endswith=digits) if len(digits) >= FEWEST_DIGITS else Q())
    return list(known.filter(fits).select_related("office", "neighborhood").order_by("name", "pk")[:20])
