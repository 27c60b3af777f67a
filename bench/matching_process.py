"""One run of a matching benchmark: asks for many persons or shifts, one after the other, and prints the milliseconds of each as one JSON line."""

import json
import sys
import time
from statistics import mean

import django

django.setup()

from django.utils import timezone  # noqa: E402  settings come first

from people.models import Person  # noqa: E402
from volunteers import suggestion_query, suggestions  # noqa: E402

COUNT = 40  # statements in a run


def suggest():
    """For persons spread over the city: what fits each of them."""
    for person in _spread(Person.objects.all()):
        known = suggestions.known_of(person)
        yield lambda person=person, known=known: suggestion_query.rows(
            persons=[person.pk], interests=known.interests, languages=known.languages, near=known.near, availability=known.availability,
            now=timezone.now(), most=suggestions.MOST,
        )  # fmt: skip


def _spread(rows):
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.filter(pk__in=ids[:: max(1, len(ids) // COUNT)][:COUNT])


KINDS = {"suggest": suggest}


def main(what):
    took, found = [], []
    for ask in KINDS[what]():
        began = time.perf_counter()
        found.append(len(ask()))
        took.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"ms": [round(one, 2) for one in took[1:]], "found": mean(found)}))


if __name__ == "__main__":
    main(sys.argv[1])
