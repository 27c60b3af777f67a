"""The list of database triggers, with an index.

django-pgtrigger goes through all triggers for each one that is added, and works out the names of all: with a thousand of them that is half of what
every process of the portal does before it can begin.
"""

from pgtrigger import registry


class Indexed(registry._Registry):  # noqa: SLF001  the library has no public way in
    """The same answers, looked up."""

    @property
    def by_db_table(self):
        """{(table, trigger's name): trigger}"""
        return self._index()[0]

    @property
    def pg_function_names(self):
        """The names of the triggers' functions in the database."""
        return self._index()[1]

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        model, trigger = value
        triggers, functions = self._index()
        triggers[model._meta.db_table, trigger.name] = trigger
        functions.add(trigger.get_pgid(model))

    def __delitem__(self, key):
        super().__delitem__(key)
        del self.__dict__["kept"]

    def _index(self):
        if "kept" not in self.__dict__:
            self.__dict__["kept"] = super().by_db_table, super().pg_function_names
        return self.__dict__["kept"]


def install() -> None:
    """Index the list from now on; called before the first model is made."""
    registry._registry.__class__ = Indexed  # noqa: SLF001
