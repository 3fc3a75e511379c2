"""The brand must be readable on white."""

import pytest

from services.tenants.contrast import contrast, is_colour, is_readable_on_white


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_a_ratio_is_the_one_of_wcag(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.005)
    assert contrast("#ffffff", colour) == contrast(colour)


@pytest.mark.parametrize(
    ("colour", "readable"), [("#767676", True), ("#777777", False), ("#1F3F94", True)]
)
def test_the_line_is_drawn_at_four_and_a_half(colour: str, readable: bool) -> None:
    assert is_readable_on_white(colour) is readable


@pytest.mark.parametrize("word", ["red", "#fff", "1f3f94", "#1f3f9g", "#1f3f940"])
def test_a_colour_is_six_digits_after_a_hash(word: str) -> None:
    assert not is_colour(word)
