"""Migrations that take their time once: many tables, columns or triggers made as one operation."""

from django.db.migrations.operations.base import Operation


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
            changed = {(app_label, getattr(operation, "model_name", None) or operation.name) for operation in self.operations}
            state.reload_models({(app, name.lower()) for app, name in changed}, delay=False)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations together"
