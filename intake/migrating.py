"""Migrations that take their time once: many tables, columns or triggers made as one operation."""

import contextlib

from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger


class Together(Operation):
    """Operations of one kind, of which none needs what another one changed: new models; new fields; triggers, indexes and constraints.

    After each operation Django draws every model anew that has to do with the changed one; tables with histories hang on each other, and
    drawing them was most of the time of a first start. Here that is done once for all of the operations.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (self.__class__.__name__, [], {"operations": self.operations})

    def state_forwards(self, app_label, state):
        drawn = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn is not None:
            state.__dict__["apps"] = drawn
            self._draw(app_label, state)

    def _draw(self, app_label, state):
        """Draw the changed models alone; for code of a migration that asks for models Django draws all of them anew, because of `is_delayed`."""
        drawn = [one for one in self.operations if not isinstance(one, (AddTrigger, RemoveTrigger))]
        names = {(getattr(one, "model_name", None) or one.name).lower() for one in drawn}
        with state.apps.bulk_update():
            for name in names:
                with contextlib.suppress(LookupError):  # new
                    state.apps.unregister_model(app_label, name)
        state.apps.render_multiple([state.models[app_label, name] for name in sorted(names)])
        state.is_delayed = True

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations together"
