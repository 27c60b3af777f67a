"""Pictures for the stories of the demonstration, drawn here from plain shapes: nobody is shown, and nobody's rights are touched."""

import io

from PIL import Image, ImageDraw

WIDE = (1200, 800)  # pixels
SKY, WALL, FLOOR, GRASS, EARTH, WOOD = "#cfe6f5", "#f3ede2", "#d9c9ad", "#7fb069", "#8a5a3b", "#a3744a"
COATS = ("#d1495b", "#1871bd", "#edae49", "#2e6f57", "#6d597a", "#e07a5f", "#30638e")


def coats() -> bytes:
    """Return a rack with seven coats, as PNG."""
    picture, draw = _canvas(WALL)
    draw.rectangle((0, 640, 1200, 800), fill=FLOOR)
    draw.rectangle((120, 180, 1080, 196), fill=WOOD)
    for x in (120, 1064):
        draw.rectangle((x, 180, x + 16, 700), fill=WOOD)
    for number, color in enumerate(COATS):
        _coat(draw, 190 + number * 120, color)
    return _png(picture)


def _coat(draw, x, color):
    draw.line((x + 45, 196, x + 45, 226), fill="#3d3d3d", width=5)
    draw.polygon([(x + 10, 240), (x + 45, 222), (x + 80, 240), (x + 96, 520), (x - 6, 520)], fill=color)
    draw.polygon([(x + 10, 240), (x - 22, 430), (x + 2, 440), (x + 24, 320)], fill=color)
    draw.polygon([(x + 80, 240), (x + 112, 430), (x + 88, 440), (x + 66, 320)], fill=color)
    draw.line((x + 45, 240, x + 45, 516), fill="#ffffff", width=4)
    for button in range(300, 500, 60):
        draw.ellipse((x + 52, button, x + 62, button + 10), fill="#ffffff")


def garden() -> bytes:
    """Return garden beds under trees and a sun, as PNG."""
    picture, draw = _canvas(SKY)
    draw.ellipse((960, 70, 1110, 220), fill="#ffd166")
    draw.rectangle((0, 470, 1200, 800), fill=GRASS)
    for x, size in ((120, 150), (420, 110), (820, 140)):
        draw.rectangle((x + size - 18, 330, x + size + 18, 500), fill=WOOD)
        draw.ellipse((x, 330 - size, x + 2 * size, 330 + size // 2), fill="#3f7d53")
    for x in (90, 480, 870):
        draw.polygon([(x + 30, 560), (x + 250, 560), (x + 280, 720), (x, 720)], fill=EARTH)
        for plant in range(5):
            _plant(draw, x + 45 + plant * 48, 590 + plant % 2 * 50)
    return _png(picture)


def _plant(draw, x, y):
    draw.line((x, y + 40, x, y), fill="#2e6f57", width=6)
    draw.ellipse((x - 22, y - 6, x, y + 14), fill="#4c956c")
    draw.ellipse((x, y - 16, x + 22, y + 4), fill="#4c956c")


def _canvas(color):
    picture = Image.new("RGB", WIDE, color)
    return picture, ImageDraw.Draw(picture)


def _png(picture):
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
