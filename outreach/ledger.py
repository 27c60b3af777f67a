"""Everything we ever sent a person or owe them: when, about what, why, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Q, QuerySet

from mailing.desk import words
from mailing.kind_names import kind_in_words
from mailing.models import Message
from people.models import Person
from people.things import describe, keepers


def letters_of(person: Person) -> QuerySet[Message]:
    """Return a person's letters, newest first; what went to their address before we knew them, such as codes, too."""
    mine = Q(person=person)
    if person.email:
        mine |= Q(person=None, to=person.email, office=person.office_id)
    return Message.objects.filter(mine).defer("text", "html", "values").order_by("-id")


def put_words(letters: Iterable[Message]) -> None:
    """Put on each letter what staff read of it: `kind_words`, `about_words`, `state_words`, `answer_words`; constant queries for any number."""
    letters = list(letters)
    about = about_in_words({letter.about for letter in letters})
    for letter in letters:
        letter.kind_words, letter.state_words = kind_in_words(letter.kind), words.state_in_words(letter)
        letter.about_words, letter.answer_words = about.get(letter.about, ""), words.answer_in_words(letter)


def about_in_words(refs: Iterable[str]) -> dict[str, str]:
    """Return what letters are about in words: things of people by title and time, everything else by its name; a query or a few for each model."""
    gathered: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        label, _colon, number = ref.partition(":")
        if number.isascii() and number.isdecimal():
            gathered[label].append(int(number))
    things = {keeper.label for keeper in keepers()}
    found = describe(f"{label}:{number}" for label in gathered.keys() & things for number in gathered[label])
    said = {thing.ref: ", ".join(part for part in (thing.title, thing.when) if part) for thing in found}
    for label in gathered.keys() - things:
        said |= {f"{label}:{pk}": name for pk, name in _names(label, gathered[label]).items()}
    return said


def _names(label, numbers):
    """Return the names of records that have a page of their own for everybody; a link or a code has no name."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {}
    if not hasattr(model, "translated_fields"):
        return {}
    return {pk: str(record) for pk, record in model._default_manager.in_bulk(numbers).items()}
