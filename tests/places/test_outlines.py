"""Outlines: checked, measured, drawn."""

import math

import pytest

from civic.seed.source import features
from intake.refusal import Refused
from places.outlines import center, checked_geometry, drawn

UNIT = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}


def test_the_center_of_a_square_is_its_middle_as_latitude_and_longitude():
    moved = {"type": "Polygon", "coordinates": [[[10, 0], [12, 0], [12, 2], [10, 2], [10, 0]]]}
    assert center(UNIT) == (1, 1)
    assert center(moved) == (1, 11)


def test_the_center_of_several_parts_is_that_of_the_largest():
    islands = {"type": "MultiPolygon", "coordinates": [UNIT["coordinates"], [[[5, 5], [5.1, 5], [5.1, 5.1], [5, 5]]]]}
    assert center(islands) == (1, 1)


def test_a_drawing_has_north_up_and_whole_numbers():
    width, height, (path,), _grid = drawn([UNIT])
    assert (width, height) == (480, 480)
    assert path == "M0 480l480 0 0-480-480 0z"


def test_points_on_a_straight_line_are_left_out_and_a_way_back_is_not():
    square = [[0, 0], [1, 0], [1, 0], [2, 0], [2, 1], [2, 2], [1, 2], [0, 2], [0, 1], [0, 0]]
    spike = [[0, 0], [2, 0], [2, 2], [1, 2], [1, 1], [1, 2], [0, 2], [0, 0]]
    paths = drawn([{"type": "Polygon", "coordinates": [ring]} for ring in (square, spike)])[2]
    assert paths == ["M0 480l480 0 0-480-480 0 0 240z", "M0 480l480 0 0-480-240 0 0 240 0-240-240 0z"]


def test_the_whole_city_is_drawn_in_few_bytes():
    width, height, paths, grid = drawn([feature["geometry"] for feature in features("boston_neighborhoods_simplified")])
    assert len(paths) == 26 and all(path.startswith("M") and path.endswith("z") for path in paths)
    assert sum(map(len, paths)) < 8_000
    assert (width, height) == (480, 409)


def test_outlines_with_many_points_are_drawn_on_a_coarser_grid():
    circle = [[math.cos(step / 5_000 * math.tau), math.sin(step / 5_000 * math.tau)] for step in range(5_000)]
    spiky = [[x, y * (0.98 if number % 2 else 1)] for number, (x, y) in enumerate(circle)]
    width, *_more = drawn([{"type": "Polygon", "coordinates": [[*spiky, spiky[0]]]}])
    assert width < 480


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 91], [0, 0]]]},
    ],
)
def test_what_is_no_outline_is_refused(geometry):
    with pytest.raises(Refused):
        checked_geometry(geometry, name="North End")


def test_an_outline_is_kept_as_it_is():
    assert checked_geometry(UNIT, name="North End") == UNIT
