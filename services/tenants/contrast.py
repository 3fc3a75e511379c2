"""Whether a brand colour can be read: WCAG 2.2 contrast, relative luminance and ratio. Pure."""

import re

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
# WCAG 2.2 SC 1.4.3 (level AA), and RGAA 4.1 criterion 3.2.
ENOUGH = 4.5
WHITE = "#ffffff"


def is_colour(value: str) -> bool:
    """Whether `value` is written `#rrggbb`."""
    return COLOUR.fullmatch(value) is not None


def contrast(first: str, second: str = WHITE) -> float:
    """The ratio between two colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable_on_white(colour: str) -> bool:
    """Whether text of this colour on white, or white on it, is readable by law."""
    return contrast(colour) >= ENOUGH


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # WCAG 2.2, definition of relative luminance.
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
