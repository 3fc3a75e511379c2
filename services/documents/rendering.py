"""Letters drawn as PDF/A-3a: tagged, in French, the same bytes for the same content.

Slow to load: only the documents worker imports this module.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from weasyprint import CSS, HTML, Attachment  # noqa: TID253 - this module is its only home
from weasyprint.text.fonts import FontConfiguration  # noqa: TID253

from services.documents._fonts import font_faces
from services.documents._mentions import MENTIONS, TITLES
from services.documents._templates import FOLDER, load, own_source, typeset
from services.documents.contracts import LetterContent, LetterKind, Rendered
from services.documents.errors import LetterMistake, MissingMentions
from services.foundation.i18n import using_language
from services.law.mentions import Mention

VARIANT = "pdf/a-3a"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(slots=True)
class _Mentions:
    """The mentions of one letter, and which of them the template printed."""

    given: dict[str, Mention]
    printed: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> Mention | None:
        self.printed.add(name)
        return self.given.get(name)


def render_letter(
    kind: LetterKind,
    content: LetterContent,
    *,
    source: str | None = None,
    specimen_seal: bool = False,
) -> Rendered:
    """The letter of `kind` that says `content`, by `source`, else by the collectivity's own
    template, else by the house's.

    Letters of an administration are in French. Raises `UndeclaredMentions` when the template
    omits a mandatory mention, `MissingMentions` when the content lacks one or one of those given
    was not printed. Pango is not thread-safe: one letter at a time in a process.
    """
    html, template, digest = _as_html(kind, content, source, specimen_seal=specimen_seal)
    return Rendered(kind, TITLES[kind], html, draw(html, content), template, digest)


def _as_html(
    kind: LetterKind, content: LetterContent, source: str | None, *, specimen_seal: bool
) -> tuple[str, str, str]:
    loaded = load(kind, source or own_source(content.authority.siren, kind))
    mentions = _Mentions({mention.id: mention for mention in content.mentions})
    missing = MENTIONS[kind].always - mentions.given.keys()
    if missing:
        raise MissingMentions(kind, missing)
    if not COLOUR.fullmatch(content.authority.colour):
        raise LetterMistake(f"not a colour: {content.authority.colour!r}")
    with using_language("fr"):
        html = loaded.template.render(
            letter=content,
            title=TITLES[kind],
            mention=mentions,
            specimen_seal=specimen_seal,
            wash=_mixed(content.authority.colour, 0.07),
            line=_mixed(content.authority.colour, 0.28),
        )
    unprinted = mentions.given.keys() - mentions.printed
    if unprinted:
        raise MissingMentions(kind, frozenset(unprinted))
    return typeset(html), loaded.name, loaded.digest


def _mixed(colour: str, share: float) -> str:
    """`colour` laid thinly on white."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - each) * share):02x}" for each in channels)


def draw(html: str, content: LetterContent) -> bytes:
    """The PDF of an HTML page in the style of the letters."""
    style = _style()
    pdf: bytes = HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(
        stylesheets=[style.sheet],
        font_config=style.fonts,
        pdf_variant=VARIANT,
        attachments=_attached(content),
    )
    return pdf


def _attached(content: LetterContent) -> list[Attachment]:
    if not content.data:
        return []
    text = json.dumps(content.data, ensure_ascii=False, sort_keys=True, default=str)
    return [
        Attachment(
            string=text,
            name="donnees.json",
            description="Les données de ce courrier, lisibles par une machine",
            created=content.made_at,
            modified=content.made_at,
            relationship="Data",
        )
    ]


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    """A letter brings everything with it: nothing it says can make the server fetch an address."""
    raise ValueError(f"letters fetch nothing: {url[:60]}")


@dataclass(frozen=True, slots=True)
class _Style:
    fonts: FontConfiguration
    sheet: CSS


@cache
def _style() -> _Style:
    """Fonts and style sheet, read once in a process."""
    fonts = FontConfiguration()
    return _Style(fonts, CSS(string=style_text(), font_config=fonts))


def style_text() -> str:
    """The whole style of the letters, typeface included."""
    return font_faces() + (FOLDER / "letter.css").read_text("utf-8")


def warm_up() -> None:
    """Load fonts and style before the first letter is due."""
    _style()
