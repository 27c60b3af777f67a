"""The carried data files, and choices that come out the same at every run."""

import csv
import hashlib
import json
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name):
    """Return the rows of a CSV file of `civic/data/`."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


def features(name):
    """Return the features of a GeoJSON file of `civic/data/` (RFC 7946)."""
    return json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def number(*key):
    """Return a whole number that depends on nothing but the key."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, key)).encode()).digest()[:6])


def pick(choices, *key):
    """Return one of the choices, always the same for the same key."""
    return choices[number(*key) % len(choices)]


def chance(percent, *key):
    """Tell whether this key is among so many in a hundred."""
    return number("chance", *key) % 100 < percent
