"""The catalogue: definitions read, checked whole, and refused with their file and line."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from services.forms._reading import (
    read_data_protection,
    read_legal_basis,
    read_life_events,
    read_options,
    read_pages,
    read_pieces,
    read_retention,
    read_silence,
    read_statements,
    read_theme,
)
from services.forms._register import check_register, read_register
from services.forms._scope import check_scope
from services.forms.contracts import Procedure
from services.forms.fields.commune import CommuneField
from services.forms.fields.person import PersonField
from services.forms.papers import findings
from services.forms.vocabulary import KINDS, LEVELS
from services.foundation.definitions import (
    Block,
    DefinitionError,
    definition_from,
    load_definition,
    plain,
)

REQUESTER = "requester"
TEXTS = ("title", "summary", "purpose", "who_may_ask", "outcome", "cost")
KEYS = (
    *TEXTS,
    "version",
    "kind",
    "process",
    "theme",
    "life_events",
    "minutes",
    "legal_basis",
    "silence",
    "retention",
    "data_protection",
    "statements",
    "pieces",
    "options",
    "pages",
    "requester",
    "located_by",
    "register",
)


def load_catalogue(folder: Path) -> dict[str, Procedure]:
    """Every procedure under `folder`, by id: `{level}/{name}` after its file.

    Raises `DefinitionError` for the first definition that is wrong, or that asks for a paper which
    the law forbids to ask for.
    """
    paths = sorted(folder.glob("*/*.yaml"))
    return {procedure.id: procedure for procedure in (load_procedure(p, folder) for p in paths)}


def load_procedure(path: Path, folder: Path) -> Procedure:
    """The procedure written in `path`. Raises `DefinitionError`."""
    block = load_definition(path, root=folder.parent)
    procedure = _read(block, path.relative_to(folder).with_suffix("").as_posix())
    for paper in findings(block):
        message = f"`{paper.piece}`: {paper.message} ({paper.article})"
        raise DefinitionError(paper.file, paper.line, message)
    return procedure


def procedure_from(procedure_id: str, definition: Mapping[str, object]) -> Procedure:
    """A published version, from its plain data. Raises `DefinitionError` (line 0).

    Its papers are not looked at: it was published under the law of its day.
    """
    return _read(definition_from(definition, procedure_id), procedure_id)


def digest_of(definition: Mapping[str, object]) -> str:
    """The SHA-256 of a definition, whatever the order of its keys."""
    written = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _read(block: Block, procedure_id: str) -> Procedure:
    level = procedure_id.partition("/")[0]
    if level not in LEVELS:
        raise block.error(f"stands under `{level}`: one of {', '.join(LEVELS)}")
    block.only(*KEYS)
    definition = cast("dict[str, object]", plain(block))
    silence, cases = read_silence(block.block("silence"))
    kind = block.one_of("kind", KINDS)
    procedure = Procedure(
        id=procedure_id,
        version=_counted(block, "version"),
        level=cast("Any", level),
        kind=cast("Any", kind),
        process=block.maybe_string("process") or kind,
        **{name: block.text(name) for name in TEXTS},
        theme=read_theme(block),
        life_events=read_life_events(block),
        minutes=_counted(block, "minutes"),
        legal_basis=read_legal_basis(block),
        silence=silence,
        silence_cases=cases,
        retention=read_retention(block.block("retention")),
        data_protection=read_data_protection(block.block("data_protection")),
        statements=read_statements(block),
        pieces=read_pieces(block),
        options=read_options(block),
        pages=read_pages(block),
        requester=block.maybe_string("requester") or REQUESTER,
        located_by=block.maybe_string("located_by"),
        digest=digest_of(definition),
        definition=definition,
        register=read_register(block),
    )
    check_scope(procedure, block)
    _check_requester(procedure, block)
    _check_location(procedure, block)
    check_register(procedure, block)
    return procedure


def _counted(block: Block, key: str) -> int:
    number = block.integer(key)
    if number < 1:
        raise block.error(f"`{key}` begins at 1", key=key)
    return number


def _check_requester(procedure: Procedure, block: Block) -> None:
    first = procedure.pages[0]
    field = next((one for one in first.fields if one.id == procedure.requester), None)
    known = isinstance(field, PersonField) and field.identifies and field.required
    if not known or first.when is not None or (field is not None and field.when is not None):
        message = (
            f"the first page must always ask `{procedure.requester}`, a person with "
            "`email: required` and `address: required` (CRPA R112-9-1)"
        )
        raise _first_page(block).error(message, key="fields")


def _first_page(block: Block) -> Block:
    return block.blocks("pages")[0]


def _check_location(procedure: Procedure, block: Block) -> None:
    if procedure.located_by is None:
        return
    field = procedure.field(procedure.located_by)
    if not isinstance(field, CommuneField):
        raise block.error("`located_by` must name a question of kind commune", key="located_by")


__all__ = ["DefinitionError", "digest_of", "load_catalogue", "load_procedure", "procedure_from"]
