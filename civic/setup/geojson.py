"""Reading a city's file of neighborhoods (GeoJSON, RFC 7946): everything is checked before anything is stored."""

import json

from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import clean_line, comparison_key
from places.outlines import checked_geometry

MOST_BYTES = 5 * 1024 * 1024
MOST_NEIGHBORHOODS = 500
LONGEST_NAME = 100
USUAL_NAMES = ("name", "neighborhood", "neighbourhood", "label", "title", "district")


def read(data, *, name_property=""):
    """Return [(name, geometry)] of a GeoJSON file; raise Refused with what is wrong, and where."""
    features = _features(data)
    key = name_property or _name_key(features)
    found = [(_name(feature, key, number), feature) for number, feature in enumerate(features, start=1)]
    _refuse_twice([name for name, _feature in found])
    return [(name, checked_geometry(feature.get("geometry"), name=name)) for name, feature in found]


def _features(data):
    if len(data) > MOST_BYTES:
        raise _no(_("The file is larger than 5 MB. Please simplify the outlines."))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise _no(_("This is not a GeoJSON file: we could not read it as JSON.")) from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection" or not isinstance(content.get("features"), list):
        raise _no(_("This is not a GeoJSON file: it must be a “FeatureCollection”."))
    features = content["features"]
    if not features or len(features) > MOST_NEIGHBORHOODS:
        raise _no(_("The file must have between 1 and %(most)s neighborhoods.") % {"most": MOST_NEIGHBORHOODS})
    if not all(isinstance(feature, dict) and isinstance(feature.get("properties"), dict) for feature in features):
        raise _no(_("Each feature needs “properties” with the neighborhood’s name."))
    return features


def _name_key(features):
    known = {key.lower(): key for key in features[0]["properties"] if isinstance(key, str)}
    for usual in USUAL_NAMES:
        if usual in known:
            return known[usual]
    raise _no(_("We do not see which property is the name. It has: %(keys)s.") % {"keys": ", ".join(list(known.values())[:20])}, field="name_property")


def _name(feature, key, number):
    value = feature["properties"].get(key)
    name = clean_line(value) if isinstance(value, str) else ""
    if not name or len(name) > LONGEST_NAME:
        raise _no(_("Feature number %(number)s has no usable name in “%(key)s”.") % {"number": number, "key": key}, field="name_property")
    return name


def _refuse_twice(names):
    seen = {}
    for name in names:
        if comparison_key(name) in seen:
            raise _no(_("“%(name)s” stands in the file twice. Join its parts into one MultiPolygon.") % {"name": name})
        seen[comparison_key(name)] = name


def _no(sentence, *, field="outlines"):
    return Refused(sentence, field=field)
