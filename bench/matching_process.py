"""One run of a matching benchmark: asks for many persons or shifts, one after the other, and prints the milliseconds of each as one JSON line."""

import json
import sys
import time
from statistics import mean

import django

django.setup()

from django.utils import timezone  # noqa: E402  settings come first

from people.models import Person  # noqa: E402
from volunteers.matching import suggestion_query, suggestions, twelve, twelve_query  # noqa: E402
from volunteers.models import ShiftRole  # noqa: E402

COUNT = 40  # statements in a run


def suggest():
    """For persons spread over the city: what fits each of them."""
    for person in _spread(Person.objects.all()):
        known = suggestions.known_of(person)
        yield lambda person=person, known=known: suggestion_query.rows(
            persons=[person.pk], interests=known.interests, languages=known.languages, near=known.near, availability=known.availability,
            now=timezone.now(), most=suggestions.MOST,
        )  # fmt: skip


def ask():
    """For shifts spread over the coming weeks: the right twelve near the place, and in the whole city."""
    now = timezone.now()
    for role in _spread(ShiftRole.objects.filter(shift__starts__gt=now).select_related("shift__venue", "opportunity")):
        for far in (False, True):
            wanted = twelve.wanted_for(role, far=far)
            yield lambda wanted=wanted: twelve_query.rows(wanted, now=now, most=twelve.TWELVE)


def _spread(rows):
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.filter(pk__in=ids[:: max(1, len(ids) // COUNT)][:COUNT])


KINDS = {"suggest": suggest, "twelve": ask}


def main(what):
    took, found = [], []
    for ask in KINDS[what]():
        began = time.perf_counter()
        found.append(len(ask()))
        took.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"ms": [round(one, 2) for one in took[1:]], "found": mean(found)}))


if __name__ == "__main__":
    main(sys.argv[1])
