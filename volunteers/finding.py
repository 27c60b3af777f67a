"""Sign-ups found by words: a rare one is looked up in its index first, a common one is met soon on the way from the newest down."""

from django.db.models import Q

from intake.text import search_key, words_of
from people.models import Person
from people.models.persons import searched
from volunteers.models import Opportunity, SignUp

RARE = 5000  # people, or opportunities, that a rare word names at most


def matching(sign_ups, typed):
    """Keep the sign-ups in whose person (name, address, number) or title of the opportunity every word stands."""
    for word in words_of(typed):
        people, work = _few(Person.objects.matching(word)), _few(Opportunity.objects.filter(title__icontains=word))
        sign_ups = sign_ups.filter(pk__in=_of(people, work)) if people is not None and work is not None else _met(sign_ups, word)
    return sign_ups


def _few(rows):
    """Return the ids of the rows, or None when they are many."""
    ids = list(rows.order_by().values_list("pk", flat=True)[: RARE + 1])
    return ids if len(ids) <= RARE else None


def _of(people, work):
    of_people = SignUp.objects.filter(person__in=people)
    of_work = SignUp.objects.filter(shift_role__opportunity__in=work)
    if not people or not work:
        return (of_people if people else of_work).values("pk")
    return of_people.values("pk").union(of_work.values("pk"), all=True)


def _met(sign_ups, word):
    in_words = sign_ups.alias(searched=searched("person__"))
    return in_words.filter(Q(searched__contains=search_key(word)) | Q(shift_role__opportunity__title__icontains=word))
