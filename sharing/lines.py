"""A text in lines that fit: as large as may be, broken between words, and inside a word only where nothing else helps."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PIL.ImageFont import FreeTypeFont

LINE_HEIGHT = 1.36  # of the size: Arabic letters with marks above and below stay apart
STEP = 4  # pixels between two sizes that are tried
MORE = "…"


@dataclass(frozen=True)
class Line:
    """One line with its width and height in pixels, and the direction it is read in (rtl, ltr)."""

    text: str
    width: float
    height: float
    direction: str


def direction_of(text: str) -> str:
    """Return the direction of the first letter that has one (Unicode UAX 9, rule P2)."""
    first = next((way for one in text if (way := unicodedata.bidirectional(one)) in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def fitted(text: str, *, width: float, height: float, sizes: tuple[int, int], font: Callable[[int], FreeTypeFont], language: str) -> tuple[list[Line], int]:
    """Return the lines of a text and the size of its letters, the largest of `sizes` (largest, smallest) at which all of it fits.

    Where even the smallest is too large, the text ends with an ellipsis. At least one line is given, however low the height.
    """
    largest, smallest = sizes
    if not text:
        return [], smallest
    direction = direction_of(text)
    for size in [*range(largest, smallest, -STEP), smallest]:
        measure = _measure(font(size), direction, language)
        lines, is_whole = _wrapped(text, width, measure)
        most = max(1, int(height // (size * LINE_HEIGHT)))
        if len(lines) <= most and (is_whole or size == smallest):
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _ended(lines[most - 1], width, measure)]
    return [Line(line, measure(line), size * LINE_HEIGHT, direction) for line in lines], size


def _measure(face, direction, language):
    return lambda text: face.getlength(text, direction=direction, language=language)


def _wrapped(text, width, measure):
    """Return the lines, and whether every word is whole."""
    lines, line, is_whole = [], "", True
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *pieces, line = _pieces(word, width, measure)
        lines += pieces
        is_whole = is_whole and not pieces
    return [*lines, line], is_whole


def _pieces(word, width, measure):
    """Return a word in pieces that fit a line; a mark stays with its letter."""
    pieces = []
    while measure(word) > width:
        low, high = 1, len(word)
        while low < high - 1:
            middle = (low + high) // 2
            low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle)
        while low > 1 and unicodedata.combining(word[low]):
            low -= 1
        if low >= len(word):
            break
        pieces.append(word[:low])
        word = word[low:]
    return [*pieces, word]


def _ended(line, width, measure):
    while line and measure(line + MORE) > width:
        line = line[:-1].rstrip()
    return line + MORE
