"""The pinned packages: complete, with their extras, so that tomorrow's releases change nothing for a fresh clone."""

import re
from importlib.metadata import requires

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILES = ["requirements.txt", "requirements-dev.txt"]


def pins(text):
    """Return {name: extras} of every line `name[extra]==version` of a requirements file."""
    found = [Requirement(line) for line in re.findall(r"^([\w.-]+(?:\[[^]]+\])?==[^\s;\\]+)", text, re.MULTILINE)]
    return {canonicalize_name(one.name): one.extras for one in found}


def unpinned(pinned):
    """Return what the pinned packages ask for, here and now, that no line pins with the same extras."""
    missing = []
    for name, extras in pinned.items():
        for asked in map(Requirement, requires(name) or []):
            wanted = not asked.marker or any(asked.marker.evaluate({"extra": extra}) for extra in ["", *extras])
            if wanted and not (asked.extras <= pinned.get(canonicalize_name(asked.name), set()) and canonicalize_name(asked.name) in pinned):
                missing.append(f"{name}: {asked}")
    return missing


@pytest.mark.parametrize("name", FILES)
def test_everything_that_is_asked_for_is_pinned_with_its_extras(name):
    pinned = pins((settings.BASE_DIR / name).read_text())
    assert len(pinned) > 50
    assert unpinned(pinned) == []


def test_a_pin_without_its_extra_would_be_found():
    pinned = pins((settings.BASE_DIR / "requirements.txt").read_text()) | {"tablib": set()}
    assert any("tablib[xlsx]" in line for line in unpinned(pinned))
