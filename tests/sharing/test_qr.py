"""QR codes are drawn in the page: no outside request, safe to print, the address in words below."""

import re
from xml.etree import ElementTree

import segno
from django.template import Context, Template

from sharing import qr

ADDRESS = "https://volunteer.example.org/es/volunteer/sort-food/"


def squares(picture):
    """Return the dark modules of a picture as a set of (column, row), read from its path: the pen goes on (m) or draws to the right (h)."""
    path = re.search(r'<path stroke="#000" d="([^"]+)"', picture)[1]
    x, y, dark = 0.0, 0.0, set()
    for command, numbers in re.findall(r"([MmhH])([-\d. ]+)", path):
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return dark


def test_the_picture_has_the_squares_of_the_standard_and_a_quiet_zone():
    symbol = segno.make(ADDRESS, error="m", boost_error=False, micro=False)
    expected = {(column + 4, row + 4) for row, line in enumerate(symbol.matrix) for column, is_dark in enumerate(line) if is_dark}
    assert squares(qr.svg(ADDRESS)) == expected


def test_the_picture_names_no_other_site_and_carries_no_style_or_script():
    picture = ElementTree.fromstring(qr.svg(ADDRESS))
    assert {element.tag for element in picture.iter()} == {"svg", "path"}
    assert not re.search(r"https?:|style|script|href", qr.svg(ADDRESS))


def test_the_same_address_stands_in_words_below():
    shown = Template("{% load qr %}{% qr address %}").render(Context({"address": ADDRESS}))
    assert 'role="img" aria-label="QR code with the address below"' in shown
    assert f'<a href="{ADDRESS}" rel="noreferrer">volunteer.example.org/es/volunteer/sort-food</a>' in shown
    assert "<a" not in Template("{% load qr %}{% qr address link=False %}").render(Context({"address": ADDRESS}))
