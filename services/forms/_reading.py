"""The parts of a definition, from what is written to values; an error names its line."""

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from services.forms.contracts import (
    DataProtection,
    LegalText,
    Option,
    Page,
    Piece,
    Retention,
    Silence,
    SilenceCase,
    Statement,
)
from services.forms.fields.base import Circumstances
from services.forms.fields.registry import (
    read_condition,
    read_field,
    read_fields,
    read_identifier,
)
from services.forms.papers import DOMICILE_MAY_BE_PROVED_FOR
from services.forms.vocabulary import FINAL_DISPOSALS, LIFE_EVENTS, SILENCE_EFFECTS, THEMES
from services.foundation.definitions import Block

_T = TypeVar("_T")
OPTION_KINDS = ("integer", "decimal", "money", "yes_no", "choice", "text", "long_text", "date")
DELAY = re.compile(r"P[1-9][0-9]?[MWD]")
PIECE_ID = re.compile(r"[a-z][a-z0-9_-]*")
PIECE_KEYS = (
    "id",
    "label",
    "hint",
    "indispensable",
    "accepts_any_of",
    "legal_basis",
    "domicile_for",
    "when",
)
SILENCE_KEYS = ("effect", "delay", "article", "explanation", "verified")


def read_silence(block: Block) -> tuple[Silence, tuple[SilenceCase, ...]]:
    """The silence of a procedure, and the cases where it is another."""
    block.only(*SILENCE_KEYS, "cases")
    cases = []
    for item in block.blocks("cases"):
        item.only(*SILENCE_KEYS, "when")
        when = read_condition(item, "when")
        if when is None:
            raise item.error("`when` is missing", key="when")
        cases.append(SilenceCase(when, _silence(item)))
    return _silence(block), tuple(cases)


def _silence(block: Block) -> Silence:
    effect = block.one_of("effect", SILENCE_EFFECTS)
    delay = block.maybe_string("delay") or ""
    if (effect == "none") != (not delay) or (delay and not DELAY.fullmatch(delay)):
        message = "`delay` must be a period such as P2M, and absent where the effect is `none`"
        raise block.error(message, key="delay")
    return Silence(
        effect=cast("Any", effect),
        delay=delay,
        article=block.string("article"),
        explanation=block.text("explanation"),
        verified=block.boolean("verified"),
    )


def read_retention(block: Block) -> Retention:
    """How long a case is kept."""
    block.only("months", "final", "source", "verified")
    months = block.integer("months")
    if not 1 <= months <= 1200:
        raise block.error("`months` must lie between 1 and 1200", key="months")
    final = cast("Any", block.one_of("final", FINAL_DISPOSALS))
    return Retention(months, final, block.string("source"), block.boolean("verified"))


def read_data_protection(block: Block) -> DataProtection:
    """What is said about personal data."""
    block.only("controller", "legal_ground", "recipients", "rights")
    return DataProtection(
        controller=block.text("controller"),
        legal_ground=block.text("legal_ground"),
        recipients=block.text("recipients"),
        rights=block.text("rights"),
    )


def read_legal_basis(block: Block) -> tuple[LegalText, ...]:
    """The texts that a procedure stands on: at least one, or it may not be offered."""
    texts = []
    for item in block.blocks("legal_basis"):
        item.only("text", "about", "url")
        texts.append(LegalText(item.string("text"), item.text("about"), item.maybe_string("url")))
    if not texts:
        message = "a service without legal basis may not be offered (CRPA L231-1, D231-2)"
        raise block.error(message, key="legal_basis")
    return tuple(texts)


def read_theme(block: Block) -> str:
    return block.one_of("theme", tuple(THEMES))


def read_life_events(block: Block) -> tuple[str, ...]:
    events = block.strings("life_events")
    for event in events:
        if event not in LIFE_EVENTS:
            raise block.error(f"`{event}` is no life event that we know", key="life_events")
    return events


def read_pieces(block: Block) -> tuple[Piece, ...]:
    """The pieces asked for, each with its basis."""
    return _each(block, "pieces", _piece, lambda piece: piece.id)


def _piece(block: Block) -> Piece:
    block.only(*PIECE_KEYS)
    identifier = block.string("id")
    if not PIECE_ID.fullmatch(identifier):
        raise block.error(f"`{identifier}` cannot be the id of a piece", key="id")
    accepted = []
    for item in block.blocks("accepts_any_of"):
        item.only("label")
        accepted.append(item.text("label"))
    purpose = None
    if block.has("domicile_for"):
        purpose = block.one_of("domicile_for", tuple(DOMICILE_MAY_BE_PROVED_FOR))
    return Piece(
        id=identifier,
        label=block.text("label"),
        hint=block.maybe_text("hint"),
        indispensable=block.boolean("indispensable"),
        accepts_any_of=tuple(accepted),
        legal_basis=block.string("legal_basis"),
        domicile_for=purpose,
        when=read_condition(block, "when"),
    )


def read_options(block: Block) -> tuple[Option, ...]:
    """What a tenant may set, each with a default that its own bounds accept."""
    return _each(block, "options", _option, lambda option: option.id)


def _option(block: Block) -> Option:
    asked = Block(block.file, block.line)
    asked.update({key: value for key, value in block.items() if key != "default"})
    asked.lines = block.lines
    if block.one_of("kind", OPTION_KINDS) != "date" and not block.has("default"):
        raise block.error("`default` is missing", key="default")
    field = read_field(asked)
    default = block.get("default")
    for sentence in field.check(default, field.id, Circumstances(language="en")).values():
        raise block.error(f"`default` is refused: {sentence}", key="default")
    return Option(field.id, field, default)


def read_statements(block: Block) -> tuple[Statement, ...]:
    """What the person declares on her honour."""
    return _each(block, "statements", _statement, lambda statement: statement.id)


def _statement(block: Block) -> Statement:
    block.only("id", "text", "when")
    return Statement(read_identifier(block), block.text("text"), read_condition(block, "when"))


def read_pages(block: Block) -> tuple[Page, ...]:
    """The pages of the form, at least one."""
    pages = _each(block, "pages", _page, lambda page: page.id)
    if not pages:
        raise block.error("`pages` must list at least one page", key="pages")
    return pages


def _page(block: Block) -> Page:
    block.only("id", "title", "intro", "when", "fields")
    return Page(
        id=read_identifier(block),
        title=block.text("title"),
        intro=block.maybe_text("intro"),
        when=read_condition(block, "when"),
        fields=read_fields(block),
    )


def _each(
    block: Block, key: str, read: Callable[[Block], _T], name: Callable[[_T], str]
) -> tuple[_T, ...]:
    found: list[_T] = []
    for item in block.blocks(key):
        value = read(item)
        if any(name(value) == name(other) for other in found):
            raise item.error(f"`{name(value)}` is already an id among `{key}`", key="id")
        found.append(value)
    return tuple(found)
