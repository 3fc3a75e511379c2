"""The typeface of the letters: Atkinson Hyperlegible Next, cut into fixed weights.

The npm package has one variable file; PDF/A wants the widths written in a font to be those drawn,
and a fixed cut is embedded three times faster. Cuts are made once and kept under `var/fonts`.
Where the package is absent, the system's sans-serif stands in.
"""

import hashlib
import os
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from services.foundation.settings import ROOT, settings

PACKAGE = Path("@fontsource-variable", "atkinson-hyperlegible-next", "files")
CUTS = ROOT / "var" / "fonts"
# CSS weight → weight on the axis: figures of the plate are a little stronger than bold.
WEIGHTS = {400: 400, 600: 630, 700: 740}
# Two files, two families: under one name a renderer finds the glyphs of one file only.
FAMILIES = {"latin": "Parvis Sans", "latin-ext": "Parvis Sans Ext"}
FALLBACKS = ("DejaVu Sans", "Noto Sans")
FALLBACK_FILES = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
)


def font_faces() -> str:
    """The `@font-face` rules of the cuts, and the custom property that lists the families."""
    rules = [
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
        f"src: url('{_cut(source, axis).as_uri()}') }}"
        for part, family in FAMILIES.items()
        if (source := _source(part)).exists()
        for weight, axis in WEIGHTS.items()
    ]
    names = ", ".join(f"'{name}'" for name in (*FAMILIES.values(), *FALLBACKS))
    return "\n".join([*rules, f"html {{ font-family: {names}, sans-serif }}"])


def _source(part: str) -> Path:
    name = f"atkinson-hyperlegible-next-{part}-wght-normal.woff2"
    return settings().vendor_dir / PACKAGE / name


def _cut(source: Path, axis: int) -> Path:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    cut = CUTS / f"{digest}-{axis}.ttf"
    if not cut.exists():
        CUTS.mkdir(parents=True, exist_ok=True)
        font = instancer.instantiateVariableFont(TTFont(source), {"wght": axis}, inplace=True)
        font.flavor = None
        draft = cut.with_suffix(f".{os.getpid()}")
        font.save(draft)
        draft.replace(cut)
    return cut


@cache
def drawable() -> frozenset[int]:
    """The characters that some font of the letters can draw."""
    files = [*(_source(part) for part in FAMILIES), *FALLBACK_FILES]
    return frozenset(
        point for file in files if file.exists() for point in TTFont(file).getBestCmap()
    )


def drawn(text: str) -> str:
    """`text` with what no font can draw replaced: PDF/A refuses a page with a missing glyph."""
    known = drawable()
    if all(ord(char) in known or char in "\n\t" for char in text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        char if ord(char) in known or char in "\n\t" else _substitute(char, known)
        for char in composed
    )


def _substitute(char: str, known: frozenset[int]) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(ord(each) in known for each in plain):
        return plain
    return "" if unicodedata.category(char)[0] in "CM" else "?"
