"""Pictures of one thing for messengers, social sites and screens: title, date and place, drawn here in the reader's language and script.

Shaping and right-to-left order are Raqm's (HarfBuzz and FriBidi, Unicode UAX 9), which Pillow carries; the fonts lie in `fonts/`.
"""

import hashlib
import io
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from sharing.lines import LINE_HEIGHT, Line, fitted

FONTS = Path(__file__).parent / "fonts"
BOLD, REGULAR = "NotoSansCards-Bold.ttf", "NotoSansCards-Regular.ttf"
DRAWING = 1  # counts up when cards are drawn otherwise, so that kept ones are asked for anew
WHITE, GRAY, STOP = "#FFFFFF", "#3D4551", "#B50909"
MOST_KEPT = 64  # drawn cards in the memory of a process, some 40 KB each
_drawing = Lock()  # a font is one object; and a crowd of crawlers draws one card at a time


@dataclass(frozen=True)
class Shape:
    """How large a card is, in pixels, and how its parts share the height."""

    width: int
    height: int
    margin: int
    title: tuple[int, int]  # the largest and the smallest letters
    title_height: int
    small: int  # letters of date and place
    foot: int


SHAPES = {
    "wide": Shape(1200, 630, 72, (84, 40), 250, 36, 92),  # what Open Graph readers ask for, 1.91 : 1
    "square": Shape(1080, 1080, 84, (112, 46), 500, 46, 116),
}


@dataclass(frozen=True)
class Colors:
    """The city's colors; white text stands on `dark`, `brand` stands on white (places.look.check_colors)."""

    dark: str = "#091F2F"
    brand: str = "#1871BD"
    accent: str = "#FB4D42"


@dataclass(frozen=True)
class Card:
    """What a card says, each a line of plain text that may be empty; `label` says what kind of thing it is, or that it is called off."""

    label: str
    title: str
    when: str
    where: str
    office: str
    address: str  # of the portal, as one types it
    language: str
    is_rtl: bool = False
    is_off: bool = False
    colors: Colors = Colors()


def etag(card: Card, shape: str) -> str:
    """Return the name of this very picture: another word, color or way of drawing has another (RFC 9110, 8.8.3)."""
    said = "\x1f".join(map(str, [DRAWING, shape, *astuple(card)]))
    return f'"{hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=10).hexdigest()}"'


@lru_cache(MOST_KEPT)
def png(card: Card, shape: str) -> bytes:
    """Return a card as PNG. What no font of ours can write, such as an emoji, is left out; a title with nothing else is the label."""
    with _drawing:
        picture = _drawn(card, SHAPES[shape])
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def writable(text: str) -> str:
    """Return what can be written of a text on one line: no control characters, none that turn the direction, none without a letter in our fonts.

    A text of which less than half is left says nothing any more, and is empty.
    """
    text = " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text).split())
    kept = "".join(one for one in text if one in "\u200c\u200d" or (unicodedata.category(one)[0] != "C" and _has_letter(one)))
    letters, left = _letters(text), _letters(kept)
    return " ".join(kept.split()) if left * 2 >= letters and left else ""


def _letters(text):
    return sum(unicodedata.category(one)[0] in "LN" for one in text)


@lru_cache(4096)
def _has_letter(one):
    """Tell whether the fonts have a character: a missing one is drawn as the box that stands for every missing one."""
    if one.isspace():
        return True
    here = font(REGULAR, 24)
    return bytes(here.getmask(one)) != bytes(here.getmask("\ufffe"))


@lru_cache(128)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font in a size in pixels. Raises ImportError where Pillow has no Raqm: Arabic would stand there in pieces."""
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.RAQM)


def _drawn(card, shape):
    picture = Image.new("RGB", (shape.width, shape.height), WHITE)
    draw = ImageDraw.Draw(picture)
    pen = _Pen(draw, shape, card)
    draw.rectangle([0, 0, shape.width, 24], fill=card.colors.accent)
    draw.rectangle([0, shape.height - shape.foot, shape.width, shape.height], fill=card.colors.dark)
    pen.foot()
    at = pen.block(writable(card.label), shape.margin, BOLD, (shape.small, shape.small), shape.small * 2, STOP if card.is_off else card.colors.brand)
    title = writable(card.title) or writable(card.office)
    at = pen.block(title, at + shape.small // 4, BOLD, shape.title, shape.title_height, card.colors.dark)
    rest = (shape.height - shape.foot - shape.small // 2 - at) // 2
    at = pen.block(writable(card.when), at + shape.small * 3 // 4, BOLD, (shape.small, shape.small - 10), rest, card.colors.dark)
    pen.block(writable(card.where), at, REGULAR, (shape.small, shape.small - 10), rest, GRAY)
    return picture


class _Written(NamedTuple):
    """A line, its font, and its top in pixels."""

    line: Line | None
    face: ImageFont.FreeTypeFont
    top: float


class _Pen:
    """Writes blocks of lines on one side of the card: the left, or the right in languages that begin there."""

    def __init__(self, draw, shape, card):
        self.draw, self.shape, self.card = draw, shape, card
        self.width = shape.width - 2 * shape.margin

    def block(self, text, top, name, sizes, height, color):
        """Write a text as large as it fits; return where the next block begins."""
        lines, size = fitted(text, width=self.width, height=height, sizes=sizes, font=lambda size: font(name, size), language=self.card.language)
        for line in lines:
            self._line(line, top, font(name, size), color)
            top += line.height
        return top

    def foot(self):
        """Write whose it is and where to find it, on the dark band; a long address leaves the office half of it."""
        size = self.shape.small - 8
        address = self._short(self.card.address, REGULAR, self.width // 2, size)
        office = self._short(self.card.office, BOLD, self.width - (address.line.width if address.line else 0) - size, size)
        for (line, face, top), is_right in ((office, self.card.is_rtl), (address, not self.card.is_rtl)):
            if line:
                self._line(line, top, face, WHITE, is_right=is_right)

    def _short(self, text, name, width, size):
        """One line for the band, with its font and its top."""
        lines, size = fitted(writable(text), width=width, height=1, sizes=(size, size - 8), font=lambda size: font(name, size), language=self.card.language)
        return _Written(lines[0] if lines else None, font(name, size), self.shape.height - (self.shape.foot + size * LINE_HEIGHT) / 2)

    def _line(self, line: Line, top, face, color, is_right=None):
        is_right = self.card.is_rtl if is_right is None else is_right
        left = self.shape.width - self.shape.margin - line.width if is_right else self.shape.margin
        self.draw.text((left, top), line.text, font=face, fill=color, direction=line.direction, language=self.card.language)
