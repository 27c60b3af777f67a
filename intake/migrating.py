"""Migrations that take their time once: many triggers created or dropped as one operation."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations of which none needs what another one changed, such as the triggers of an app, done as one.

    Between two operations Django keeps a copy of every model as it was; a hundred triggers make a hundred copies of a hundred models,
    which was most of the time of a first start. Here they share one.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (self.__class__.__name__, [], {"operations": self.operations})

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)  # drawn once more when it is asked for, instead of after each operation
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations together"
