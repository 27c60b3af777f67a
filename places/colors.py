"""Colors: how far two of them stand apart, and the shades made from one."""

ENOUGH_FOR_TEXT = 4.5  # WCAG 2.1, success criterion 1.4.3
WHITE = "#ffffff"


def contrast(one, other):
    """Return the contrast ratio of two colors like #091F2F, from 1 to 21 (WCAG 2.1, “contrast ratio”)."""
    lighter, darker = sorted([_luminance(one), _luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(color, background=WHITE):
    """Tell whether text of this color can be read on the background by most people (4.5 to 1 or better)."""
    return contrast(color, background) >= ENOUGH_FOR_TEXT


def mix(color, other, share):
    """Return the color with this share (0 to 1) of the other one in it."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(mine * (1 - share) + theirs * share):02x}" for mine, theirs in pairs)


def _channels(color):
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color):
    red, green, blue = [_linear(channel / 255) for channel in _channels(color)]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
