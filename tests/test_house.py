"""The house: floors, rooms, letters, doors, migrations and personal fields. Each rule names the line that breaks it."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

from django.apps import apps
from django.db import models

from mailing import letters

HOUSE = Path(__file__).resolve().parent.parent
FLOORS = [
    {"intake"}, {"languages"}, {"places"}, {"people"}, {"mailing", "sharing"}, {"bookings"}, {"donations", "events"}, {"volunteers", "concerns"},
    {"outreach", "reports"}, {"civic"},
]  # fmt: skip
FLOOR = {app: number for number, names in enumerate(FLOORS) for app in names}
DRAWERS = {"utils", "helpers", "common", "misc", "core", "lib", "tools"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def sources(*, tests=False):
    tops = [*FLOOR, *(["tests", "bench"] if tests else [])]
    return [path for top in tops for path in sorted((HOUSE / top).rglob("*.py")) if "migrations" not in path.parts]


def trees(**kinds):
    for path in sources(**kinds):
        yield path.relative_to(HOUSE), ast.parse(path.read_text())


def imported(node):
    """Return the top packages an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [(node.module or "").split(".")[0]]
    return []


def upward_imports(app, tree):
    """Return the lines that import from the same floor, a higher one, or the roof."""
    return [(node.lineno, other) for node in ast.walk(tree) for other in imported(node) if other in FLOOR and other != app and FLOOR[other] >= FLOOR[app]]


def inner_imports(tree):
    """Return the lines of imports inside functions or behind TYPE_CHECKING."""
    inside = [
        statement.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for statement in ast.walk(node)
        if isinstance(statement, (ast.Import, ast.ImportFrom))
    ]
    return inside + [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"]


def test_imports_go_down_only():
    broken = [f"{path}:{line} imports {other}" for path, tree in trees() for line, other in upward_imports(path.parts[0], tree)]
    assert broken == []


def test_an_upward_import_would_be_found():
    tree = ast.parse("from volunteers.models import Shift\nimport civic.settings\nfrom intake import text")
    assert upward_imports("mailing", tree) == [(1, "volunteers"), (2, "civic")]


def test_no_import_hides_inside_a_function():
    assert [f"{path}:{line}" for path, tree in trees() for line in inner_imports(tree)] == []


def test_a_hidden_import_would_be_found():
    assert inner_imports(ast.parse("def f():\n    import os\n")) == [2]


def test_foreign_keys_obey_the_same_law():
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOOR]
    broken = [
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model and field.related_model._meta.app_label in FLOOR
        and FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
    ]  # fmt: skip
    assert broken == []


def test_rooms_are_of_natural_size_and_there_are_no_drawers():
    crowded = [f"{path}: {n} lines" for path in sources(tests=True) if (n := len(path.read_text().splitlines())) > LONGEST_FILE]
    long = [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    drawers = [str(path) for path in sources(tests=True) if path.stem in DRAWERS or DRAWERS & set(path.relative_to(HOUSE).parts)]
    assert (crowded, long, drawers) == ([], [], [])


def test_no_signals_of_our_own():
    assert [str(path) for path, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "receiver"] == []


def test_every_letter_has_its_three_templates():
    known = letters.registry()
    missing = [
        f"{kind.template}{ending}"
        for kind in known.values()
        for ending in (".subject.txt", ".txt", ".html")
        if not (HOUSE / "templates" / f"{kind.template}{ending}").exists()
    ]
    assert known and missing == []


def undeclared(model):
    """Return the fields of a model that are neither personal_fields (with their retention) nor plain_fields."""
    declared = {*getattr(model, "personal_fields", {}), *getattr(model, "plain_fields", ())}
    return [f"{model._meta.label}.{field.name}" for field in [*model._meta.fields, *model._meta.many_to_many] if field.name not in declared]


def test_every_field_is_declared_personal_or_not():
    """A new field that nobody thought about fails here: add it to personal_fields with its retention, or to plain_fields."""
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOOR and not model._meta.proxy and not is_history(model)]
    assert [name for model in ours for name in undeclared(model)] == []


def is_history(model):
    """History tables hold copies of plain fields only; tests/staff proves it."""
    return any(field.name == "pgh_id" for field in model._meta.fields)


def test_a_forgotten_field_would_be_found():
    class Thing:
        personal_fields = {"name": "until forgotten"}
        plain_fields = ("id",)
        _meta = SimpleNamespace(label="intake.Thing", fields=[models.CharField(name=name) for name in ("id", "name", "birthday")], many_to_many=[])

    assert undeclared(Thing) == ["intake.Thing.birthday"]


def test_migrations_are_named():
    automatic = re.compile(r"_auto_\d{8}")
    assert [str(path) for top in FLOOR for path in (HOUSE / top).glob("migrations/*.py") if automatic.search(path.name)] == []


def test_no_template_carries_script_style_or_handlers():
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|\sstyle=|\son(click|load|change|submit|input)=|<style")
    pages = [path for path in (HOUSE / "templates").rglob("*.html") if "email" not in path.parts]
    assert [str(path.relative_to(HOUSE)) for path in pages if inline.search(path.read_text())] == []
