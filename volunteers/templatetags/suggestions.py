"""“This may suit you”: open shifts for a person, on pages of any floor: {% suggestions_for persons %}, {% suggestions_after things %}."""

from django import template
from django.utils import timezone

from people.models import Person
from volunteers.matching import suggestions
from volunteers.models import SignUp

register = template.Library()

MOST_PERSONS = 3  # behind one address are shown what suits them


@register.inclusion_tag("volunteers/_suggestions.html")
def suggestions_for(persons):
    """What may suit these persons, who share an address."""
    return _found(persons)


@register.inclusion_tag("volunteers/_suggestions.html")
def suggestions_after(things):
    """What else may suit whoever has just signed up (people.things.Thing)."""
    label = SignUp._meta.label_lower
    ids = [int(number) for name, _colon, number in (thing.ref.partition(":") for thing in things if thing.state == "confirmed") if name == label]
    persons = Person.objects.known().filter(signups__in=ids).distinct().order_by("pk") if ids else []
    return _found(persons)


def _found(persons):
    now, humans = timezone.now(), {}
    for person in persons:
        humans.setdefault(person.name_key, []).append(person)
    some = list(humans.values())[:MOST_PERSONS]
    found = [(same[0], suggestions.for_person(same[0], also=[one.pk for one in same[1:]], now=now)) for same in some]
    return {"groups": [(person, fitting) for person, fitting in found if fitting], "are_several": len(some) > 1}
