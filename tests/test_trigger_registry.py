"""The indexed list of database triggers answers as the library's own list does."""

import pgtrigger
import pytest
from pgtrigger import registry

from intake.trigger_registry import Indexed
from people.models import Person

KEPT = registry._registry  # noqa: SLF001  what is under test
OWN = Indexed.__mro__[1]


def same():
    return KEPT.by_db_table == OWN.by_db_table.fget(KEPT) and KEPT.pg_function_names == OWN.pg_function_names.fget(KEPT)


def trigger(name, condition="NEW.name = ''"):
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete, condition=pgtrigger.Condition(condition))


def test_the_index_answers_as_the_library_does_also_after_one_came_and_went():
    assert isinstance(KEPT, Indexed) and len(KEPT) > 100 and same()
    one = trigger("comes_and_goes")
    one.register(Person)
    assert same() and KEPT.by_db_table[Person._meta.db_table, "comes_and_goes"] == one
    one.unregister(Person)
    assert same() and (Person._meta.db_table, "comes_and_goes") not in KEPT.by_db_table


def test_two_triggers_of_one_name_are_still_refused():
    one = trigger("only_once")
    one.register(Person)
    try:
        with pytest.raises(KeyError, match="already used"):
            trigger("only_once", condition="NEW.name = 'x'").register(Person)
    finally:
        one.unregister(Person)
